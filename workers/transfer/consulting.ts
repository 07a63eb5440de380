/**
 * A trained model that asks its source model as well: of each tag's score a share is what the source gives the same tag, so that
 * what training has made of old categories is outvoted where the source is sure (an ensemble of outputs, with which Wortsman and
 * others 2022 compare mixtures of weights). Of a kind of an old category it is the score of that category. Of what is new
 * altogether it is the largest that the source gives to any tag of the token: so the source keeps out of what it knows nothing of.
 *
 * It is made of plain data after the training. Two that learn together as one kept less.
 */
import { consultedPrefix } from '../models/consultingEncoder.ts';
import type { ModelState } from '../models/state.ts';
import type { Kinds } from '../protocol/configuration.ts';
import type { OutputSpecification } from '../protocol/specification.ts';
import { categoriesAbove } from '../text/kindsOf.ts';
import { tagParts } from '../text/schemes.ts';
import { tagNames } from '../text/tagNames.ts';

type Weights = ModelState['weights'];
type Weight = Weights[string];

/** The numbers of an output's linear layers: of one, or of one for each direction, whose scores add up. */
const ofScores = /^outputLayer\./;
const readsFeatures = /^outputLayer\.(?:.+\.)?weights$/;

/**
 * @param trained asks nobody yet, and knows what the source knows and more. @param source may itself ask another.
 * @param share how much of each score is the source's, 0 to below 1. @param kinds all that are known.
 */
export function consulting(trained: ModelState, source: ModelState, share: number, kinds: Kinds): ModelState {
  const { specification, categories, tags } = source;
  const output = tokenOutput(specification.output);
  const asked = Object.entries(source.weights).filter(([name]) => !name.startsWith('transitions.'));
  const columns = trained.tags.map((tag) => columnFor(tag, trained, source, kinds));
  return {
    ...trained,
    specification: {
      ...trained.specification,
      consulted: { specification: { ...specification, output }, categories, share },
    },
    texts: { ...trained.texts, ...under(Object.entries(source.texts)) },
    weights: {
      ...withRows(scaled(trained.weights, 1 - share), { share, columns, added: tags.length + 1 }),
      ...under(asked),
    },
  };
}

/** What follows what is not asked of the source: of a CRF its scores alone are. */
function tokenOutput(output: OutputSpecification): OutputSpecification {
  return output.kind === 'crf' ? { kind: 'softmax', scheme: output.scheme } : output;
}

/** Which of the added features a tag reads: the source's tags, and behind them the largest of their scores. */
function columnFor(
  tag: string,
  { specification }: Pick<ModelState, 'specification'>,
  { tags, categories }: ModelState,
  kinds: Kinds,
): number {
  if (tags.includes(tag)) return tags.indexOf(tag);
  const { prefix, category } = specification.output.scheme === 'tags' ? { prefix: '', category: tag } : tagParts(tag);
  const above = categoriesAbove(category, kinds).find((each) => categories.includes(each));
  return above === undefined ? tags.length : tags.indexOf(prefix === '' ? above : `${prefix}-${above}`);
}

/** The model by itself: without the one that it asks, and its own scores as large as they were. */
export function withoutConsulted(state: ModelState): ModelState {
  const { consulted, ...alone } = state.specification;
  if (!consulted) return state;
  const { categories, specification, share } = consulted;
  const added = tagNames(categories, specification.output.scheme).length + 1;
  const { importance } = state;
  return {
    ...state,
    specification: alone,
    texts: own(state.texts),
    weights: scaled(withoutRows(own(state.weights), added), 1 / (1 - share)),
    ...(importance && { importance: withoutRows(importance, added) }),
  };
}

const under = <Value>(entries: readonly (readonly [string, Value])[]): Readonly<Record<string, Value>> =>
  Object.fromEntries(entries.map(([name, value]) => [`${consultedPrefix}${name}`, value]));

const own = <Value>(all: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith(consultedPrefix)));

const mapped = (weights: Weights, change: (name: string, weight: Weight) => Weight): Weights =>
  Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, change(name, weight)]));

/** The output's scores times a factor; a CRF's transitions are none of them. */
function scaled(weights: Weights, factor: number): Weights {
  return mapped(weights, (name, { shape, values }) =>
    ofScores.test(name) ? { shape, values: values.map((value) => value * factor) } : { shape, values },
  );
}

/** Further rows of what reads features, for those that were added behind them. @param columns by tag, which of them it reads. */
function withRows(
  weights: Weights,
  { share, columns, added }: { readonly share: number; readonly columns: readonly number[]; readonly added: number },
): Weights {
  const layers = Object.keys(weights).filter((name) => readsFeatures.test(name)).length;
  return mapped(weights, (name, weight) => {
    if (!readsFeatures.test(name)) return weight;
    const [features = 0, tags = 0] = weight.shape;
    const values = new Float32Array((features + added) * tags);
    values.set(weight.values);
    columns.forEach((column, tag) => {
      values[(features + column) * tags + tag] = share / layers;
    });
    return { shape: [features + added, tags], values };
  });
}

function withoutRows(weights: Weights, added: number): Weights {
  return mapped(weights, (name, weight) => {
    if (!readsFeatures.test(name)) return weight;
    const [features = 0, tags = 0] = weight.shape;
    return { shape: [features - added, tags], values: weight.values.slice(0, (features - added) * tags) };
  });
}
