/**
 * A smaller encoder: text → the pieces that it uses → fewer rows and fewer layers → and, where it is asked for, the states of the
 * whole encoder learned again. Their error on text that is not learned from is measured before the first step and after each epoch.
 */
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { cutEncoder, evenlySpaced } from '../../checkpoint/cutEncoder.ts';
import { stepsOfEpoch } from '../../pretraining/passageTraining.ts';
import { StateDistillation } from '../../pretraining/stateDistillation.ts';
import type { Splits } from '../../protocol/corpus.ts';
import type { JournalKeeping } from '../../protocol/journal.ts';
import { pretrainingDefaults } from '../../protocol/pretraining.ts';
import {
  type ShrinkingEvent,
  type ShrinkingRequest,
  type ShrinkingResult,
  type ShrinkingSettings,
  type StateErrorRecord,
  shrinkingSchema,
} from '../../protocol/shrinking.ts';
import { sentencesOf } from '../../text/examples.ts';
import { heldOut, wordPassages } from '../../text/passages.ts';
import { createPieceTokenizer, type PieceTokenizer } from '../../text/pieces/pieceTokenizer.ts';
import { countSpellings, countUse, coverageOf } from '../../text/pieces/pieceUse.ts';
import { trimPieces } from '../../text/pieces/trimPieces.ts';
import { createRandom } from '../../text/random.ts';
import type { RunControl } from '../../training/control.ts';
import type { Device } from '../device.ts';
import type { EncoderShelf, NamedEncoder } from '../encoderShelf.ts';
import { checkedSettings, tooLittleText } from './pretrainChecks.ts';
import { emptyText, noNearer, tooManyLayers } from './shrinkChecks.ts';
import type { TextJournal } from './textJournal.ts';
import {
  type Emit,
  type LossRecord,
  loopSettings,
  openTextJournal,
  recordsOf,
  survivingLoss,
  type TextTrainingEvent,
  trainOnText,
} from './textTraining.ts';

interface ShrinkingToPerform {
  readonly id: string;
  readonly request: ShrinkingRequest;
  readonly control: RunControl;
  readonly device: Device;
  readonly encoders: EncoderShelf;
  readonly corpus: () => Promise<Splits>;
  readonly keeping: JournalKeeping | undefined;
  readonly onEvent: (event: ShrinkingEvent) => void;
}

/** The encoder that comes of it stands on the shelf. @throws GraftError where it cannot be done, or came to nothing. */
export async function performShrinking(run: ShrinkingToPerform): Promise<ShrinkingResult> {
  const { id, control, device, encoders } = run;
  const request = { ...run.request, settings: checkedSettings(shrinkingSchema, run.request.settings, 'shrinking') };
  const emit: Emit<ShrinkingEvent> = (event) => run.onEvent({ ...event, runId: id } as ShrinkingEvent);
  control.onChange = (paused) => emit({ type: paused ? 'paused' : 'resumed' });
  const journal = await openTextJournal(request, run.keeping, { device, emit });
  const whole = encoders.get(request.encoder);
  const splits = await run.corpus();
  emit({ type: 'phase', label: 'Counting the pieces of the text', fraction: 0 });
  const { small, ...cut } = cutBy(splits, whole, request);
  const passages = request.settings.steps > 0 ? passagesFor(splits, small, whole, request) : null;
  if (journal.state) emit({ type: 'restored', records: recordsOf(journal.state).map(errorRecord) });
  const distilled =
    passages &&
    (await survivingLoss({ control, device, emit, journal }, (keptIn) =>
      distil({ request, small, whole, passages, control, emit }, keptIn),
    ));
  const records = distilled?.records ?? [];
  const error = distilled?.error ?? null;
  const before = records[0]?.error ?? Number.NaN;
  if (error !== null && error >= before) emit({ type: 'warning', problem: noNearer(before, error) });
  const { name: backend } = await device.open();
  const encoder = encoders.add(request.name, {
    ...small,
    weights: distilled?.weights ?? small.weights,
    head: null,
    facts: { family: whole.family, notes: [] },
  });
  const parametersBefore = Object.values(whole.weights).reduce((sum, { values }) => sum + values.length, 0);
  const stopped = distilled?.stopped ?? 'last epoch';
  const { seconds } = journal;
  return { runId: id, encoder, parametersBefore, ...cut, records, error, stopped, seconds, backend };
}

type SmallEncoder = Pick<Checkpoint, 'specification' | 'weights' | 'texts' | 'masked'>;

