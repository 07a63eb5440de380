import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testArchitecture } from '../../test/testArchitecture.ts';
import { openTestBackend } from '../kernels/testing.ts';
import { architectures, checkpointArchitectures } from '../protocol/architectures.ts';
import { commonSettings } from '../protocol/settings.ts';
import type { Example } from '../text/examples.ts';
import { createRandom } from '../text/random.ts';
import { atConstantRate, Optimizer } from '../training/optimizer.ts';
import { Tagger } from './tagger.ts';
import { knownExamples, smallTagger } from './testing.ts';

const sentences = [
  ['Ada', 'Marsh', 'moved', 'to', 'Velby', '.'],
  ['the', 'router', 'is', 'broken'],
  ['Velby', 'called', 'Ada'],
  ['call', 'Tomas', 'Brink', 'in', 'Orrick'],
];
const spans = [
  { sentence: 0, start: 0, end: 2, category: 'Person' },
  { sentence: 0, start: 4, end: 5, category: 'Place' },
  { sentence: 2, start: 0, end: 1, category: 'Place' },
  { sentence: 2, start: 2, end: 3, category: 'Person' },
  { sentence: 3, start: 1, end: 3, category: 'Person' },
  { sentence: 3, start: 4, end: 5, category: 'Place' },
];

/** The gold tags in the tagger's own scheme. */
function goldOf({ scheme }: Tagger): string[][] {
  const tags = sentences.map((words) => words.map(() => 'O'));
  for (const { sentence, start, end, category } of spans) {
    for (let token = start; token < end; token++) {
      const alone = end - start === 1;
      const [first, last] = [token === start, token === end - 1];
      const prefix = scheme === 'iob2' ? (first ? 'B' : 'I') : alone ? 'S' : first ? 'B' : last ? 'E' : 'I';
      (tags[sentence] as string[])[token] = `${prefix}-${category}`;
    }
  }
  return tags;
}

