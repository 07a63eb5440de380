/** What the two kinds of run share: their material, the words of the corpus, the vectors. */
import type { Tagger } from '../models/tagger.ts';
import type { Corpus, Splits } from '../protocol/corpus.ts';
import type { RunEvent, RunRequest, RunResult } from '../protocol/engine.ts';
import { GraftError } from '../protocol/errors.ts';
import type { Hyperparameters } from '../protocol/hyperparameters.ts';
import { wordsOf } from '../text/examples.ts';
import type { Random } from '../text/random.ts';
import { readVectors, type WordVectors } from '../text/vectors.ts';
import { wordsToLookUp } from '../text/vocabulary.ts';
import type { RunControl } from '../training/control.ts';
import { categoriesWithoutExamples, rateTooHigh } from '../training/health.ts';

export interface RunMaterial {
  readonly request: RunRequest;
  readonly splits: Splits;
  readonly random: Random;
  readonly control: RunControl;
  readonly emit: (event: RunEvent) => void;
}

/** What a run leaves: the tagger, and the part of its result that it alone knows. */
export interface RunOutput {
  readonly tagger: Tagger;
  readonly result: Omit<RunResult, 'runId' | 'model' | 'seconds' | 'backend' | 'seed'>;
}

export function sentencesOf(corpus: Corpus): string[][] {
  return corpus.documents.flatMap((document) => document.sentences.map((sentence) => wordsOf(document, sentence)));
}

/**
 * Without test sentences a run goes on: its scores are then of nothing.
 * @throws GraftError where a part that the run needs has no sentence.
 */
export function checkParts(splits: Splits): void {
  for (const part of ['train', 'dev'] as const) {
    if (splits[part].documents.some(({ sentences }) => sentences.length > 0)) continue;
    throw new GraftError({
      code: 'empty-part',
      message: `The corpus has no ${part} sentences.`,
      remedy: 'Import a file for this part, or one file for all, which is then divided by itself.',
    });
  }
}

/** Reads the vectors of the words at hand and of no others. */
export async function vectorsFor(
  { request, emit }: Pick<RunMaterial, 'request' | 'emit'>,
  sentences: readonly (readonly string[])[],
  digitsToZero: boolean,
  dimension?: number,
): Promise<WordVectors | null> {
  if (!request.vectors) return null;
  const { name, blob } = request.vectors;
  const wanted = wordsToLookUp(sentences, digitsToZero);
  const vectors = await readVectors(blob.stream(), {
    fileName: name,
    wanted: (word) => wanted.has(word),
    ...(dimension === undefined ? {} : { dimension }),
    onProgress: (bytes) =>
      emit({ type: 'phase', label: `Reading vectors from ${name}`, fraction: blob.size ? bytes / blob.size : 1 }),
  });
  for (const problem of vectors.problems) emit({ type: 'warning', problem });
  return vectors;
}

/** What can be said before the first step. */
export function warnBeforehand(
  { emit }: Pick<RunMaterial, 'emit'>,
  hyperparameters: Hyperparameters,
  categories: readonly string[],
  corpus: Corpus,
): void {
  const high = rateTooHigh(hyperparameters);
  if (high) emit({ type: 'warning', problem: high });
  if (corpus.kind !== 'spans') return;
  for (const problem of categoriesWithoutExamples(categories, spanCounts(corpus))) emit({ type: 'warning', problem });
}

export function spanCounts(corpus: Corpus): Record<string, number> {
  const counts: Record<string, number> = Object.create(null);
  for (const { spans } of corpus.documents) {
    for (const { category } of spans) counts[category] = (counts[category] ?? 0) + 1;
  }
  return counts;
}
