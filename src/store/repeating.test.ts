import { beforeEach, describe, expect, it } from 'vitest';
import { runConfigurationSchema } from '../../workers/protocol/configuration.ts';
import { asOftenAsChosen, howOften, oftenInWords, seedsOf, trialsToCome } from './repeating.ts';
import { faultyRange, furtherSearchable, searchableFields } from './searchable.ts';
import {
  configurationOf,
  setArchitecture,
  setRepeating,
  setSearchedRange,
  setSeed,
  setTask,
  useSetup,
} from './setup.ts';

const setup = () => useSetup.getState();
const run = () => asOftenAsChosen(configurationOf(setup()), setup());

beforeEach(() => useSetup.setState(useSetup.getInitialState(), true));

describe('how often a run is done', () => {
  it('is once, unless somebody chooses otherwise', () => {
    expect(run()).toEqual(configurationOf(setup()));
    expect(oftenInWords(setup())).toBe('once');
  });

  it('may be with several seeds, from the run’s own on, whatever the task', () => {
    setRepeating({ how: 'seeds', seeds: 4 });
    setSeed(7);
    for (const task of ['train', 'joint', 'adapt'] as const) {
      setTask(task);
      expect(run()).toMatchObject({ task: 'repeat', seeds: [7, 8, 9, 10], run: { task } });
      expect(runConfigurationSchema.safeParse(run()).success).toBe(true);
    }
    expect(oftenInWords(setup())).toBe('with seeds 7 to 10');
    setSeed(0xffffffff);
    expect(seedsOf(setup()).slice(0, 2)).toEqual([0xffffffff, 0]);
  });

  it('may be a search where a model is trained from random weights, and is remembered meanwhile', () => {
    setTask('train');
    setRepeating({ how: 'search', trials: 6 });
    const search = run();
    expect(runConfigurationSchema.parse(search)).toMatchObject({ task: 'search', run: { task: 'train' } });
    expect(search.task === 'search' && search.trials).toHaveLength(6);
    expect(run()).toEqual(search);
    setTask('adapt');
    expect(howOften(setup())).toBe('once');
    expect(run().task).toBe('adapt');
    setTask('train');
    expect(run()).toEqual(search);
  });

  it('draws in a search what is not fixed, and no more trials than there are different ones', () => {
    setTask('train');
    const all = searchableFields(setup()).map(({ key }) => key);
    setRepeating({ how: 'search', trials: 50, fixed: all.filter((key) => key !== 'dropout') });
    const search = run();
    expect(search.task === 'search' && new Set(search.trials.flatMap(Object.keys))).toEqual(new Set(['dropout']));
    expect(trialsToCome(setup())).toBe(8);
    expect(search.task === 'search' && search.trials).toHaveLength(8);
    setRepeating({ fixed: all });
    expect(trialsToCome(setup())).toBe(1);
  });

  it('keeps what is fixed where another architecture does not have it', () => {
    setTask('train');
    setRepeating({ how: 'search', fixed: ['batchSize'] });
    setArchitecture('bilstm-cnn');
    expect(searchableFields(setup()).some(({ key }) => key === 'batchSize')).toBe(false);
    setArchitecture('blstm');
    expect(searchableFields(setup()).find(({ key }) => key === 'batchSize')?.searched).toBe(false);
  });

  it('draws in a search from the user’s values, and again from the papers’', () => {
    setTask('train');
    const all = searchableFields(setup()).map(({ key }) => key);
    setRepeating({ how: 'search', trials: 50, fixed: all.filter((key) => key !== 'dropout') });
    const drawn = () => {
      const search = run();
      return search.task === 'search' ? search.trials : [];
    };
    setSearchedRange('dropout', '0.2, 0.3');
    expect(new Set(drawn().map(({ dropout }) => dropout))).toEqual(new Set([0.2, 0.3]));
    expect(furtherSearchable(setup()).find(({ key }) => key === 'momentum')?.value).toBe(0.9);
    setSearchedRange('momentum', '0.5:0.9:0.2');
    expect(furtherSearchable(setup()).some(({ key }) => key === 'momentum')).toBe(false);
    expect(drawn()).toHaveLength(6);
    setSearchedRange('dropout', null);
    expect(drawn()).toHaveLength(24);
  });

  it('says which values of a search cannot be drawn, where it is searched', () => {
    setTask('train');
    setRepeating({ how: 'search' });
    expect(faultyRange(setup())).toBeNull();
    setSearchedRange('dropout', '0.5, 2');
    expect(faultyRange(setup())).toMatchObject({ key: 'dropout', fault: 'It takes a number from 0 to 0.95, not 2.' });
    setRepeating({ fixed: ['dropout'] });
    expect(faultyRange(setup())).toBeNull();
  });
});
