/** What a tagger over a transformer takes on the device goes by the pieces that its sentences use, not by those that there are. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { wordPieceFiles } from '../encoders/testing.ts';
import { openTestBackend } from '../kernels/testing.ts';
import { createRandom } from '../text/random.ts';
import { atConstantRate, Optimizer } from '../training/optimizer.ts';
import { Tagger } from './tagger.ts';
import { knownExamples, singleTag, smallDescription } from './testing.ts';

const words = Array.from({ length: 40 }, (_, n) => `w${n}`);
const sentences = [words.slice(0, 25), words.slice(20)];

function taggerWith(pieces: number): Tagger {
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  const never = Array.from({ length: pieces - special.length - words.length }, (_, n) => `never${n}`);
  const given = { texts: { 'tokenizer.files': wordPieceFiles([...special, ...never, ...words]) }, weights: {} };
  const tagger = Tagger.create(
    smallDescription('bert-tagger'),
    { sentences: [], vectors: null, given },
    createRandom(1),
  );
  expect(tagger.encoder.facts).toContainEqual({ label: 'pieces', value: pieces });
  return tagger;
}

/** Bytes on the device with a tagger: as it is used, as it learns, and of the optimizer beside it. */
async function bytesWith(pieces: number) {
  const before = memory().numBytes;
  const tagger = taggerWith(pieces);
  await tagger.tag(sentences);
  const used = memory().numBytes - before;
  tagger.learnRows(sentences);
  const learning = memory().numBytes - before;
  const rule = { optimizer: 'adamw', momentum: 0, clip: 1 } as const;
  const optimizer = new Optimizer(atConstantRate(tagger.learningParameters, 0.01), rule);
  const examples = knownExamples(tagger, sentences, (word) => (word === 'w3' ? singleTag(tagger, 'Person') : 'O'));
  for (let step = 0; step < 2; step++) {
    optimizer.step(() => tagger.loss(examples, { rate: 0.1, random: createRandom(step) })).dispose();
  }
  const moments = memory().numBytes - before - learning;
  optimizer.dispose();
  tagger.dispose();
  expect(memory().numBytes).toBe(before);
  return { used, learning, moments };
}

beforeAll(() => openTestBackend('wasm'));

test('100,000 pieces take as much as 100, of which 42 learn', async () => {
  const [many, few] = [await bytesWith(100_000), await bytesWith(100)];
  expect(many).toEqual(few);
  const { encoder } = smallDescription('bert-tagger').specification;
  const width = encoder.kind === 'transformer' ? encoder.embeddingSize : 0;
  // With the special pieces at both ends.
  expect(many.learning - many.used).toBe(4 * (words.length + 2) * width);
}, 60_000);
