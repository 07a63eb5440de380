import { MantineProvider } from '@mantine/core';
import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { unzipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import type { EncoderSummary } from '../../../workers/protocol/checkpoint.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { encoderZip, startPretraining } from '../../engine/pretraining.ts';
import { setStudio, studio } from '../../engine/studio.ts';
import { useEncoders } from '../../store/encoders.ts';
import { usePretraining } from '../../store/pretraining.ts';
import { emptyPage } from '../../testing.ts';
import { PretrainedEncoder } from './PretrainedEncoder.tsx';

const user = userEvent.setup();
const text = new File(['One sentence. And another.'], 'reports.txt', { type: 'text/plain' });

async function showWithEncoder(stepMilliseconds = 0) {
  setStudio(fakeStudio(stepMilliseconds));
  render(
    <MantineProvider env="test">
      <PretrainedEncoder disabled={false} />
    </MantineProvider>,
  );
  await user.upload(screen.getByLabelText('Files of a checkpoint, or a zip of them'), new File(['{}'], 'minilm.zip'));
  await user.click(await screen.findByRole('button', { name: 'Go on pretraining on my text' }));
}

const atHand = () => useEncoders.getState().encoder as EncoderSummary;
const names = () => useEncoders.getState().encoders.map(({ name }) => name);

beforeEach(emptyPage);

describe('going on with the pretraining of an encoder', () => {
  it('shows perplexity before and after, and leaves an encoder of its own name beside the first', async () => {
    await showWithEncoder();
    await act(() => startPretraining(atHand(), [text]));
    const table = screen.getByRole('table', { name: 'Perplexity of minilm on reports' });
    expect(names()).toEqual(['minilm', 'minilm on reports']);
    const rows = within(table).getAllByRole('row').slice(1);
    expect(rows.map((row) => row.textContent)).toEqual(['before120.0–', '180.088.0', '253.358.7', '335.639.1']);
    screen.getByRole('img', { name: /Perplexity on text that is not learned from: 120 before, 35.6 after epoch 3/ });
    const choice = screen.getByRole('radiogroup', { name: 'A new model begins with' });
    within(choice).getByRole('radio', { name: 'minilm on reports', checked: true });
    await user.click(within(choice).getByRole('radio', { name: 'minilm' }));
    expect(useEncoders.getState().encoder?.name).toBe('minilm');
    // The text is not left among the corpora.
    await expect(studio().corpora.splits('corpus 1')).rejects.toThrow();
    await user.click(screen.getByRole('button', { name: 'Remove the encoder' }));
    await waitFor(() => expect(names()).toEqual(['minilm on reports']));
    expect(useEncoders.getState().encoder?.name).toBe('minilm on reports');
  });

  it('takes the settings that were chosen, and can be stopped', async () => {
    await showWithEncoder(50);
    await user.clear(screen.getByLabelText('Epochs'));
    await user.type(screen.getByLabelText('Epochs'), '90');
    let running = Promise.resolve();
    await act(async () => {
      running = startPretraining(atHand(), [text]);
    });
    await user.click(screen.getByRole('button', { name: 'Stop pretraining' }));
    await act(() => running);
    expect(usePretraining.getState().run.status).toBe('idle');
    expect(usePretraining.getState().run).toMatchObject({ epochs: 90, problem: null });
    expect(usePretraining.getState().run.records.length).toBeLessThan(90);
    expect(names()).toHaveLength(2);
  });

  it('says why it came to nothing', async () => {
    await showWithEncoder();
    await act(() => startPretraining(atHand(), [new File([''], 'empty.txt')]));
    const alert = screen.getByRole('alert', { name: 'The pretraining came to nothing' });
    expect(alert.textContent).not.toBe('');
    expect(names()).toEqual(['minilm']);
  });

  it('gives a zip of a folder', async () => {
    await showWithEncoder();
    const zip = await act(() => encoderZip(atHand(), 'mine'));
    expect(Object.keys(unzipSync(zip ?? new Uint8Array()))).toEqual(['mine/config.json']);
  });
});
