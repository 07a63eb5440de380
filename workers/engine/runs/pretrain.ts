/**
 * Pretraining: text → vocabulary where there is none → passages → masked model → loop → encoder. The perplexity of text that
 * is not learned from is measured before the first step and after each epoch.
 */
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { disposeParts } from '../../layers/part.ts';
import { MaskedModel } from '../../pretraining/maskedModel.ts';
import { maskedTraining, stepsOfEpoch } from '../../pretraining/maskedTraining.ts';
import { fineTuningSettings } from '../../protocol/architectures/fineTuning.ts';
import type { EncoderSummary } from '../../protocol/checkpoint.ts';
import type { Splits } from '../../protocol/corpus.ts';
import type { JournalKeeping } from '../../protocol/journal.ts';
import {
  type PerplexityRecord,
  type PretrainingEvent,
  type PretrainingRequest,
  type PretrainingResult,
  pretrainingSchema,
} from '../../protocol/pretraining.ts';
import type { TrainingSettings } from '../../protocol/settings.ts';
import { countPieces } from '../../text/passages.ts';
import { createRandom } from '../../text/random.ts';
import type { RunControl } from '../../training/control.ts';
import { type LoopEvent, type LoopRecord, train } from '../../training/loop.ts';
import type { Device } from '../device.ts';
import type { EncoderShelf } from '../encoderShelf.ts';
import { type Beginning, begin, type PretrainingText, textFor } from './pretrainBeginning.ts';
import { checkedSettings, headAnew, noBetter, stoppedBefore } from './pretrainChecks.ts';
import { type Figures, PretrainingJournal } from './pretrainJournal.ts';
import { goesOn, otherBackend } from './run.ts';

type WithoutRunId<Event> = Event extends unknown ? Omit<Event, 'runId'> : never;
type Emit = (event: WithoutRunId<PretrainingEvent>) => void;

interface PretrainingToPerform {
  readonly id: string;
  readonly request: PretrainingRequest;
  readonly control: RunControl;
  readonly device: Device;
  readonly encoders: EncoderShelf;
  readonly corpus: () => Promise<Splits>;
  readonly onEvent: (event: PretrainingEvent) => void;
  readonly keeping: JournalKeeping | undefined;
}

/** The encoder that comes of it stands on the shelf. @throws GraftError where it cannot be done, or came to nothing. */
export async function performPretraining(run: PretrainingToPerform): Promise<PretrainingResult> {
  const { id, control, device, encoders } = run;
  const request = { ...run.request, settings: checkedSettings(pretrainingSchema, run.request.settings) };
  const emit: Emit = (event) => run.onEvent({ ...event, runId: id } as PretrainingEvent);
  control.onChange = (paused) => emit({ type: paused ? 'paused' : 'resumed' });
  const opened = await device.open();
  const journal = new PretrainingJournal(request, opened.name, run.keeping);
  if (journal.backend !== opened.name) emit({ type: 'warning', problem: otherBackend(journal.backend, opened) });
  const splits = await run.corpus();
  const beginning = begin(request, splits, encoders, (label) => emit({ type: 'phase', label, fraction: 0 }));
  if (beginning.withoutHead) emit({ type: 'warning', problem: headAnew(beginning.withoutHead) });
  const text = textFor(request, splits, beginning);
  emit({
    type: 'started',
    passages: text.learned.length,
    pieces: countPieces(text.learned),
    heldOut: text.measured.length,
    vocabulary: beginning.specification.vocabularySize,
    steps: request.settings.epochs * stepsOfEpoch(text.learned.length, request.settings),
  });
  if (journal.state) {
    const { before, training } = journal.state;
    emit({ type: 'restored', records: [before, ...training.progress.records.map(recordOf)] });
  }
  const endWatch = device.onLoss((error) => control.fail(error));
  try {
    const pretrained = await device.survive(
      async () => {
        control.mend();
        const { name: backend } = await device.open();
        // On a device that cannot be lost nothing has to be kept in memory.
        const keeps = journal.isKept || backend === 'webgpu';
        return pretrain({ request, beginning, text, control, emit, journal, keeps });
      },
      (error, backend) => {
        emit({ type: 'backend', backend });
        emit({ type: 'warning', problem: goesOn(error, backend) });
      },
    );
    const { records, stopped, perplexity, checkpoint } = pretrained;
    const { perplexity: before = Number.NaN } = records[0] ?? {};
    if (perplexity >= before) emit({ type: 'warning', problem: noBetter(before, perplexity) });
    const backend = (await device.open()).name;
    const encoder: EncoderSummary = encoders.add(request.name, checkpoint);
    return { runId: id, encoder, records, perplexity, stopped, seconds: journal.seconds, backend };
  } finally {
    endWatch();
  }
}

