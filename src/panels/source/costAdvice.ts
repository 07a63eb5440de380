/**
 * What training over a transformer needs, and what to do where that is much. Each advice is a change of settings. Adapters (LoRA)
 * are none: a step holds as much of its batch with them, which frozen layers spare as well, and they found much less
 * (experiments/transformers.md).
 */
import type { TrainingSettings } from '../../../workers/protocol/settings.ts';
import type { EncoderSpecifications } from '../../../workers/protocol/specification.ts';
import { type TrainingLoad, type TrainingMemory, trainingMemory } from '../../../workers/text/trainingMemory.ts';
import type { MeasuredCost } from '../../store/costs.ts';

type Specification = EncoderSpecifications['transformer'];

/** Where no corpus was measured, sentences are taken to have so many pieces: few have more. */
const assumedLongest = 128;
/** Of usual English some thousands of pieces are different; how many, by how many there are, a little off to either side. */
const usuallyDifferent = (pieces: number) => Math.ceil(10 * pieces ** 0.6);
/** Words of usual English are so many pieces each. */
const piecesAWord = 1.4;

/** WebAssembly addresses no more, and of a graphics processor a browser does not tell how much it has. */
const mostBytes = 4e9;
/** Above this share it gets tight: buffers are not reused to the last byte, and others want memory as well. */
const comfortable = 0.75;

/** Longer than this for a whole run, and something should be done about it. */
const longSeconds = 600;

export interface Needs {
  readonly specification: Specification;
  readonly settings: TrainingSettings;
  /** Of the corpus at hand; null as long as there is none. */
  readonly sentences: number | null;
  readonly cost: MeasuredCost | null;
  /** Of the whole machine, in bytes, where the browser tells. */
  readonly machine: number | null;
}

export interface Advice {
  readonly text: string;
  /** What a button says that does it. */
  readonly label: string;
  readonly change: Partial<TrainingSettings>;
}

/**
 * Pieces of the largest batch, of all sentences, and different ones; by the measured ones as far as there are some. As long as there
 * is no corpus it may use every piece.
 */
export function loadOf({ specification, settings, sentences, cost }: Needs): TrainingLoad & { longest: number } {
  const longest = Math.min(cost?.longest ?? assumedLongest, specification.maximumLength);
  const pieces = cost?.pieces ?? (sentences ?? 0) * 32;
  const different =
    cost?.differentPieces ?? (sentences === null ? specification.vocabularySize : usuallyDifferent(pieces));
  const known = { pieces, differentPieces: Math.min(different, specification.vocabularySize), longest };
  if (settings.batching === 'tokens') return { rows: Math.ceil(piecesAWord * settings.batchTokens), ...known };
  const most = settings.batchSize * longest;
  const measured = cost ? (cost.rows * settings.batchSize) / cost.settings.batchSize : most;
  return { rows: Math.ceil(Math.min(most, measured)), ...known };
}

export function memoryOf(needs: Needs): TrainingMemory {
  return trainingMemory(needs.specification, needs.settings, loadOf(needs));
}

const roomOf = ({ machine }: Needs) => comfortable * Math.min(mostBytes, machine ?? mostBytes);

/** What is advisable, the most urgent first. */
export function adviceFor(needs: Needs): readonly Advice[] {
  return [tooLarge(needs), tooLong(needs)].filter((advice) => advice !== null);
}

function tooLarge(needs: Needs): Advice | null {
  const { settings, specification } = needs;
  const room = roomOf(needs);
  const fits = (change: Partial<TrainingSettings>) =>
    memoryOf({ ...needs, settings: { ...settings, ...change } }).total <= room;
  if (fits({})) return null;
  const text = 'That is more than a page can well have.';
  for (let batchSize = Math.floor(settings.batchSize / 2); batchSize >= 4; batchSize = Math.floor(batchSize / 2)) {
    if (fits({ batchSize })) return { text, label: `Take batches of ${batchSize}`, change: { batchSize } };
  }
  for (let frozenLayers = settings.frozenLayers + 1; frozenLayers < specification.layers; frozenLayers++) {
    const change = { frozenLayers, batchSize: Math.min(settings.batchSize, 8) };
    if (fits(change)) return { text, label: `Freeze ${layersInWords(frozenLayers)}, batches of 8`, change };
  }
  return {
    text: `${text} A smaller encoder is needed, or a machine of its own for it (the command line).`,
    label: 'Freeze all layers',
    change: { frozenLayers: specification.layers, batchSize: Math.min(settings.batchSize, 8) },
  };
}

function tooLong({ specification, settings, cost }: Needs): Advice | null {
  const half = Math.floor(specification.layers / 2);
  if (!cost || half === 0 || settings.frozenLayers > 0) return null;
  if (cost.secondsAnEpoch * settings.epochs < longSeconds) return null;
  return {
    text: 'That is long. With the lower half of the layers frozen an epoch takes little more than half of it, and what they have read before stays; the scores are mostly a little lower.',
    label: `Freeze ${layersInWords(half)}`,
    change: { frozenLayers: half },
  };
}

const layersInWords = (count: number) => (count === 1 ? 'the lowest layer' : `the ${count} lowest layers`);
