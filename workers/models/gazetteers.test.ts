/** Lists of names in a tagger: of one that never saw a word, they are all that it can go by. */
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { packBundle, unpackBundle } from '../bundle/bundle.ts';
import { openTestBackend } from '../kernels/testing.ts';
import { architectures, checkpointArchitectures } from '../protocol/architectures.ts';
import { commonSettings } from '../protocol/settings.ts';
import { createRandom } from '../text/random.ts';
import { atConstantRate, Optimizer } from '../training/optimizer.ts';
import { Tagger } from './tagger.ts';
import { knownExamples, letterPieces, singleTag, smallDescription } from './testing.ts';

/** Words of the lists share the unknown row and are spelled by the same letters, so that the lists alone tell them apart. */
const places = ['abab', 'baba', 'aabb', 'bbaa', 'abba', 'baab'];
const people = ['aaab', 'aaba', 'abaa', 'baaa', 'bbba', 'bbab'];
const half = <Item>(items: readonly Item[], part: 0 | 1) => items.filter((_, index) => index % 2 === part);
const sentencesOf = (part: 0 | 1) =>
  [...half(places, part), ...half(people, part)].map((name) => ['we', 'saw', name, 'there']);
const entries = [...places.map((name) => `Place\t${name}`), ...people.map((name) => `Person\t${name}`)];

const tagsOf = (tagger: Tagger) => (word: string) =>
  places.includes(word) ? singleTag(tagger, 'Place') : people.includes(word) ? singleTag(tagger, 'Person') : 'O';

function taggerOf(architecture: string, gazetteers: readonly string[]): Tagger {
  const description = smallDescription(architecture);
  const given = letterPieces(description);
  const text = { sentences: [['we', 'saw', 'there', 'we', 'saw', 'there']], vectors: null, gazetteers, given };
  return Tagger.create(description, text, createRandom(1));
}

function learn(tagger: Tagger): void {
  const optimizer = new Optimizer(atConstantRate(tagger.parameters, 0.02), {
    optimizer: 'adam',
    momentum: 0.9,
    clip: 5,
  });
  const examples = knownExamples(tagger, sentencesOf(0), tagsOf(tagger));
  const dropout = { rate: 0.3, random: createRandom(2) };
  for (let step = 0; step < 60; step++) optimizer.step(() => tagger.loss(examples, dropout)).dispose();
  optimizer.dispose();
}

describe.each([...architectures, ...checkpointArchitectures].map(({ name }) => name))(
  '%s with gazetteers',
  (architecture) => {
    it('knows names that it never saw, also after its bundle was read and its categories have grown', async () => {
      await openTestBackend('cpu');
      const before = memory().numTensors;
      const tagger = taggerOf(architecture, entries);
      learn(tagger);
      const unseen = sentencesOf(1);
      const tagged = await tagger.tag(unseen);
      expect(tagged.map(({ tags }) => tags)).toEqual(unseen.map((words) => words.map(tagsOf(tagger))));

      const bundle = packBundle(await tagger.state('named', { settings: commonSettings, history: [] }));
      const again = Tagger.fromState(unpackBundle('named.graft', bundle));
      expect(await again.tag(unseen)).toEqual(tagged);
      expect(again.encoder.gazetteers).toEqual(entries);
      await again.addCategories(['Product'], 'zeros', createRandom(3));
      expect((await again.tag(unseen)).map(({ tags }) => tags)).toEqual(tagged.map(({ tags }) => tags));

      const without = taggerOf(architecture, []);
      expect(without.encoder.featureSize).toBe(tagger.encoder.featureSize - 2);
      for (const each of [tagger, again, without]) each.dispose();
      expect(memory().numTensors).toBe(before);
    });
  },
);
