import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import { type ArchitectureName, architectureDefaults, architectureNames } from '../protocol/hyperparameters.ts';
import type { Example } from '../text/examples.ts';
import { createRandom } from '../text/random.ts';
import { buildVocabulary, initialWordRows } from '../text/vocabulary.ts';
import { atConstantRate, Optimizer } from '../training/optimizer.ts';
import { Tagger } from './tagger.ts';

const sentences = [
  ['Ada', 'Marsh', 'moved', 'to', 'Velby', '.'],
  ['the', 'router', 'is', 'broken'],
  ['Velby', 'called', 'Ada'],
  ['call', 'Tomas', 'Brink', 'in', 'Orrick'],
];
const gold = [
  ['B-Person', 'E-Person', 'O', 'O', 'S-Place', 'O'],
  ['O', 'O', 'O', 'O'],
  ['S-Place', 'O', 'S-Person'],
  ['O', 'B-Person', 'E-Person', 'O', 'S-Place'],
];

function smallTagger(architecture: ArchitectureName, seed = 1): Tagger {
  const hyperparameters = {
    ...architectureDefaults[architecture],
    characterEmbedding: 6,
    characterHidden: 5,
    wordEmbedding: 8,
    wordHidden: 12,
  };
  const vocabulary = buildVocabulary(sentences, null, { unknown: 'vectors', digitsToZero: true, minimumCount: 1 });
  const random = createRandom(seed);
  const rows = initialWordRows(vocabulary, null, 8, random);
  const facts = {
    name: 'small',
    architecture,
    hyperparameters,
    kind: 'spans',
    scheme: 'bioes',
    categories: ['Person', 'Place'],
  } as const;
  return Tagger.create(facts, vocabulary, rows, 8, random);
}

function examplesFor(tagger: Tagger): Example[] {
  return sentences.map((words, index) => ({
    words,
    tags: Int32Array.from(gold[index] ?? [], (tag) => tagger.output.tags.indexOf(tag)),
    open: [],
  }));
}

/** Steps on batches whose number and lengths change from step to step, as in training. */
function learnVarying(tagger: Tagger, steps: number): void {
  const rule = { optimizer: 'nadam', momentum: 0.9, clip: 5 } as const;
  const optimizer = new Optimizer(atConstantRate(tagger.parameters, 0.002), rule);
  const random = createRandom(9);
  const dropout = { rate: 0.5, random };
  const examples = examplesFor(tagger);
  for (let step = 0; step < steps; step++) {
    const batch = random.shuffle(examples).slice(0, 1 + random.integer(examples.length));
    optimizer.step(() => tagger.loss(batch, dropout)).dispose();
  }
  optimizer.dispose();
}

function learn(tagger: Tagger, steps: number): number {
  const optimizer = new Optimizer(atConstantRate(tagger.parameters, 0.02), {
    optimizer: 'adam',
    momentum: 0.9,
    clip: 5,
  });
  const examples = examplesFor(tagger);
  let last = Number.NaN;
  for (let step = 0; step < steps; step++) {
    const loss = optimizer.step(() => tagger.loss(examples, null));
    last = loss.dataSync()[0] ?? Number.NaN;
    loss.dispose();
  }
  optimizer.dispose();
  return last;
}

const cases = architectureNames.flatMap((architecture) =>
  (['cpu', 'wasm'] as const).map((backend) => ({ architecture, backend })),
);

describe.each(cases)('$architecture on $backend', ({ architecture, backend }) => {
  beforeAll(() => openTestBackend(backend));

  it('learns its training sentences', async () => {
    const tagger = smallTagger(architecture);
    expect(learn(tagger, 60)).toBeLessThan(0.1);
    const tagged = await tagger.tag(sentences);
    expect(tagged.map(({ tags }) => tags)).toEqual(gold);
    for (const { probabilities } of tagged) {
      for (const probability of probabilities) expect(probability).toBeGreaterThan(0.5);
    }
    tagger.dispose();
  });

  it('leaves no tensor behind over 200 steps of varying lengths, tagging and disposal', async () => {
    const before = memory().numTensors;
    const tagger = smallTagger(architecture);
    const whole = memory().numTensors;
    learnVarying(tagger, 200);
    await tagger.tag(sentences);
    expect(memory().numTensors).toBe(whole);
    tagger.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('comes back from its state with the same tags and confidences', async () => {
    const tagger = smallTagger(architecture);
    learn(tagger, 5);
    const again = Tagger.fromState(await tagger.state('again', []));
    expect(await again.tag(sentences)).toEqual(await tagger.tag(sentences));
    tagger.dispose();
    again.dispose();
  });

  it('grows by a category without a change to what the old rows say', async () => {
    const tagger = smallTagger(architecture);
    learn(tagger, 60);
    const before = await tagger.tag(sentences);
    await tagger.addCategories(['Product', 'Date'], 'zeros', createRandom(1));
    expect(tagger.output.tags.slice(0, 9)).toEqual([
      'O',
      'B-Person',
      'I-Person',
      'E-Person',
      'S-Person',
      'B-Place',
      'I-Place',
      'E-Place',
      'S-Place',
    ]);
    expect(tagger.output.tags).toHaveLength(17);
    expect((await tagger.tag(sentences)).map(({ tags }) => tags)).toEqual(before.map(({ tags }) => tags));
    tagger.dispose();
  });

  it('refuses a state whose weights do not fit', async () => {
    const tagger = smallTagger(architecture);
    const state = await tagger.state('small', []);
    const { 'output.bias': _, ...weights } = state.weights;
    const before = memory().numTensors;
    expect(() => Tagger.fromState({ ...state, weights })).toThrow(/output\.bias is missing/);
    expect(memory().numTensors).toBe(before);
    tagger.dispose();
  });

  it('gives the loss of what is left open: less than that of any one tag', async () => {
    const tagger = smallTagger(architecture);
    const [example] = examplesFor(tagger);
    if (!example) throw new Error('no example');
    const tags = Int32Array.from(example.tags);
    tags[4] = -1;
    const open = { ...example, tags, open: [0, ...[5, 6, 7, 8]] };
    const known = tagger.loss([example], null);
    const unknown = tagger.loss([open], null);
    expect(unknown.dataSync()[0]).toBeLessThan(known.dataSync()[0] ?? 0);
    known.dispose();
    unknown.dispose();
    tagger.dispose();
  });
});
