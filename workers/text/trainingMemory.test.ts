import { memory, profile } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it, test } from 'vitest';
import { wordPieceFiles } from '../encoders/testing.ts';
import { TokenizerPart } from '../encoders/tokenizerPart.ts';
import { TransformerEncoder } from '../encoders/transformerEncoder.ts';
import { openTestBackend } from '../kernels/testing.ts';
import { drawnParameters } from '../layers/parameters.ts';
import { disposeParts, parametersOf, partSource } from '../layers/part.ts';
import { Tagger } from '../models/tagger.ts';
import { knownExamples } from '../models/testing.ts';
import { bertTagger } from '../protocol/architectures/bertTagger.ts';
import { transformerEncoder } from '../protocol/encoders/transformer.ts';
import { defaultsOf } from '../protocol/fields.ts';
import type { TrainingSettings } from '../protocol/settings.ts';
import type { EncoderSpecifications } from '../protocol/specification.ts';
import { atConstantRate, Optimizer } from '../training/optimizer.ts';
import { createRandom } from './random.ts';
import { trainingMemory } from './trainingMemory.ts';

type Specification = EncoderSpecifications['transformer'];

const pieces = 3000;
/** A piece each. */
const vocabulary = Array.from({ length: pieces - 5 }, (_, word) => `w${word}`);
const files = wordPieceFiles(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...vocabulary]);
/** Different words in each case. */
const different = 400;
const wordsFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, at) => vocabulary[(first + at) % different] as string);
const bert: Specification = {
  kind: 'transformer',
  ...defaultsOf(transformerEncoder.fields),
  ...{ hiddenSize: 128, embeddingSize: 128, layers: 4, heads: 4, intermediateSize: 512 },
  ...{ vocabularySize: pieces, maximumLength: 128 },
};
const modern: Specification = {
  ...bert,
  ...{ positions: 'rotary', norms: 'before', gated: true, biases: false, normBiases: false, tokenTypes: 0 },
  ...{ localWindow: 16, globalEvery: 3, intermediateSize: 192 },
};

interface Case {
  readonly what: string;
  readonly specification: Specification;
  readonly settings?: Partial<TrainingSettings>;
  readonly batch: number;
  /** Of each sentence, a piece each. */
  readonly words: number;
}

const cases: readonly Case[] = [
  { what: 'BERT, a small batch', specification: bert, batch: 8, words: 30 },
  { what: 'BERT, a large batch', specification: bert, batch: 32, words: 62 },
  { what: 'BERT, half of it frozen', specification: bert, settings: { frozenLayers: 2 }, batch: 32, words: 62 },
  {
    what: 'BERT, with SGD',
    specification: { ...bert, layers: 2 },
    settings: { optimizer: 'sgd' },
    batch: 16,
    words: 62,
  },
  {
    what: 'BERT, with adapters beside it',
    specification: bert,
    settings: { loraRank: 32 },
    batch: 32,
    words: 62,
  },
  {
    what: 'ModernBERT, with adapters everywhere, half of it frozen',
    specification: modern,
    settings: { loraRank: 32, loraPlaces: 'all', frozenLayers: 2 },
    batch: 32,
    words: 62,
  },
  { what: 'ModernBERT', specification: modern, batch: 32, words: 62 },
  {
    what: 'ELECTRA, wide and with many heads',
    specification: { ...bert, hiddenSize: 256, heads: 16, intermediateSize: 1024 },
    batch: 16,
    words: 62,
  },
];

beforeAll(() => openTestBackend('wasm'));

test.for(cases)('$what: within 12 % of what a step allocates', async ({ specification, settings, batch, words }) => {
  const before = memory().numBytes;
  const all = { ...bertTagger.settings, ...settings };
  const sentences = Array.from({ length: batch }, (_, sentence) => wordsFrom(sentence * words, words));
  const tagger = newTagger(specification);
  tagger.freeze(all.frozenLayers);
  if (all.loraRank > 0) tagger.adapt(all, createRandom(1));
  tagger.learnRows([...sentences, wordsFrom(0, different)]);
  const weights = memory().numBytes - before;
  const optimizer = new Optimizer(atConstantRate(tagger.learningParameters, 1e-4), all);
  const examples = knownExamples(tagger, sentences, () => 'O');
  const step = () => optimizer.step(() => tagger.loss(examples, { rate: 0.1, random: createRandom(1) }));
  step().dispose();
  const kept = memory().numBytes - before - weights;
  const { peakBytes } = await profile(step);
  const rows = batch * (words + 2);
  const told = trainingMemory(specification, all, { rows, pieces: rows, differentPieces: different + 2 });
  expect(Math.abs(told.weights / weights - 1)).toBeLessThan(0.01);
  expect(Math.abs((told.moments + told.frozenStates) / kept - 1)).toBeLessThan(0.02);
  expect(told.total / (peakBytes - before)).toBeGreaterThan(0.88);
  expect(told.total / (peakBytes - before)).toBeLessThan(1.12);
  optimizer.dispose();
  tagger.freeze(0);
  tagger.dispose();
});

it('of layers that are computed again holds one alone', async () => {
  const before = memory().numBytes;
  const parts = partSource(drawnParameters(createRandom(1)));
  const tokenizer = new TokenizerPart('tokenizer', files);
  const encoder = new TransformerEncoder(bert, tokenizer, [], parts, 0);
  const sentences = Array.from({ length: 32 }, () => wordsFrom(0, 62));
  encoder.learnRows(sentences);
  const optimizer = new Optimizer(atConstantRate(parametersOf(encoder), 1e-4), bertTagger.settings);
  const step = () =>
    optimizer.step(() =>
      encoder
        .encode(sentences, { rate: 0.1, random: createRandom(1) })
        .square()
        .mean(),
    );
  step().dispose();
  const { peakBytes } = await profile(step);
  const load = { rows: 32 * 64, pieces: 64, differentPieces: 64 };
  const told = trainingMemory(bert, bertTagger.settings, load, 0).total;
  expect(told / (peakBytes - before)).toBeGreaterThan(0.88);
  expect(told / (peakBytes - before)).toBeLessThan(1.12);
  expect(told).toBeLessThan(0.5 * trainingMemory(bert, bertTagger.settings, load).total);
  optimizer.dispose();
  disposeParts([encoder]);
});

function newTagger(encoder: Specification): Tagger {
  const specification = { ...bertTagger.specification, encoder };
  const given = { texts: { 'tokenizer.files': files }, weights: {} };
  const facts = { name: 'a', architecture: bertTagger.name, specification, categories: ['Person'] };
  return Tagger.create(facts, { sentences: [], vectors: null, gazetteers: [], given }, createRandom(1));
}
