import { beforeEach, describe, expect, it } from 'vitest';
import { blstm } from '../../workers/protocol/architectures/blstm.ts';
import { runConfigurationSchema } from '../../workers/protocol/configuration.ts';
import type { ModelSummary } from '../../workers/protocol/engine.ts';
import { commonSettings } from '../../workers/protocol/settings.ts';
import { adaptFrom, configurationOf, setArchitecture, setField, setTask, useSetup } from './setup.ts';

const model = {
  settings: { ...commonSettings, learningRate: 0.004, epochs: 7 },
  history: [],
} as unknown as ModelSummary;
const setup = () => useSetup.getState();

beforeEach(() => useSetup.setState(useSetup.getInitialState(), true));

describe('what is set up', () => {
  it('makes a configuration of either task that the schema takes', () => {
    for (const task of ['train', 'adapt'] as const) {
      setTask(task);
      const configuration = configurationOf(setup());
      expect(runConfigurationSchema.parse(configuration)).toEqual(configuration);
      expect(configuration.task).toBe(task);
    }
  });

  it('keeps the settings of one task while the other is set up', () => {
    setTask('train');
    setField('learningRate', 0.01);
    adaptFrom(model);
    expect(configurationOf(setup()).settings).toMatchObject({ learningRate: 0.002, epochs: 7 });
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