function examplesFor(tagger: Tagger): Example[] {
  const gold = goldOf(tagger);
  return knownExamples(tagger, sentences, (_, sentence, token) => gold[sentence]?.[token] as string);
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
  const rule = { optimizer: 'adam', momentum: 0.9, clip: 5 } as const;
  const optimizer = new Optimizer(atConstantRate(tagger.parameters, 0.02), rule);
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

const made = { settings: commonSettings, history: [] };

// A further architecture is one data file, and this line.
architectures.push(testArchitecture);
afterAll(() => {
  architectures.splice(architectures.indexOf(testArchitecture), 1);
});

const cases = [...architectures, ...checkpointArchitectures].flatMap(({ name }) =>
  (['cpu', 'wasm'] as const).map((backend) => ({ architecture: name, backend })),
);

describe.each(cases)('$architecture on $backend', ({ architecture, backend }) => {
  beforeAll(() => openTestBackend(backend));

  it('learns its training sentences', async () => {
    const tagger = smallTagger(architecture, { sentences });
    expect(learn(tagger, 120)).toBeLessThan(0.1);
    const tagged = await tagger.tag(sentences);
    expect(tagged.map(({ tags }) => tags)).toEqual(goldOf(tagger));
    for (const { probabilities } of tagged) {
      for (const probability of probabilities) expect(probability).toBeGreaterThan(0.5);
    }
    tagger.dispose();
  });

  it('leaves no tensor behind over 40 steps of varying lengths, tagging and disposal', async () => {
    const before = memory().numTensors;
    const tagger = smallTagger(architecture, { sentences });
    const whole = memory().numTensors;
    learnVarying(tagger, 40);
    await tagger.tag(sentences);
    await tagger.tagKnown(examplesFor(tagger));
    expect(memory().numTensors).toBe(whole);
    tagger.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('comes back from its state with the same tags and confidences', async () => {
    const tagger = smallTagger(architecture, { sentences });
    learn(tagger, 5);
    const state = await tagger.state('again', made);
    const again = Tagger.fromState(state);
    expect(await again.tag(sentences)).toEqual(await tagger.tag(sentences));
    expect(await again.state('again', made)).toEqual(state);
    tagger.dispose();
    again.dispose();
  });

  it('grows by categories without a change to what the old rows say', async () => {
    const tagger = smallTagger(architecture, { sentences });
    learn(tagger, 60);
    const [before, oldTags] = [await tagger.tag(sentences), tagger.output.tags];
    await tagger.addCategories(['Product', 'Date'], 'zeros', createRandom(1));
    expect(tagger.output.tags.slice(0, oldTags.length)).toEqual(oldTags);
    expect(tagger.output.tags.length - oldTags.length).toBe(oldTags.length - 1);
    expect((await tagger.tag(sentences)).map(({ tags }) => tags)).toEqual(before.map(({ tags }) => tags));
    tagger.dispose();
  });

  it('begins a kind of a known category as that category: what it finds is the same, under either name', async () => {
    const tagger = smallTagger(architecture, { sentences });
    learn(tagger, 120);
    const before = await tagger.tag(sentences);
    const variables = memory().numTensors;
    await tagger.addCategories(['Poet', 'Date'], 'zeros', createRandom(1), { Poet: 'Person' });
    const after = await tagger.tag(sentences);
    const asPerson = (tag: string) => tag.replace('Poet', 'Person');
    expect(after.map(({ tags }) => tags.map(asPerson))).toEqual(before.map(({ tags }) => tags));
    const surest = Math.max(
      ...after.flatMap(({ tags, probabilities }) =>
        probabilities.filter((_, at) => /Poet|Person/.test(tags[at] ?? '')),
      ),
    );
    expect(surest).toBeLessThan(0.8);
    expect(memory().numTensors).toBe(variables);
    tagger.dispose();
  });

  it('says the same under other names where its categories are renamed, also where two change places', async () => {
    const tagger = smallTagger(architecture, { sentences });
    learn(tagger, 60);
    const before = await tagger.tag(sentences);
    await tagger.mapCategories({ Person: 'Place', Place: 'a-b' });
    expect(tagger.categories).toEqual(['Place', 'a-b']);
    const after = await tagger.tag(sentences);
    const renamed = (tag: string) => tag.replace('Place', 'a-b').replace('Person', 'Place');
    expect(after.map(({ tags }) => tags)).toEqual(before.map(({ tags }) => tags.map(renamed)));
    expect(after.map(({ probabilities }) => probabilities)).toEqual(before.map(({ probabilities }) => probabilities));
    tagger.dispose();
  });

  it('is as it was where the categories that it grew are removed, in whatever order', async () => {
    const tagger = smallTagger(architecture, { sentences });
    learn(tagger, 5);
    const before = await tagger.state('small', made);
    const variables = memory().numTensors;
    await tagger.addCategories(['Product', 'Date'], 'normal', createRandom(1));
    await tagger.mapCategories({ Date: null });
    await tagger.mapCategories({ Product: null });
    expect(await tagger.state('small', made)).toEqual(before);
    expect(memory().numTensors).toBe(variables);
    tagger.dispose();
  });

  it('finds under one name what it found under two, where they are merged', async () => {
    const tagger = smallTagger(architecture, { sentences });
    learn(tagger, 120);
    expect((await tagger.tag(sentences)).map(({ tags }) => tags)).toEqual(goldOf(tagger));
    await tagger.mapCategories({ Person: 'Name', Place: 'Name' });
    expect(tagger.categories).toEqual(['Name']);
    const after = await tagger.tag(sentences);
    const merged = goldOf(tagger).map((tags) => tags.map((tag) => tag.replace(/Person|Place/, 'Name')));
    expect(after.map(({ tags }) => tags)).toEqual(merged);
    const again = Tagger.fromState(await tagger.state('merged', made));
    expect(await again.tag(sentences)).toEqual(after);
    again.dispose();
    tagger.dispose();
  });

  it('takes in text that it has not seen, and says how many words', async () => {
    const tagger = smallTagger(architecture, { sentences });
    learn(tagger, 5);
    const before = await tagger.tag(sentences);
    const fresh = [
      ['Ilse', 'ordered', 'Ünal'],
      ['Ilse', 'ordered', 'tea'],
    ];
    // Everything can be written in pieces.
    const unknown = tagger.encoder.specification.kind === 'transformer' ? 0 : 2;
    expect(tagger.encoder.countNewWords(fresh)).toBe(unknown);
    const variables = memory().numTensors;
    expect(await tagger.encoder.learnText({ sentences: fresh, vectors: null }, createRandom(2))).toBe(unknown);
    expect(memory().numTensors).toBe(variables);
    expect(await tagger.tag(sentences)).toEqual(before);
    expect(tagger.encoder.countNewWords(fresh)).toBe(0);
    tagger.dispose();
  });

  it('refuses a state whose weights or texts do not fit, by name', async () => {
    const tagger = smallTagger(architecture, { sentences });
    const state = await tagger.state('small', made);
    const lacking = Object.keys(tagger.output.ofTags)[0] as string;
    const { [lacking]: bias, ...weights } = state.weights;
    const before = memory().numTensors;
    const stranger = { shape: [1], values: new Float32Array(1) };
    const wrong = { shape: [2, 2], values: new Float32Array(4) };
    expect(() => Tagger.fromState({ ...state, weights })).toThrow(`${lacking} is missing`);
    const table = Object.keys(state.weights).find((weight) => /^(word|piece)Table.rows$/.test(weight)) as string;
    const misshapen = { ...state.weights, [table]: wrong };
    expect(() => Tagger.fromState({ ...state, weights: misshapen })).toThrow(`${table} is [2,2]`);
    const more = { ...state.weights, 'ghost.rows': stranger };
    expect(() => Tagger.fromState({ ...state, weights: more })).toThrow(/ghost\.rows/);
    expect(() => Tagger.fromState({ ...state, texts: {} })).toThrow(/wordTable\.words|tokenizer\.files/);
    expect(bias).toBeDefined();
    expect(memory().numTensors).toBe(before);
    tagger.dispose();
  });

  it('gives the loss of what is left open: less than that of any one tag', async () => {
    const tagger = smallTagger(architecture, { sentences });
    const [example] = examplesFor(tagger);
    if (!example) throw new Error('no example');
    const place = tagger.output.tags.flatMap((tag, row) => (tag.endsWith('-Place') ? [row] : []));
    const known = Int32Array.from(example.known);
    known[4] = example.sets.idOf([0, ...place]);
    const open = { ...example, known };
    const losses = [tagger.loss([example], null), tagger.loss([open], null)];
    const [sure = 0, unsure = 0] = losses.map((loss) => loss.dataSync()[0]);
    expect(unsure).toBeLessThan(sure);
    expect((await tagger.tagKnown([open])).loss).toBeCloseTo(unsure, 5);
    for (const loss of losses) loss.dispose();
    tagger.dispose();
  });
});
