/**
 * Going on with the pretraining of an encoder on the user's own raw text (domain-adaptive pretraining, Gururangan et al.
 * 2020), or beginning one from nothing: what can be set, what is asked of the engine, and what it tells meanwhile.
 */
import type { BackendInfo, BackendName } from './backend.ts';
import type { CheckpointFile, EncoderSummary, StoredNumbers } from './checkpoint.ts';
import { transformerEncoder } from './encoders/transformer.ts';
import type { CorpusReference } from './engine.ts';
import type { Problem } from './errors.ts';
import { defaultsOf, type Fields, schemaOf, type ValuesOf } from './fields.ts';
import type { JournalKeeping } from './journal.ts';
import type { EncoderSpecifications } from './specification.ts';

export const pretrainingFields = {
  masking: {
    kind: 'choice',
    label: 'Masking',
    help: 'What has to be guessed: 15 % of the pieces, chosen one by one, or spans of up to ten words.',
    default: 'tokens',
    choices: [
      { value: 'tokens', label: 'single pieces' },
      { value: 'spans', label: 'spans of words' },
    ],
    paper: 'Devlin et al. 2019; for spans Joshi et al. 2020 and paper 4',
  },
  epochs: {
    kind: 'integer',
    label: 'Epochs',
    help: 'Perplexity is measured after each; the best one is kept.',
    default: 3,
    minimum: 1,
    maximum: 10_000,
  },
  steps: {
    kind: 'integer',
    label: 'Steps of an epoch',
    help: 'At most so many, drawn anew from the text each time; 0 is all of the text.',
    default: 0,
    minimum: 0,
    maximum: 1_000_000,
  },
  batchSize: {
    kind: 'integer',
    label: 'Batch size',
    help: 'Passages in one training step.',
    default: 16,
    minimum: 1,
    maximum: 1024,
  },
  passageLength: {
    kind: 'integer',
    label: 'Pieces of a passage',
    help: 'Neighbouring sentences are read together, as many as fit into a passage.',
    default: 128,
    minimum: 8,
    maximum: 8192,
  },
  learningRate: {
    kind: 'number',
    label: 'Learning rate',
    help: 'Size of an AdamW step at its largest: it rises over the warm-up and then falls to 0. From nothing 0.001 is better.',
    default: 1e-4,
    minimum: 0,
    maximum: 1,
  },
  warmup: {
    kind: 'number',
    label: 'Warm-up',
    help: 'Share of all steps in which the learning rate rises from 0 first.',
    default: 0.06,
    minimum: 0,
    maximum: 0.9,
  },
  dropout: {
    kind: 'number',
    label: 'Dropout',
    help: 'Share of the states that is left out at random in each training step.',
    default: 0.1,
    minimum: 0,
    maximum: 0.95,
  },
  weightDecay: {
    kind: 'number',
    label: 'Weight decay',
    help: 'How fast AdamW draws weights towards 0.',
    default: 0.01,
    minimum: 0,
    maximum: 1,
  },
} as const satisfies Fields;

export type PretrainingSettings = ValuesOf<typeof pretrainingFields>;
export type MaskingKind = PretrainingSettings['masking'];
export const pretrainingDefaults: PretrainingSettings = defaultsOf(pretrainingFields);
export const pretrainingSchema = schemaOf(pretrainingFields);

/** What begins from nothing learns at this rate by default. */
export const rateFromNothing = 1e-3;

/** Sizes that a tab can train from nothing: BERT-Mini's (Turc et al. 2019), with a vocabulary that fits a small text. */
export const freshSpecification: EncoderSpecifications['transformer'] = {
  kind: 'transformer',
  ...defaultsOf(transformerEncoder.fields),
  vocabularySize: 8192,
};

/** An encoder that begins from nothing: its sizes, and how its vocabulary is made from the text. */
export interface FreshEncoder {
  /** Its vocabulary's size is what the text gives, at most this one's. */
  readonly specification: EncoderSpecifications['transformer'];
  /** Whether capital letters are read as small ones. */
  readonly lowercase: boolean;
}

export interface PretrainingRequest {
  /** The id of a pretrained encoder. */
  readonly encoder: string | FreshEncoder;
  /** Its text is learned from; where it has dev sentences, perplexity is measured on them. */
  readonly corpus: CorpusReference;
  readonly settings: PretrainingSettings;
  readonly seed: number;
  /** What the result is called. */
  readonly name: string;
}

/** What is measured after each epoch. */
export interface PerplexityRecord {
  /** 0 is before the first one. */
  readonly epoch: number;
  /** e to the mean loss of a masked piece on text that is not learned from, with the same masks each time. */
  readonly perplexity: number;
  /** On what is learned from, in that epoch; null before the first one. */
  readonly training: number | null;
  readonly seconds: number;
}

/** How far a run over raw text is. */
export interface RawTextStep {
  readonly type: 'step';
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
  readonly passagesPerSecond: number;
  readonly secondsLeft: number;
}

/** What every run over raw text tells beside its figures. */
export type RawTextEvent = { readonly runId: string } & (
  | { readonly type: 'phase'; readonly label: string; readonly fraction: number }
  | { readonly type: 'paused' | 'resumed' }
  | { readonly type: 'backend'; readonly backend: BackendInfo }
  | { readonly type: 'warning'; readonly problem: Problem }
);

export type PretrainingEvent =
  | RawTextEvent
  | ({ readonly runId: string } & (
      | {
          readonly type: 'started';
          readonly passages: number;
          readonly pieces: number;
          /** Passages that perplexity is measured on. */
          readonly heldOut: number;
          /** Rows of the table of pieces. */
          readonly vocabulary: number;
          readonly steps: number;
        }
      | (RawTextStep & {
          /** On what is learned from, in the steps since the last event. */
          readonly perplexity: number;
        })
      | ({ readonly type: 'measured'; readonly best: boolean } & PerplexityRecord)
      /** It goes on from its journal, after what was measured then. */
      | { readonly type: 'restored'; readonly records: readonly PerplexityRecord[] }
    ));

export interface PretrainingResult {
  readonly runId: string;
  readonly encoder: EncoderSummary;
  /** The first one was measured before the first step. */
  readonly records: readonly PerplexityRecord[];
  /** Of the encoder that came out. */
  readonly perplexity: number;
  readonly stopped: 'last epoch' | 'by the user';
  readonly seconds: number;
  readonly backend: BackendName;
}

/** The part of the engine that pretrains. A pretraining is a run: it is paused, resumed and stopped as any other. */
export interface PretrainingEngine {
  /** The encoder that comes of it stands beside the one that it began with. */
  pretrain(
    request: PretrainingRequest,
    onEvent: (event: PretrainingEvent) => void,
    keeping?: JournalKeeping,
  ): Promise<PretrainingResult>;
  /**
   * As a folder that transformers loads: with its head for masked pieces where it has one.
   * @param numbers in single precision where nothing is said; for eight bits transformers wants the package compressed-tensors.
   */
  exportEncoder(encoderId: string, numbers?: StoredNumbers): Promise<readonly CheckpointFile[]>;
}
