/** Training a source model from random weights. Also what paper 0 calls Rand, on a target's sentences. */
import { Tagger } from '../models/tagger.ts';
import type { RunConfiguration } from '../protocol/configuration.ts';
import type { CorpusKind } from '../protocol/corpus.ts';
import type { Random } from '../text/random.ts';
import type { WordVectors } from '../text/vectors.ts';
import { buildVocabulary, initialWordRows } from '../text/vocabulary.ts';
import { categoriesIn } from '../transfer/targetCorpus.ts';
import { checkParts, type RunMaterial, type RunOutput, sentencesOf, vectorsFor, warnBeforehand } from './run.ts';
import { scoreWithProgress, trainStage } from './stage.ts';

/** Words seen fewer times share the unknown row, unless they have a vector (paper 0). */
const minimumCount = 2;

export async function trainSource(material: RunMaterial): Promise<RunOutput> {
  const { request, splits, random, control, emit } = material;
  const { configuration, name } = request;
  const { hyperparameters } = configuration;
  checkParts(splits);
  const { kind } = splits.train;
  const categories = categoriesIn(splits);
  warnBeforehand(material, hyperparameters, categories, splits.train);
  const sentences = sentencesOf(splits.train);
  const vectors = await vectorsFor(material, sentences, hyperparameters.digitsToZero);
  const tagger = freshTagger({ configuration, name, kind, categories, sentences, vectors, random });
  try {
    const settings = { stage: 'main', hyperparameters, random, control, emit, freeze: false, leaveOpen: true } as const;
    const outcome = await trainStage(tagger, splits.train, splits.dev, settings);
    const test = await scoreWithProgress(tagger, splits.test, 'Testing', material);
    return {
      tagger,
      result: { ...outcome, init: null, test, random: null, initialisations: null, pseudoLabels: {} },
    };
  } catch (error) {
    tagger.dispose();
    throw error;
  }
}

export interface FreshTaggerOptions {
  readonly configuration: RunConfiguration;
  readonly name: string;
  readonly kind: CorpusKind;
  readonly categories: readonly string[];
  /** Words of the training sentences. */
  readonly sentences: readonly (readonly string[])[];
  readonly vectors: WordVectors | null;
  readonly random: Random;
}

export function freshTagger(options: FreshTaggerOptions): Tagger {
  const { configuration, name, kind, categories, sentences, vectors, random } = options;
  const { architecture, hyperparameters } = configuration;
  const { digitsToZero, unknownWords, wordEmbedding } = hyperparameters;
  const vocabulary = buildVocabulary(sentences, vectors, { unknown: unknownWords, digitsToZero, minimumCount });
  const dimension = vectors?.dimension ?? wordEmbedding;
  const wordRows = initialWordRows(vocabulary, vectors, dimension, random.fork('words'));
  const scheme = kind === 'tags' ? 'tags' : 'bioes';
  const facts = {
    name,
    architecture,
    hyperparameters: { ...hyperparameters, wordEmbedding: dimension },
    kind,
    scheme,
    categories,
  } as const;
  return Tagger.create(facts, vocabulary, wordRows, dimension, random.fork('weights'));
}
