/**
 * How much memory the training of a tagger over a transformer takes, worked out beforehand from what shapes it: so that it can be
 * said, and something be done about it, before anything is allocated. Four bytes a number.
 */
import type { TrainingSettings } from '../protocol/settings.ts';
import type { EncoderSpecifications } from '../protocol/specification.ts';

type Specification = EncoderSpecifications['transformer'];

/** Bytes. */
export interface TrainingMemory {
  readonly weights: number;
  /** What the optimizer remembers. */
  readonly moments: number;
  readonly gradients: number;
  /** What a step holds of its batch at its peak: all that the forward pass gave, and the gradients of all that. */
  readonly activations: number;
  /** What frozen layers made of the sentences, which is kept for the next epoch. */
  readonly frozenStates: number;
  /** All of these. */
  readonly total: number;
}

/**
 * Layers that would hold more than this of a batch until the step ends are computed again in the backward pass: 1.5 GB. A base-size
 * model has 2 GB without a batch, and a page 4.
 */
export const mostBytesForBackward = 1.5 * 2 ** 30;

/** What frozen layers make of a sentence is kept within this: 256 MB. */
export const mostFrozenBytes = 256 * 2 ** 20;

/**
 * About how many numbers tfjs holds of a layer until a step ends: every result, and the gradient of every result.
 * @param rows pieces of the batch.
 */
export function heldOfLayer({ hiddenSize, intermediateSize, gated }: Specification, rows: number): number {
  return rows * (27 * hiddenSize + (gated ? 6 : 4) * intermediateSize);
}

export interface TrainingLoad {
  /** Pieces of the largest batch: at most its sentences times the pieces of the longest one. */
  readonly rows: number;
  /** Of all training and dev sentences. */
  readonly pieces: number;
  /** Different pieces of the training sentences: of the table of pieces so many rows learn. */
  readonly differentPieces: number;
}

/**
 * The output is left out, which is small beside an encoder: a CRF or LANER's head takes some more. So is the table of pieces but for
 * the rows that learn: the host has it, once for the encoder and all that is built of it (layers/hostTable.ts).
 * @param most bytes, as `mostBytesForBackward`.
 */
export function trainingMemory(
  specification: Specification,
  settings: Pick<TrainingSettings, 'optimizer' | 'frozenLayers' | 'loraRank' | 'loraPlaces'>,
  { rows, pieces, differentPieces }: TrainingLoad,
  most = mostBytesForBackward,
): TrainingMemory {
  const { layers, embeddingSize, hiddenSize, vocabularySize } = specification;
  const { optimizer, frozenLayers } = settings;
  const learning = Math.max(0, layers - frozenLayers);
  const adapters = learning * adaptersOfLayer(specification, settings);
  const tablesLearn = frozenLayers === 0 && adapters === 0;
  const { besideTable, layer } = parameterCounts(specification);
  const table = tablesLearn ? Math.min(differentPieces, vocabularySize) * embeddingSize : 0;
  const dense = adapters > 0 ? adapters : learning * layer + (tablesLearn ? besideTable : 0);
  const slots = optimizer === 'sgd' || optimizer === 'adagrad' ? 1 : 2;
  const again = 4 * learning * heldOfLayer(specification, rows) > most;
  // Computed again, of each layer its result and that one's gradient are held, and of one layer all.
  const ofLayers = again
    ? 2 * learning * rows * hiddenSize + heldOfLayer(specification, rows)
    : learning * heldOfLayer(specification, rows);
  const ofEnds = rows * (6 * hiddenSize + (tablesLearn ? 9 * embeddingSize : 0));
  const bytes = {
    weights: 4 * (table + besideTable + layers * layer + adapters),
    // The rows of the table of pieces learn without momentum, and a step touches those of its batch.
    moments: 4 * (slots * dense + table),
    // As the operations give them, and as the optimizer gets them.
    gradients: 4 * (2 * dense + Math.min(rows * embeddingSize, table)),
    activations: 4 * (ofLayers + ofEnds),
    frozenStates: frozenLayers === 0 ? 0 : Math.min(mostFrozenBytes, 4 * pieces * hiddenSize),
  };
  return { ...bytes, total: Object.values(bytes).reduce((sum, each) => sum + each) };
}

/** How many numbers learn beside a layer (layers/lowRank.ts); 0 without adapters. */
function adaptersOfLayer(
  { hiddenSize, intermediateSize, gated }: Specification,
  { loraRank, loraPlaces }: Pick<TrainingSettings, 'loraRank' | 'loraPlaces'>,
): number {
  const square = 2 * hiddenSize;
  if (loraPlaces === 'attention') return 2 * loraRank * square;
  const read = hiddenSize + (gated ? 2 : 1) * intermediateSize;
  return loraRank * (4 * square + read + intermediateSize + hiddenSize);
}

/** How many numbers a transformer's parts have. */
function parameterCounts(specification: Specification): {
  /** Below the layers, without the table of pieces. */
  readonly besideTable: number;
  /** Of one layer. */
  readonly layer: number;
} {
  const { embeddingSize, hiddenSize, intermediateSize, maximumLength, positions, tokenTypes } = specification;
  const { biases, normBiases, gated } = specification;
  const dense = (inputs: number, outputs: number, bias: boolean) => inputs * outputs + (bias ? outputs : 0);
  const norm = (size: number) => (normBiases ? 2 : 1) * size;
  const rows = (positions === 'learned' ? maximumLength : 0) + tokenTypes;
  const projection = embeddingSize === hiddenSize ? 0 : dense(embeddingSize, hiddenSize, true);
  return {
    // Where norms come first, one stands at the end; the lowest layer then has one less.
    besideTable: rows * embeddingSize + norm(embeddingSize) + projection,
    layer:
      dense(hiddenSize, 3 * hiddenSize, biases) +
      dense(hiddenSize, hiddenSize, biases) +
      dense(hiddenSize, (gated ? 2 : 1) * intermediateSize, biases) +
      dense(intermediateSize, hiddenSize, biases) +
      2 * norm(hiddenSize),
  };
}