interface Pretraining {
  readonly request: PretrainingRequest;
  readonly beginning: Beginning;
  readonly text: PretrainingText;
  readonly control: RunControl;
  readonly emit: Emit;
  readonly journal: PretrainingJournal;
  /** Whether the journal is written. */
  readonly keeps: boolean;
}

async function pretrain({ request, beginning, text, control, emit, journal, keeps }: Pretraining) {
  const { settings, seed } = request;
  const random = createRandom(seed);
  const model = MaskedModel.create(beginning, random.fork('weights'));
  try {
    const afterBatch = async (fraction: number) => {
      emit({ type: 'phase', label: 'Measuring perplexity', fraction });
      await control.betweenSteps();
    };
    const trainable = maskedTraining(model, { ...text, settings, random: random.fork('measured'), afterBatch });
    const measured = async (epoch: number, training: number | null): Promise<PerplexityRecord> => {
      const began = performance.now();
      const perplexity = Math.exp((await trainable.score()).loss);
      return { epoch, perplexity, training, seconds: (performance.now() - began) / 1000 };
    };
    const { state } = journal;
    const before = state?.before ?? (await measured(0, null));
    if (!state) emit({ type: 'measured', best: false, ...before });
    if (control.stopped) throw stoppedBefore();
    const outcome = await train<Figures>({
      trainable,
      settings: loopSettings(beginning, request),
      random: random.fork('training'),
      control,
      report: (event) => tell(event, emit),
      ...(keeps && { checkpoint: (training) => journal.keep({ before, training }) }),
      ...(state && { from: state.training }),
    });
    const epochs = outcome.records.map(recordOf);
    // Stopped within its first epoch: what was learned by then is kept.
    if (outcome.bestEpoch === 0) {
      const partial = await measured(1, null);
      epochs.push(partial);
      emit({ type: 'measured', best: true, ...partial });
    }
    const { perplexity } = epochs[Math.max(outcome.bestEpoch, 1) - 1] as PerplexityRecord;
    const { encoder, head } = await model.weights();
    const checkpoint: Checkpoint = {
      specification: model.encoder.specification,
      weights: encoder,
      texts: beginning.given.texts,
      head: null,
      masked: { activation: beginning.head.activation, weights: head },
      facts: { family: beginning.family, notes: [perplexityInWords(before.perplexity, perplexity)] },
    };
    const stopped: PretrainingResult['stopped'] = outcome.stopped === 'by the user' ? 'by the user' : 'last epoch';
    return { checkpoint, records: [before, ...epochs], perplexity, stopped };
  } finally {
    disposeParts([model]);
  }
}

function loopSettings({ headRate }: Beginning, { settings }: PretrainingRequest): TrainingSettings {
  const { epochs, batchSize, learningRate, warmup, dropout, weightDecay } = settings;
  const chosen = { epochs, batchSize, learningRate, warmup, dropout, weightDecay };
  return { ...fineTuningSettings, ...chosen, patience: epochs, outputRate: headRate };
}

const recordOf = ({ epoch, loss, measured, seconds }: LoopRecord<Figures>): PerplexityRecord => ({
  epoch,
  perplexity: Math.exp(measured.loss),
  training: Math.exp(loss),
  seconds,
});

function tell(event: LoopEvent<Figures>, emit: Emit): void {
  if (event.type === 'warning') emit(event);
  else if (event.type === 'epoch') emit({ type: 'measured', best: event.best, ...recordOf(event.record) });
  else {
    const { loss, sentencesPerSecond, ...told } = event;
    emit({ ...told, perplexity: Math.exp(loss), passagesPerSecond: sentencesPerSecond });
  }
}

const perplexityInWords = (before: number, after: number) =>
  `Pretrained here on raw text: perplexity ${before.toFixed(1)} before, ${after.toFixed(1)} after.`;