const tokenizerOf = ({ texts }: Pick<Checkpoint, 'texts'>) => createPieceTokenizer(texts['tokenizer.files'] ?? []);

/** @throws GraftError where the text has no words, or what is to be kept does not go with the encoder. */
function cutBy({ train }: Splits, whole: NamedEncoder, { settings, name }: ShrinkingRequest) {
  const { specification, texts } = whole;
  const spellings = countSpellings(sentencesOf(train).flat());
  if (spellings.size === 0) throw emptyText(name);
  if (settings.layers > specification.layers) throw tooManyLayers(settings.layers, specification.layers);
  const layers = evenlySpaced(specification.layers, settings.layers || specification.layers);
  const before = tokenizerOf(whole);
  const trimmed =
    settings.pieces > 0 && settings.pieces < before.size
      ? trimPieces(texts['tokenizer.files'] ?? [], countUse(spellings, before), settings.pieces)
      : null;
  const small: SmallEncoder = cutEncoder(whole, trimmed, layers);
  return {
    small,
    pieces: { before: specification.vocabularySize, after: small.specification.vocabularySize },
    layers: { before: specification.layers, kept: layers.map((place) => place + 1) },
    coverage: trimmed ? coverageOf(spellings, before, tokenizerOf(small), trimmed.kept) : { pieces: 1, words: 1 },
  };
}

interface Passages {
  readonly learned: readonly (readonly string[])[];
  readonly measured: readonly (readonly string[])[];
}

/** Of a length that both encoders can read. @throws GraftError where there is nothing to learn from, or to measure on. */
function passagesFor(
  { train }: Splits,
  small: SmallEncoder,
  whole: NamedEncoder,
  { settings, seed, name }: ShrinkingRequest,
): Passages {
  const tokenizers: readonly PieceTokenizer[] = [small, whole].map(tokenizerOf);
  const sizeOf = (word: string) => Math.max(...tokenizers.map(({ piecesOf }) => piecesOf(word).ids.length));
  const passages = wordPassages(train, sizeOf, Math.min(settings.passageLength, whole.specification.maximumLength));
  if (passages.length < 2) throw tooLittleText(name);
  return heldOut(passages, createRandom(seed).fork('held out'));
}

interface Distilling {
  readonly request: ShrinkingRequest;
  readonly small: SmallEncoder;
  readonly whole: NamedEncoder;
  readonly passages: Passages;
  readonly control: RunControl;
  readonly emit: Emit<ShrinkingEvent>;
}

async function distil({ request, small, whole, passages, control, emit }: Distilling, journal: TextJournal | null) {
  const { settings, seed } = request;
  const random = createRandom(seed);
  const epochs = epochsFor(passages.learned.length, settings);
  emit({
    type: 'distilling',
    passages: passages.learned.length,
    heldOut: passages.measured.length,
    steps: epochs.epochs * epochs.steps,
  });
  const distillation = StateDistillation.create(small, whole);
  try {
    const trained = await trainOnText(
      {
        trainable: distillation.training({
          ...passages,
          epoch: { batchSize: settings.batchSize, steps: epochs.steps },
          random: random.fork('measured'),
          afterBatch: async (fraction) => {
            emit({ type: 'phase', label: 'Measuring the error of states', fraction });
            await control.betweenSteps();
          },
        }),
        // The states are matched as they are in use: what is left out at random would be learned as well.
        settings: loopSettings({ ...pretrainingDefaults, ...settings, epochs: epochs.epochs, dropout: 0 }, 1),
        random: random.fork('training'),
        control,
        what: 'shrinking',
        report: (event) => emit(asError(event)),
      },
      journal,
    );
    const records = trained.records.map(errorRecord);
    return { weights: await distillation.weights(), records, error: trained.loss, stopped: trained.stopped };
  } finally {
    distillation.dispose();
  }
}

/** The steps in equal epochs, none of which is longer than the text. */
function epochsFor(passages: number, { batchSize, steps }: ShrinkingSettings) {
  const epochs = Math.ceil(steps / stepsOfEpoch(passages, { batchSize, steps: 0 }));
  return { epochs, steps: Math.ceil(steps / epochs) };
}

const errorRecord = ({ loss, ...rest }: LossRecord): StateErrorRecord => ({ ...rest, error: loss });

function asError(event: TextTrainingEvent): Parameters<Emit<ShrinkingEvent>>[0] {
  if (event.type === 'warning') return event;
  if (event.type === 'measured') return { type: event.type, best: event.best, ...errorRecord(event) };
  const { loss, ...rest } = event;
  return { ...rest, error: loss };
}
