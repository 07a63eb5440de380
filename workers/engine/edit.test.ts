/** Whatever is renamed, merged and removed of a model: its tags, its rows and its file go together. */
import { memory } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packBundle, unpackBundle } from '../bundle/bundle.ts';
import { openTestBackend } from '../kernels/testing.ts';
import type { Weight } from '../layers/parameters.ts';
import { Tagger } from '../models/tagger.ts';
import { smallSpecification } from '../models/testing.ts';
import { architectures } from '../protocol/architectures.ts';
import { createRandom } from '../text/random.ts';
import { tagParts } from '../text/schemes.ts';
import { type OutputScheme, tagNames } from '../text/tagNames.ts';
import { editCategories } from './edit.ts';

const sentences = [
  ['Ada', 'moved', 'to', 'Velby'],
  ['the', 'router', 'is', 'broken'],
];
const categories = ['Person', 'Place', 'Product', '__proto__'];
const cases = architectures.flatMap(({ name }) =>
  (['iob2', 'bioes', 'tags'] as const).map((scheme) => ({ architecture: name, scheme })),
);

async function modelOf(architecture: string, scheme: OutputScheme) {
  const small = smallSpecification(architecture);
  const specification = { ...small, output: { ...small.output, scheme } };
  const facts = { name: 'small', architecture, specification, categories };
  const text = { sentences: [...sentences, ...sentences], vectors: null };
  const tagger = Tagger.create(facts, text, createRandom(1));
  const { settings } = architectures.find(({ name }) => name === architecture) ?? expect.fail('no architecture');
  const state = await tagger.state('small', { settings, history: [] });
  tagger.dispose();
  return state;
}

/** The weights to one output, and its bias; of several layers one after the other. */
function columnOf({ weights }: { readonly weights: Readonly<Record<string, Weight>> }, output: number): number[] {
  const layers = Object.keys(weights).flatMap((name) => /^(outputLayer\b.*)\.weights$/.exec(name)?.[1] ?? []);
  expect(layers.length).toBeGreaterThan(0);
  return layers.flatMap((layer) => {
    const { shape: [inputs = 0, outputs = 0] = [], values = [] } = weights[`${layer}.weights`] ?? {};
    const column = Array.from({ length: inputs }, (_, input) => values[input * outputs + output] as number);
    return [...column, weights[`${layer}.bias`]?.values[output] as number];
  });
}

const mappings = fc
  .array(fc.constantFrom(undefined, null, ...categories, 'Name', 'B-Name'), { minLength: 4, maxLength: 4 })
  .map((names) =>
    Object.fromEntries(
      categories.flatMap((category, index) => (names[index] === undefined ? [] : [[category, names[index]] as const])),
    ),
  )
  .filter((mapping) => {
    const given = categories.map((category) => (Object.hasOwn(mapping, category) ? mapping[category] : category));
    return given.some((name) => name !== null) && given.some((name, index) => name !== categories[index]);
  });

describe.each(cases)('a $architecture whose tags are $scheme', ({ architecture, scheme }) => {
  beforeAll(() => openTestBackend('wasm'));
  afterAll(() => expect(memory().numTensors).toBe(0));

  it('keeps the row of each tag that is not merged, and is read back from its file', async () => {
    const state = await modelOf(architecture, scheme);
    const tensors = memory().numTensors;
    await fc.assert(
      fc.asyncProperty(mappings, async (mapping) => {
        const edited = await editCategories(state, mapping);
        const nameOf = (category: string) => (Object.hasOwn(mapping, category) ? mapping[category] : category);
        expect(edited.tags).toEqual(tagNames(edited.categories, scheme));
        expect([...edited.categories].sort()).toEqual([...new Set(categories.map(nameOf))].filter(Boolean).sort());
        edited.tags.forEach((tag, row) => {
          const sources = state.tags.flatMap((old, place) => {
            if (scheme === 'tags') return nameOf(old) === tag ? [place] : [];
            const { prefix, category } = tagParts(old);
            return old === tag && tag === 'O' ? [place] : tag === `${prefix}-${nameOf(category)}` ? [place] : [];
          });
          expect(sources.length).toBeGreaterThan(0);
          if (sources.length === 1) expect(columnOf(edited, row)).toEqual(columnOf(state, sources[0] as number));
        });
        const kept = unpackBundle('edited.graft', packBundle(edited));
        expect(kept).toEqual(edited);
        const tagger = Tagger.fromState(kept);
        const tagged = await tagger.tag(sentences);
        tagger.dispose();
        for (const { tags } of tagged) expect(edited.tags).toEqual(expect.arrayContaining([...tags]));
        expect(memory().numTensors).toBe(tensors);
      }),
      { numRuns: 25 },
    );
  });
});
