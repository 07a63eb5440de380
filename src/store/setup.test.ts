import { beforeEach, describe, expect, it } from 'vitest';
import { blstm } from '../../workers/protocol/architectures/blstm.ts';
import { runConfigurationSchema } from '../../workers/protocol/configuration.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { commonSettings } from '../../workers/protocol/settings.ts';
import { fakeStudio } from '../engine/fake.ts';
import { setStudio } from '../engine/studio.ts';
import { bringCorpus } from '../testing.ts';
import { setTarget } from './corpora.ts';
import {
  adaptFrom,
  addCategories,
  configurationOf,
  nameInModel,
  setAdaptation,
  setAnnotated,
  setArchitecture,
  setEntityRatio,
  setField,
  setTask,
  takeBackCategories,
  useSetup,
} from './setup.ts';

const model = {
  settings: { ...commonSettings, learningRate: 0.004, epochs: 7 },
  history: [],
} as unknown as ModelSummary;
const setup = () => useSetup.getState();

beforeEach(() => useSetup.setState(useSetup.getInitialState(), true));

describe('what is set up', () => {
  it('makes a configuration of every task that the schema takes', () => {
    for (const task of ['train', 'joint', 'adapt'] as const) {
      setTask(task);
      const configuration = configurationOf(setup());
      expect(runConfigurationSchema.parse(configuration)).toEqual(configuration);
      expect(configuration.task).toBe(task);
    }
  });

  it('expects a share of entities where something is left open', () => {
    setEntityRatio(0.2);
    setTask('train');
    expect(configurationOf(setup())).toMatchObject({ entityRatio: 0.2 });
    setTask('joint');
    expect(configurationOf(setup())).not.toHaveProperty('entityRatio');
    setTask('adapt');
    expect(configurationOf(setup())).not.toHaveProperty('entityRatio');
    setAdaptation({ unannotated: 'marginal' });
    expect(configurationOf(setup())).toMatchObject({ entityRatio: 0.2 });
  });

  it('keeps the settings of one task while the other is set up', () => {
    setTask('train');
    setField('learningRate', 0.01);
    adaptFrom(model);
    expect(configurationOf(setup()).settings).toMatchObject({ learningRate: 0.002, epochs: commonSettings.epochs });
    setField('epochs', 3);
    setTask('train');
    expect(configurationOf(setup()).settings).toMatchObject({ learningRate: 0.01, epochs: commonSettings.epochs });
  });

  it('changes what shapes the network and how it is trained by the field’s name alone', () => {
    setTask('train');
    setField('wordHidden', 64);
    setField('scheme', 'iob2');
    setField('optimizer', 'sgd');
    expect(setup().specification).toMatchObject({ encoder: { wordHidden: 64 }, output: { scheme: 'iob2' } });
    expect(setup().settings.train.optimizer).toBe('sgd');
  });

  it('takes an architecture with its own specification and settings', () => {
    setTask('train');
    setField('wordHidden', 64);
    setField('learningRate', 0.01);
    setArchitecture(blstm.name);
    const { specification, settings } = blstm;
    expect(configurationOf(setup())).toMatchObject({ architecture: blstm.name, specification, settings });
  });
});

describe('the adaptation that is set up', () => {
  const adaptation = () => setup().adaptation;
  it('has a category once, however often it is added', () => {
    addCategories(['Address']);
    addCategories(['Address', 'Phone']);
    setAdaptation({ newCategories: [...adaptation().newCategories, 'Phone'] });
    expect(adaptation().newCategories).toEqual(['Address', 'Phone']);
    takeBackCategories(['Address']);
    expect(adaptation().newCategories).toEqual(['Phone']);
  });

  it('loses no switch where several are thrown before the page is drawn anew', () => {
    const drawn = ['Person'];
    setAnnotated('Place', true, drawn);
    setAnnotated('Date', true, drawn);
    setAnnotated('Person', false, drawn);
    expect(adaptation().annotated).toEqual(['Place', 'Date']);
  });

  it('takes a category that is picked, or is called otherwise in the corpus, as looked for', () => {
    addCategories(['Address']);
    expect(adaptation().annotated).toBe('corpus');
    setAnnotated('Place', true, []);
    addCategories(['Phone']);
    nameInModel('PER', 'Person');
    nameInModel('MISC', null);
    expect(adaptation().annotated).toEqual(['Place', 'Phone', 'Person']);
    takeBackCategories(['Phone']);
    expect(adaptation().annotated).toEqual(['Place', 'Person']);
  });

  it('gives a category that is picked its own name again', () => {
    nameInModel('PER', 'Person');
    addCategories(['PER']);
    expect(adaptation()).toMatchObject({ newCategories: ['PER'], categoryMap: {} });
  });

  it('takes several changes in a row, each of what the one before made', () => {
    setAdaptation(({ freeze }) => ({ freeze: !freeze }));
    setAdaptation(({ freeze }) => ({ freeze: !freeze, compareWithRandom: true }));
    expect(adaptation()).toMatchObject({ freeze: false, compareWithRandom: true });
  });

  it('does not keep a category as new that goes by another name or is left out', () => {
    addCategories(['PER', 'LOC', 'MISC']);
    nameInModel('PER', 'Person');
    nameInModel('MISC', null);
    expect(adaptation()).toMatchObject({ newCategories: ['LOC'], categoryMap: { PER: 'Person', MISC: null } });
    nameInModel('PER', undefined);
    expect(adaptation().categoryMap).toEqual({ MISC: null });
  });
});

describe('the settings of a new model over a checkpoint', () => {
  it('go by the corpus at hand, but for what was chosen', async () => {
    setStudio(fakeStudio(0));
    setTask('train');
    setArchitecture('bert-tagger');
    setField('patience', 7);
    expect(setup().settings.train).toMatchObject({ epochs: 4, batchSize: 32 });
    await bringCorpus();
    expect(setup().settings.train).toMatchObject({ epochs: 8, batchSize: 32, patience: 7 });
    setArchitecture('bert-crf');
    expect(setup().settings.joint).toMatchObject({ epochs: 8, patience: 8 });
    setTarget(null);
    expect(setup().settings.train).toMatchObject({ epochs: 4, patience: 4 });
  });
});
