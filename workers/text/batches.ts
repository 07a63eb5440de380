/** Which sentences go together: ones of about the same length, so that little of a batch is padding. */
import type { TrainingSettings } from '../protocol/settings.ts';
import type { Random } from './random.ts';

/** Batches that are sorted by length among each other before they are cut; more sorts better but shuffles less. */
const poolOfBatches = 20;

type Batching = Pick<TrainingSettings, 'batching' | 'batchSize' | 'batchTokens'>;

/** One epoch: so many rounds, one after another. */
export function trainingBatches(
  lengths: readonly number[],
  settings: Batching & Pick<TrainingSettings, 'rounds'>,
  random: Random,
): number[][] {
  return Array.from({ length: settings.rounds }, () => roundOf(lengths, settings, random)).flat();
}

/** Every sentence once, in batches of so many sentences or of so many tokens, in random order. */
function roundOf(lengths: readonly number[], settings: Batching, random: Random): number[][] {
  const order = random.shuffle(lengths.map((_, sentence) => sentence));
  if (settings.batching === 'tokens') return random.shuffle(cutByTokens(order, lengths, settings.batchTokens));
  const batches: number[][] = [];
  for (const pool of cut(order, settings.batchSize * poolOfBatches)) {
    batches.push(...cut(byLength(pool, lengths), settings.batchSize));
  }
  return random.shuffle(batches);
}

/** Every sentence once, shortest first. */
export function taggingBatches(lengths: readonly number[], size: number): number[][] {
  const order = lengths.map((_, sentence) => sentence);
  return cut(byLength(order, lengths), size);
}

function byLength(sentences: readonly number[], lengths: readonly number[]): number[] {
  return [...sentences].sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
}

function cut<Item>(items: readonly Item[], size: number): Item[][] {
  const pieces: Item[][] = [];
  for (let start = 0; start < items.length; start += size) pieces.push(items.slice(start, start + size));
  return pieces;
}

/** Batches of about equal numbers of tokens (paper 2): each ends with the sentence that reaches `tokens`. */
function cutByTokens(order: readonly number[], lengths: readonly number[], tokens: number): number[][] {
  const batches: number[][] = [];
  const total = order.reduce((sum, sentence) => sum + (lengths[sentence] ?? 0), 0);
  const pool =
    total > tokens * poolOfBatches ? Math.ceil(order.length / (total / (tokens * poolOfBatches))) : order.length;
  for (const sentences of cut(order, Math.max(1, pool))) {
    let batch: number[] = [];
    let held = 0;
    for (const sentence of byLength(sentences, lengths)) {
      batch.push(sentence);
      held += lengths[sentence] ?? 0;
      if (held >= tokens) {
        batches.push(batch);
        [batch, held] = [[], 0];
      }
    }
    if (batch.length > 0) batches.push(batch);
  }
  return batches;
}
