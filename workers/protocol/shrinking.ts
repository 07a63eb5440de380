/**
 * A smaller encoder out of one that there is, by raw text: the pieces that the text uses most, fewer layers, and what it
 * unlearned by that learned again from the whole one. What can be set, what is asked of the engine, what it tells meanwhile.
 */
import type { BackendName } from './backend.ts';
import type { EncoderSummary } from './checkpoint.ts';
import type { CorpusReference } from './engine.ts';
import { defaultsOf, type Fields, schemaOf, type ValuesOf } from './fields.ts';
import type { JournalKeeping } from './journal.ts';
import { type PretrainingEngine, pretrainingFields, type RawTextEvent, type RawTextStep } from './pretraining.ts';

export const shrinkingFields = {
  pieces: {
    kind: 'integer',
    label: 'Pieces that are kept',
    help: 'The most frequent of the text, with all special ones and single characters; 0 keeps all.',
    default: 10_000,
    minimum: 0,
    maximum: 10_000_000,
    paper: 'Abdaoui, Pradel and Sigel 2020',
  },
  layers: {
    kind: 'integer',
    label: 'Layers that are kept',
    help: 'Evenly spaced, the last among them; 0 keeps all.',
    default: 0,
    minimum: 0,
    maximum: 128,
    paper: 'Sanh et al. 2019; Sajjad et al. 2023',
  },
  steps: {
    kind: 'integer',
    label: 'Steps of distillation',
    help: 'So often it learns from the states of the whole encoder; 0: it is cut, and learns nothing.',
    default: 0,
    minimum: 0,
    maximum: 1_000_000,
    paper: 'Hinton, Vinyals and Dean 2015; by states Jiao et al. 2020',
  },
  batchSize: pretrainingFields.batchSize,
  passageLength: pretrainingFields.passageLength,
  learningRate: {
    ...pretrainingFields.learningRate,
    help: 'Size of an AdamW step at its largest: it rises over the warm-up and then falls to 0.',
    default: 3e-4,
  },
} as const satisfies Fields;

export type ShrinkingSettings = ValuesOf<typeof shrinkingFields>;
export const shrinkingDefaults: ShrinkingSettings = defaultsOf(shrinkingFields);
export const shrinkingSchema = schemaOf(shrinkingFields);

export interface ShrinkingRequest {
  /** The id of a pretrained encoder. */
  readonly encoder: string;
  /** Its training text: by it the pieces are chosen, and from it is learned. */
  readonly corpus: CorpusReference;
  readonly settings: ShrinkingSettings;
  readonly seed: number;
  /** What the result is called. */
  readonly name: string;
}

/** How far its states are from the whole encoder's. */
export interface StateErrorRecord {
  /** 0 is before the first step. */
  readonly epoch: number;
  /** Mean squared error of a number of a piece's last state, on text that is not learned from. */
  readonly error: number;
  /** On what is learned from, in that epoch; null before the first one. */
  readonly training: number | null;
  readonly seconds: number;
}

export type ShrinkingEvent =
  | RawTextEvent
  | ({ readonly runId: string } & (
      | {
          readonly type: 'distilling';
          readonly passages: number;
          /** Passages that the error is measured on. */
          readonly heldOut: number;
          readonly steps: number;
        }
      | (RawTextStep & {
          /** On what is learned from, in the steps since the last event. */
          readonly error: number;
        })
      | ({ readonly type: 'measured'; readonly best: boolean } & StateErrorRecord)
      /** It goes on from its journal, after what was measured then. */
      | { readonly type: 'restored'; readonly records: readonly StateErrorRecord[] }
    ));

export interface ShrinkingResult {
  readonly runId: string;
  readonly encoder: EncoderSummary;
  /** Numbers that learn, of the whole encoder. */
  readonly parametersBefore: number;
  /** Rows of the table of pieces. */
  readonly pieces: { readonly before: number; readonly after: number };
  /** Places of those that were kept, from 1, and how many there were. */
  readonly layers: { readonly before: number; readonly kept: readonly number[] };
  /** Shares of the text, 0 to 1: of its pieces those that were kept, of its words those that are cut as before. */
  readonly coverage: { readonly pieces: number; readonly words: number };
  /** Empty where nothing was learned; the first one was measured before the first step. */
  readonly records: readonly StateErrorRecord[];
  /** Of the encoder that came out; null where nothing was learned. */
  readonly error: number | null;
  readonly stopped: 'last epoch' | 'by the user';
  readonly seconds: number;
  readonly backend: BackendName;
}

/** An engine that makes encoders from encoders. A shrinking is a run: it is paused, resumed and stopped as any other. */
export interface ShrinkingEngine extends PretrainingEngine {
  /** The encoder that comes of it stands beside the one that it was cut from. */
  shrink(
    request: ShrinkingRequest,
    onEvent: (event: ShrinkingEvent) => void,
    keeping?: JournalKeeping,
  ): Promise<ShrinkingResult>;
}
