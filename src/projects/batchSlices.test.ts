import { beforeEach, expect, it } from 'vitest';
import { ledgerThing } from '../../workers/protocol/projects.ts';
import { chooseAnnotators, useAgreement } from '../store/agreement.ts';
import { useDeidentifying } from '../store/deidentifying.ts';
import { emptyPage } from '../testing.ts';
import { earlySlices, lateSlices } from './slices.ts';

const slice = (name: string) => {
  const found = [...earlySlices, ...lateSlices].find((each) => each.name === name);
  if (!found) throw new Error(`There is no slice ${name}.`);
  return found;
};

beforeEach(emptyPage);

it('a project keeps what was decided between two annotators', () => {
  useAgreement.setState({ a: 'one', b: 'other', decided: { x: 'a', y: 'neither' } });
  const kept = JSON.parse(JSON.stringify(slice('agreement').read()));
  emptyPage();
  slice('agreement').restore(kept);
  expect(useAgreement.getState()).toMatchObject({ a: 'one', b: 'other', decided: { x: 'a', y: 'neither' } });
  slice('agreement').restore({ ...kept, decided: { x: 'whoever' } });
  expect(useAgreement.getState().decided).toEqual({ x: 'a', y: 'neither' });
});

it('a project keeps what was decided between annotators who are not chosen now', () => {
  useAgreement.setState({ a: 'one', b: 'other', decided: { x: 'a' } });
  chooseAnnotators({ b: 'third' });
  const kept = JSON.parse(JSON.stringify(slice('agreement').read()));
  emptyPage();
  slice('agreement').restore(kept);
  expect(useAgreement.getState()).toMatchObject({ a: 'one', b: 'third', decided: {} });
  chooseAnnotators({ b: 'other' });
  expect(useAgreement.getState().decided).toEqual({ x: 'a' });
});

it('a project keeps who became whom, and has it before the models are there', () => {
  const ledger = {
    secret: '00112233445566778899aabbccddeeff',
    days: 3,
    words: { ada: 'Mira' },
    entities: {},
    numbers: {},
  };
  useDeidentifying.setState({ ledger });
  const kept = JSON.parse(JSON.stringify(slice(ledgerThing).read()));
  emptyPage();
  slice(ledgerThing).restore({ ...kept, secret: 'no secret' });
  expect(useDeidentifying.getState().ledger).toBeNull();
  for (const early of earlySlices) if (early.name === ledgerThing) early.restore(kept);
  expect(useDeidentifying.getState().ledger).toEqual(ledger);
});
