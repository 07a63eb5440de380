import { MantineProvider } from '@mantine/core';
import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { bertTagger } from '../../../workers/protocol/architectures/bertTagger.ts';
import { runConfigurationSchema } from '../../../workers/protocol/configuration.ts';
import { commonSettings } from '../../../workers/protocol/settings.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { setStudio } from '../../engine/studio.ts';
import { configurationOf, setArchitecture, setField, setTask, useSetup } from '../../store/setup.ts';
import { bringModel, emptyPage } from '../../testing.ts';
import { TrainingSettings } from './TrainingSettings.tsx';

async function show() {
  render(
    <MantineProvider env="test">
      <TrainingSettings />
    </MantineProvider>,
  );
  if (!screen.queryByLabelText('Learning rate')) {
    await userEvent.click(screen.getByRole('button', { name: 'Training settings' }));
    await screen.findByLabelText('Learning rate');
  }
}

const input = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
const settings = () => useSetup.getState().settings;

beforeEach(emptyPage);

describe('the training settings', () => {
  it('show how it is trained, not what shapes it', async () => {
    setTask('train');
    await show();
    expect(input('Learning rate').value).toBe(String(commonSettings.learningRate));
    expect(screen.queryByLabelText('Word hidden size')).toBeNull();
  });

  it('offer adapters over a pretrained encoder alone, and what belongs to them once they have a rank', async () => {
    setTask('train');
    await show();
    expect(screen.queryByLabelText('Rank of adapters (LoRA)')).toBeNull();
    act(() => setArchitecture(bertTagger.name));
    expect(input('Scale of adapters').disabled).toBe(true);
    await userEvent.clear(input('Rank of adapters (LoRA)'));
    await userEvent.type(input('Rank of adapters (LoRA)'), '8');
    expect(settings().train.loraRank).toBe(8);
    expect(input('Scale of adapters').disabled).toBe(false);
  });

  it('warn of a high rate and lead back to the default', async () => {
    setTask('train');
    await show();
    const rate = input('Learning rate');
    await userEvent.clear(rate);
    await userEvent.type(rate, '0.5');
    expect(settings().train.learningRate).toBe(0.5);
    expect(screen.getAllByText(/high learning rate for Adam/)).toHaveLength(1);
    await userEvent.click(
      screen.getByRole('button', { name: `Learning rate: back to ${commonSettings.learningRate}` }),
    );
    expect(settings().train.learningRate).toBe(commonSettings.learningRate);
  });

  it('say how much is learned from where a model is trained, and the run takes it', async () => {
    setTask('train');
    await show();
    const rate = input('Labelling rate');
    expect(rate.value).toBe('1');
    expect(configurationOf(useSetup.getState())).not.toHaveProperty('labellingRate');
    await userEvent.clear(rate);
    await userEvent.type(rate, '0.1');
    const configuration = configurationOf(useSetup.getState());
    expect(configuration).toMatchObject({ task: 'train', labellingRate: 0.1 });
    expect(runConfigurationSchema.parse(configuration)).toEqual(configuration);
    // Of nothing at all nothing is learned: it becomes the least that there is.
    await userEvent.clear(rate);
    await userEvent.type(rate, '0');
    await userEvent.tab();
    expect(rate.value).toBe('0.0001');
    act(() => setTask('adapt'));
    expect(screen.queryByLabelText('Labelling rate')).toBeNull();
  });

  it('of an adaptation lead back to what suits the source model', async () => {
    setStudio(fakeStudio(0));
    await bringModel('source');
    setField('learningRate', 0.005);
    await show();
    await userEvent.click(screen.getByRole('button', { name: 'Learning rate: back to 0.001' }));
    expect(settings().adapt.learningRate).toBe(0.001);
    expect(settings().train.learningRate).toBe(0.002);
  });

  it('do not take a value outside the bounds', async () => {
    await show();
    const epochs = input('Epochs');
    await userEvent.clear(epochs);
    await userEvent.type(epochs, '0');
    await userEvent.tab();
    expect(settings().adapt.epochs).toBeGreaterThanOrEqual(1);
  });

  it('are shut, with the reason, where they have no effect', async () => {
    await show();
    for (const label of ['Momentum', 'Weight decay', 'Batch size in tokens']) expect(input(label).disabled).toBe(true);
    expect(screen.getAllByText(/Has no effect with Adam\./)).toHaveLength(2);
    expect(input('Batch size').disabled).toBe(false);
  });
});
