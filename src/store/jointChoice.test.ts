import { expect, it } from 'vitest';
import { defaultJointLearning } from '../../workers/protocol/configuration.ts';
import { withFittingMap } from './jointChoice.ts';

const target = { categories: ['person', 'company'] };
const joint = {
  ...defaultJointLearning,
  sharing: 'all' as const,
  labelMap: { PER: ['person'], ORG: ['company', 'sportsteam'], LOC: ['geo-loc'], GPE: ['person'] },
};

it('a run gets what the map says of labels that its corpora have', () => {
  const { labelMap } = withFittingMap(joint, target, [{ categories: ['PER', 'ORG'] }, { categories: ['LOC'] }]);
  expect(labelMap).toEqual({ PER: ['person'], ORG: ['company'] });
});

it('a run gets no map where labels are not shared', () => {
  expect(withFittingMap({ ...joint, sharing: 'encoder' }, target, [{ categories: ['PER'] }]).labelMap).toEqual({});
});
