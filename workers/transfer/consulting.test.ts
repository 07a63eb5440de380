import { engine, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectClose, onEachBackend, openTestBackend, toleranceOf } from '../kernels/testing.ts';
import type { ModelState } from '../models/state.ts';
import { Tagger } from '../models/tagger.ts';
import { knownExamples, smallTagger } from '../models/testing.ts';
import { commonSettings } from '../protocol/settings.ts';
import { createRandom } from '../text/random.ts';
import { atConstantRate, Optimizer } from '../training/optimizer.ts';
import { consulting, withoutConsulted } from './consulting.ts';
import { growTarget } from './targetTagger.ts';

const sentences = [
  ['Ada', 'moved', 'to', 'Velby', 'with', 'a', 'Quartz'],
  ['is', 'Orrick', 'far', '?'],
];
const kinds = { Town: 'Place', Hamlet: 'Town' };
const how = { settings: commonSettings, history: [] };

async function stateOf(tagger: Tagger): Promise<ModelState> {
  const state = await tagger.state('small', how);
  tagger.dispose();
  return state;
}

/** A source model, and one that came of it: of other numbers, with new categories, and words that the source has never seen. */
async function both(architecture: string): Promise<{ source: ModelState; trained: ModelState }> {
  const source = await stateOf(smallTagger(architecture, { sentences: sentences.slice(0, 1) }));
  const { weights } = await stateOf(smallTagger(architecture, { sentences: sentences.slice(0, 1), seed: 2 }));
  const grown = await growTarget(
    { ...source, weights },
    {
      ...{ newCategories: ['Product', 'Town', 'Hamlet'], initialisation: 'normal', kinds: {} },
      ...{ text: { sentences: [...sentences, ...sentences], vectors: null }, random: createRandom(3) },
    },
  );
  return { source, trained: await stateOf(grown) };
}

/** Each tag's score at each word, by tag; of a CRF what its linear layer says. */
async function scoresOf(state: ModelState): Promise<Record<string, number>[]> {
  const { output, ...rest } = state.specification;
  const isCrf = output.kind === 'crf';
  const weights = Object.entries(state.weights).filter(([name]) => !isCrf || !name.startsWith('transitions.'));
  const tagger = Tagger.fromState({
    ...state,
    specification: { ...rest, output: isCrf ? { kind: 'softmax', scheme: output.scheme } : output },
    weights: Object.fromEntries(weights),
  });
  const scores = tidy(() => tagger.output.scores?.(tagger.encoder.encode(sentences, null)) ?? expect.fail('no scores'));
  const values = (await scores.data()) as Float32Array;
  const [, time] = scores.shape;
  scores.dispose();
  const { tags } = tagger.output;
  tagger.dispose();
  return sentences.flatMap((words, row) =>
    words.map((_, column) =>
      Object.fromEntries(tags.map((tag, at) => [tag, values[(row * time + column) * tags.length + at] as number])),
    ),
  );
}

/** What a tag is in the source; undefined where it is new altogether. */
function inSource(tag: string): string | undefined {
  if (/Town|Hamlet/.test(tag)) return tag.replace(/Town|Hamlet/, 'Place');
  return tag.endsWith('Product') ? undefined : tag;
}

const withOutput = ['bilstm-crf', 'blstm', 'bilstm-cnn'];

