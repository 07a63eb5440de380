/** Two taggers that share parts, as T-B and T-C of paper 3 do, train in turn. */
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import { disposeParts, type Part, parametersOf } from '../layers/part.ts';
import { createRandom } from '../text/random.ts';
import { atConstantRate, Optimizer } from '../training/optimizer.ts';
import { Tagger } from './tagger.ts';
import { knownExamples, smallDescription } from './testing.ts';

const sentences = [
  ['Ada', 'moved', 'to', 'Velby'],
  ['the', 'router', 'is', 'broken'],
];
const text = { sentences: [...sentences, ...sentences], vectors: null };
const rule = { optimizer: 'adam', momentum: 0.9, clip: 5 } as const;

const partOf = (tagger: Tagger, path: string) => tagger.parts.find((part) => part.path === path) as Part;

/** Two tasks, the second of which is handed the first's character parts and word layer. */
function tasks() {
  const random = createRandom(1);
  const names = Tagger.create(smallDescription('bilstm-crf'), text, random.fork('names'));
  const shared = ['characterTable', 'characterLayer', 'wordLayer'].map((path) => partOf(names, path));
  const description = smallDescription('blstm', { categories: ['Thing'] });
  const things = Tagger.create(description, text, random.fork('things'), shared);
  return { names, things, shared };
}

describe.each(['cpu', 'wasm'] as const)(
  'two taggers that share a character layer and a word layer, on %s',
  (backend) => {
    beforeAll(() => openTestBackend(backend));

    it('train in turn; what one learns in a shared part the other sees', async () => {
      const { names, things } = tasks();
      const level = memory().numTensors;
      const learners = [
        { tagger: names, examples: knownExamples(names, sentences, (word) => (word === 'Ada' ? 'S-Person' : 'O')) },
        { tagger: things, examples: knownExamples(things, sentences, (word) => (word === 'router' ? 'S-Thing' : 'O')) },
      ];
      const optimizers = learners.map(({ tagger }) => new Optimizer(atConstantRate(tagger.parameters, 0.02), rule));
      const features = async (tagger: Tagger) => {
        const encoded = tagger.encoder.encode(sentences, null);
        const values = [...(await encoded.data())];
        encoded.dispose();
        return values;
      };
      const before = await features(things);
      const take = (turn: number) => {
        const learner = learners[turn] as (typeof learners)[number];
        optimizers[turn]?.step(() => learner.tagger.loss(learner.examples, null)).dispose();
      };
      take(0);
      expect(await features(things)).not.toEqual(before);
      for (let step = 0; step < 100; step++) take(step % 2);
      expect((await names.tag(sentences))[0]?.tags[0]).toBe('S-Person');
      expect((await things.tag(sentences))[1]?.tags[1]).toBe('S-Thing');
      for (const optimizer of optimizers) optimizer.dispose();
      expect(memory().numTensors).toBe(level);
      disposeParts([names, things]);
    });

    it('are disposed of by their owner, each part once', () => {
      const before = memory().numTensors;
      const { names, things, shared } = tasks();
      const disposed: string[] = [];
      const all = new Set([names, things].flatMap(({ parts }) => parts));
      for (const part of all) {
        for (const [name, variable] of Object.entries(part.parameters)) {
          const dispose = variable.dispose.bind(variable);
          variable.dispose = () => {
            disposed.push(name);
            dispose();
          };
        }
      }
      disposeParts([names, things]);
      const sharedNames = Object.keys(parametersOf({ parts: shared }));
      for (const name of sharedNames) expect(disposed.filter((each) => each === name)).toHaveLength(1);
      expect(memory().numTensors).toBe(before);
    });

    it('begin with other numbers where they share nothing, for each task has streams of its own', async () => {
      const random = createRandom(1);
      const one = Tagger.create(smallDescription('bilstm-crf'), text, random.fork('one'));
      const other = Tagger.create(smallDescription('bilstm-crf'), text, random.fork('other'));
      const valuesOf = async (tagger: Tagger, name: string) => [...((await tagger.parameters[name]?.data()) ?? [])];
      for (const name of Object.keys(one.parameters).filter((each) => each !== 'transitions.scores')) {
        expect(await valuesOf(one, name), name).not.toEqual(await valuesOf(other, name));
      }
      // Two layers of one kind within a model differ as well.
      const [characters, words] = ['characterLayer', 'wordLayer'].map((path) => `${path}.bias`) as [string, string];
      const first = (await valuesOf(one, characters)).slice(0, 4);
      expect((await valuesOf(one, words)).slice(0, 4)).not.toEqual(first);
      disposeParts([one, other]);
    });

    it('shared as a whole keep one encoder, which learns text for both', async () => {
      const random = createRandom(1);
      const one = Tagger.create(smallDescription('bilstm-crf'), text, random.fork('one'));
      const other = Tagger.create(smallDescription('bilstm-crf'), text, random.fork('other'), one.encoder.parts);
      const fresh = [['Ilse', 'Ilse']];
      await one.encoder.learnText({ sentences: fresh, vectors: null }, random.fork('text'));
      const read = async (tagger: Tagger) => {
        const encoded = tagger.encoder.encode(fresh, null);
        const values = [...(await encoded.data())];
        encoded.dispose();
        return values;
      };
      expect(await read(other)).toEqual(await read(one));
      disposeParts([one, other]);
    });
  },
);
