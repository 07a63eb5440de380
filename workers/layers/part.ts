/**
 * What models are made of. A part owns its parameters and, where its rows stand for something, the text that says for
 * what. Models that learn together share parts (paper 3): who builds a model may hand it parts that another one holds.
 */
import type { Variable } from '@tensorflow/tfjs-core';
import { GraftError } from '../protocol/errors.ts';
import { disposeAll, type ParameterSource, type Parameters } from './parameters.ts';

/** By full name, such as `wordTable.words`: what each row stands for, in order. */
export type Texts = Readonly<Record<string, readonly string[]>>;

/** @throws GraftError where a model lacks the text. */
export function textOf(texts: Texts, name: string): readonly string[] {
  const text = Object.hasOwn(texts, name) ? texts[name] : undefined;
  if (text) return text;
  throw new GraftError({
    code: 'model-texts',
    message: `The model lacks the list ${name}, which says what the rows of that table stand for.`,
    remedy: 'The file does not fit together: export the model again from where it was trained.',
  });
}

export interface Part {
  /** Unique in a model, such as `wordLayer`. */
  readonly path: string;
  readonly parameters: Parameters;
  readonly texts: Texts;
}

/** From where a model takes its parts. */
export interface PartSource {
  /** The part of this path that was handed in, or a new one. */
  part<Made extends Part>(path: string, make: (path: string, source: ParameterSource) => Made): Made;
}

/** @param held parts of other models, each taken where its path is asked for. */
export function partSource(source: ParameterSource, held: readonly Part[] = []): PartSource {
  const byPath = new Map(held.map((part) => [part.path, part]));
  return {
    part<Made extends Part>(path: string, make: (path: string, source: ParameterSource) => Made): Made {
      return (byPath.get(path) as Made | undefined) ?? make(path, source);
    },
  };
}

/** Parts of a model within a model: each has its path behind the prefix. */
export function partsUnder(prefix: string, parts: PartSource): PartSource {
  return { part: (path, make) => parts.part(`${prefix}${path}`, make) };
}

/** What stands under names that begin so, without that beginning. */
export function namedUnder<Value>(prefix: string, all: Readonly<Record<string, Value>>): Record<string, Value> {
  const under = Object.entries(all).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(under.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** Whatever is made of parts. */
export interface PartOwner {
  readonly parts: readonly Part[];
}

/** One whose parts lie above one another. */
export interface Layered extends PartOwner {
  /** Every part that learns, from the top down: a layer reads what those behind it make. */
  readonly layers: readonly (readonly Part[])[];
}

/** How many layers lie above that of each parameter. */
export function depthsOf({ layers }: Pick<Layered, 'layers'>): ReadonlyMap<Variable, number> {
  return new Map(
    layers.flatMap((parts, depth) =>
      parts.flatMap(({ parameters }) =>
        Object.values(parameters).map((parameter): [Variable, number] => [parameter, depth]),
      ),
    ),
  );
}

/** So many of the lowest layers, and what lies below them: none for 0, everything for more than there are. */
export function lowestParts({ layers }: Pick<Layered, 'layers'>, count: number): readonly Part[] {
  return count > 0 ? layers.slice(-(count + 1)).flat() : [];
}

/** The parameters of all parts of some owners that share none, by full name. */
export function parametersOf(...owners: readonly PartOwner[]): Parameters {
  return Object.fromEntries(
    owners.flatMap(({ parts }) => parts.flatMap(({ parameters }) => Object.entries(parameters))),
  );
}

/** Each part once, however many of the owners hold it. */
export function disposeParts(owners: readonly PartOwner[]): void {
  const variables = new Set<Variable>();
  for (const { parts } of owners) {
    for (const { parameters } of parts) for (const variable of Object.values(parameters)) variables.add(variable);
  }
  disposeAll(variables);
}