onEachBackend((backend) => {
  const tolerance = toleranceOf(backend);

  it.each(withOutput)('scores each tag by both, the source’s at its share: %s', async (name) => {
    const { source, trained } = await both(name);
    const level = engine().memory().numTensors;
    const asks = consulting(trained, source, 0.3, kinds);
    const [own, asked, together] = [await scoresOf(trained), await scoresOf(source), await scoresOf(asks)];
    expect(together).toHaveLength(11);
    together.forEach((scores, word) => {
      const [ofOwn, ofSource] = [own[word] ?? {}, asked[word] ?? {}];
      const expected = Object.entries(ofOwn).map(([tag, score]) => {
        const meant = inSource(tag);
        const said = meant === undefined ? Math.max(...Object.values(ofSource)) : (ofSource[meant] as number);
        return 0.7 * score + 0.3 * said;
      });
      expect(Object.keys(scores)).toEqual(trained.tags);
      expectClose(Object.values(scores), expected, tolerance);
    });
    expect(engine().memory().numTensors).toBe(level);
    for (const [weight, { values }] of Object.entries(trained.weights))
      if (weight.startsWith('transitions.')) expect(asks.weights[weight]?.values).toEqual(values);
  });

  it.each(withOutput)('says what it says by itself where the source has no share: %s', async (name) => {
    const { source, trained } = await both(name);
    const [asks, alone] = [consulting(trained, source, 0, kinds), trained].map(Tagger.fromState) as [Tagger, Tagger];
    const [first, second] = [await asks.marginals(sentences), await alone.marginals(sentences)];
    for (const [sentence, marginals] of first.entries())
      expectClose(marginals, second[sentence] as Float32Array, tolerance);
    asks.dispose();
    alone.dispose();
  });

  it('teaches the model that it asks nothing', async () => {
    const { source, trained } = await both('bilstm-crf');
    const asks = consulting(trained, source, 0.3, kinds);
    const tagger = Tagger.fromState(asks);
    const isAsked = (weight: string) => weight.startsWith('consulted.');
    expect(Object.keys(tagger.parameters).filter(isAsked)).not.toEqual([]);
    expect(Object.keys(tagger.learningParameters)).toEqual(
      Object.keys(tagger.parameters).filter((name) => !isAsked(name)),
    );
    expect(new Set(tagger.depths.keys())).toEqual(new Set(Object.values(tagger.learningParameters)));
    const examples = knownExamples(tagger, sentences, (word) => (word === 'Ada' ? 'S-Person' : 'O'));
    const rule = { optimizer: 'adam', momentum: 0.9, clip: 5 } as const;
    const optimizer = new Optimizer(atConstantRate(tagger.learningParameters, 0.02), rule);
    for (let step = 0; step < 3; step++) optimizer.step(() => tagger.loss(examples, null)).dispose();
    optimizer.dispose();
    const { weights } = await stateOf(tagger);
    for (const [weight, { values }] of Object.entries(asks.weights)) {
      if (isAsked(weight)) expect(weights[weight]?.values, weight).toEqual(values);
      else expect(weights[weight]?.values, weight).not.toEqual(values);
    }
  });
});

describe('without what it asks', () => {
  beforeAll(() => openTestBackend('cpu'));

  it.each(withOutput)('it is the model that was trained: %s', async (name) => {
    const { source, trained } = await both(name);
    const back = withoutConsulted(consulting(trained, source, 0.4, kinds));
    expect({ ...back, weights: Object.keys(back.weights) }).toEqual({
      ...trained,
      weights: Object.keys(trained.weights),
    });
    for (const [weight, { shape, values }] of Object.entries(trained.weights)) {
      expect(back.weights[weight]?.shape).toEqual(shape);
      expectClose(back.weights[weight]?.values ?? [], values, 1e-6, weight);
    }
    expect(withoutConsulted(trained)).toBe(trained);
  });

  it('what mattered of the rows that are gone is gone', async () => {
    const { source, trained } = await both('blstm');
    const asks = consulting(trained, source, 0.4, kinds);
    const back = withoutConsulted({ ...asks, importance: asks.weights });
    expect(back.importance?.['outputLayer.weights']?.shape).toEqual(trained.weights['outputLayer.weights']?.shape);
  });
});

it('can ask a model that asks another one', async () => {
  await openTestBackend('cpu');
  const { source, trained } = await both('bilstm-crf');
  const first = consulting(trained, source, 0.3, kinds);
  const second = consulting(trained, first, 0.2, kinds);
  const [own, asked, together] = [await scoresOf(trained), await scoresOf(first), await scoresOf(second)];
  together.forEach((scores, word) => {
    const expected = trained.tags.map(
      (tag) => 0.8 * (own[word]?.[tag] as number) + 0.2 * (asked[word]?.[tag] as number),
    );
    expectClose(Object.values(scores), expected);
  });
});
