/**
 * Pretraining: text → vocabulary where there is none → passages → masked model → loop → encoder. The perplexity of text that
 * is not learned from is measured before the first step and after each epoch.
 */
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { disposeParts } from '../../layers/part.ts';
import { MaskedModel } from '../../pretraining/maskedModel.ts';
import { maskedTraining } from '../../pretraining/maskedTraining.ts';
import { stepsOfEpoch } from '../../pretraining/passageTraining.ts';
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
import { countPieces } from '../../text/passages.ts';
import { createRandom } from '../../text/random.ts';
import type { RunControl } from '../../training/control.ts';
import type { Device } from '../device.ts';
import type { EncoderShelf } from '../encoderShelf.ts';
import { type Beginning, begin, type PretrainingText, textFor } from './pretrainBeginning.ts';
import { checkedSettings, headAnew, noBetter } from './pretrainChecks.ts';
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

interface PretrainingToPerform {
  readonly id: string;
  readonly request: PretrainingRequest;
  readonly control: RunControl;
  readonly device: Device;
  readonly encoders: EncoderShelf;
  readonly corpus: () => Promise<Splits>;
  readonly keeping: JournalKeeping | undefined;
  readonly onEvent: (event: PretrainingEvent) => void;
}

/** The encoder that comes of it stands on the shelf. @throws GraftError where it cannot be done, or came to nothing. */
export async function performPretraining(run: PretrainingToPerform): Promise<PretrainingResult> {
  const { id, control, device, encoders } = run;
  const request = { ...run.request, settings: checkedSettings(pretrainingSchema, run.request.settings, 'pretraining') };
  const emit: Emit<PretrainingEvent> = (event) => run.onEvent({ ...event, runId: id } as PretrainingEvent);
  control.onChange = (paused) => emit({ type: paused ? 'paused' : 'resumed' });
  const journal = await openTextJournal(request, run.keeping, { device, emit });
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
  if (journal.state) emit({ type: 'restored', records: recordsOf(journal.state).map(perplexityRecord) });
  const pretrained = await survivingLoss({ control, device, emit, journal }, (keptIn) =>
    pretrain({ request, beginning, text, control, emit }, keptIn),
  );
  const { records, stopped, perplexity, checkpoint } = pretrained;
  const { perplexity: before = Number.NaN } = records[0] ?? {};
  if (perplexity >= before) emit({ type: 'warning', problem: noBetter(before, perplexity) });
  const backend = (await device.open()).name;
  const encoder: EncoderSummary = encoders.add(request.name, checkpoint);
  const { seconds } = journal;
  return { runId: id, encoder, records, perplexity, stopped, seconds, backend };
}

interface Pretraining {
  readonly request: PretrainingRequest;
  readonly beginning: Beginning;
  readonly text: PretrainingText;
  readonly control: RunControl;
  readonly emit: Emit<PretrainingEvent>;
}

async function pretrain({ request, beginning, text, control, emit }: Pretraining, journal: TextJournal | null) {
  const { settings, seed } = request;
  const random = createRandom(seed);
  const model = MaskedModel.create(beginning, random.fork('weights'));
  try {
    const afterBatch = async (fraction: number) => {
      emit({ type: 'phase', label: 'Measuring perplexity', fraction });
      await control.betweenSteps();
    };
    const trained = await trainOnText(
      {
        trainable: maskedTraining(model, { ...text, settings, random: random.fork('measured'), afterBatch }),
        settings: loopSettings(settings, beginning.headRate),
        random: random.fork('training'),
        control,
        what: 'pretraining',
        report: (event) => emit(inPerplexity(event)),
      },
      journal,
    );
    const records = trained.records.map(perplexityRecord);
    const perplexity = Math.exp(trained.loss);
    const { encoder, head } = await model.weights();
    const checkpoint: Checkpoint = {
      specification: model.encoder.specification,
      weights: encoder,
      texts: beginning.given.texts,
      head: null,
      masked: { activation: beginning.head.activation, weights: head },
      facts: { family: beginning.family, notes: [inWords(records[0]?.perplexity ?? Number.NaN, perplexity)] },
    };
    return { checkpoint, records, perplexity, stopped: trained.stopped };
  } finally {
    disposeParts([model]);
  }
}

const perplexityRecord = ({ loss, training, ...rest }: LossRecord): PerplexityRecord => ({
  ...rest,
  perplexity: Math.exp(loss),
  training: training === null ? null : Math.exp(training),
});

function inPerplexity(event: TextTrainingEvent): Parameters<Emit<PretrainingEvent>>[0] {
  if (event.type === 'warning') return event;
  if (event.type === 'measured') return { type: event.type, best: event.best, ...perplexityRecord(event) };
  const { loss, ...rest } = event;
  return { ...rest, perplexity: Math.exp(loss) };
}

const inWords = (before: number, after: number) =>
  `Pretrained here on raw text: perplexity ${before.toFixed(1)} before, ${after.toFixed(1)} after.`;
