/** Going on with an encoder's pretraining on a text of the user's, from the page. Its events land in `store/pretraining.ts`. */
import { zipSync } from 'fflate';
import type { EncoderSummary } from '../../workers/protocol/checkpoint.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import type { PretrainingEvent } from '../../workers/protocol/pretraining.ts';
import { useBackend } from '../store/backend.ts';
import { freeEncoderName, keepEncoder } from '../store/encoders.ts';
import { changePretraining, noPretraining, takePretrainingEvents, usePretraining } from '../store/pretraining.ts';
import { takeEncoderSizes, useSetup } from '../store/setup.ts';
import { pacedEvents } from './pacedEvents.ts';
import { readFile } from './readFile.ts';
import { studio } from './studio.ts';

/** Resolves when it has ended; failures stand in the store. The encoder that comes of it is the chosen one then. */
export async function startPretraining(encoder: EncoderSummary, files: readonly File[]): Promise<void> {
  const text = files.length === 1 ? (files[0]?.name ?? '') : `${files.length} files`;
  const name = freeEncoderName(`${encoder.name} on ${text.replace(/\.\w+$/, '')}`);
  const { settings } = usePretraining.getState();
  const { epochs } = settings;
  const reading = { label: `Reading ${text}`, fraction: 0, secondsLeft: null };
  usePretraining.setState({ run: { ...noPretraining, status: 'running', name, text, epochs, progress: reading } });
  const { corpora, engine } = studio();
  let corpusId: string | null = null;
  // The last word may arrive after the result, on another port.
  let ended = false;
  const handOn = (events: readonly PretrainingEvent[]) => {
    if (!ended) take(events);
  };
  // Epochs of a small text are over in no time.
  const pace = pacedEvents(handOn, ({ type }) => type === 'step' || type === 'phase' || type === 'measured');
  try {
    const read = await Promise.all(
      files.map(async (file) => ({ name: file.name, bytes: await readFile(file), part: 'train' as const })),
    );
    const corpus = await corpora.importCorpus(text, read, { whole: true, passing: true });
    corpusId = corpus.id;
    const { id, revision } = corpus;
    const request = { encoder: encoder.id, corpus: { id, revision }, settings, seed: useSetup.getState().seed, name };
    const result = await engine.pretrain(request, pace.take);
    pace.flush();
    ended = true;
    keepEncoder(result.encoder);
    takeEncoderSizes();
    changePretraining({ records: result.records });
  } catch (thrown) {
    pace.flush();
    ended = true;
    changePretraining({ problem: problemFrom(thrown) });
  } finally {
    if (corpusId !== null) await corpora.removeCorpus(corpusId).catch(() => {});
    changePretraining({ status: 'idle', progress: null });
  }
}

function take(events: readonly PretrainingEvent[]): void {
  takePretrainingEvents(events);
  for (const event of events) {
    if (event.type === 'backend') useBackend.setState({ info: event.backend });
    // Stop was pressed before there was a run to be named.
    if (event.type === 'started' && usePretraining.getState().run.status === 'stopping') void stopPretraining();
  }
}

/** After the step at hand; what was learned by then is kept. */
export async function stopPretraining(): Promise<void> {
  const { runId } = usePretraining.getState().run;
  changePretraining({ status: 'stopping' });
  if (runId === null) return;
  try {
    await studio().engine.stop(runId);
  } catch (thrown) {
    changePretraining({ problem: problemFrom(thrown) });
  }
}

/** A folder of this name that transformers loads, in a zip. @returns null where it could not be written; why stands in the store. */
export async function encoderZip({ id }: EncoderSummary, folder: string): Promise<Uint8Array | null> {
  try {
    const files = await studio().engine.exportEncoder(id);
    // Numbers do not pack, and would take their time.
    return zipSync(Object.fromEntries(files.map(({ path, bytes }) => [`${folder}/${path}`, bytes])), { level: 0 });
  } catch (thrown) {
    changePretraining({ problem: problemFrom(thrown) });
    return null;
  }
}
