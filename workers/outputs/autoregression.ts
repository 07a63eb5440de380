/** What outputs have in common that read their own labels: which label stands before each word, and which tag may follow it. */
import type { LabelTable } from '../layers/labelTable.ts';
import type { LinearLayer } from '../layers/linear.ts';
import type { Initialisation, Kinds } from '../protocol/configuration.ts';
import type { CategoryMapping } from '../text/categories.ts';
import type { Random } from '../text/random.ts';
import { allowedTransitions } from '../text/schemes.ts';
import { type OutputScheme, tagNames } from '../text/tagNames.ts';
import { newRowValues } from './initialisation.ts';
import { begunRows, startingRows } from './kindRows.ts';
import { regroup, regroupedRows, type SampleFeatures } from './regrouping.ts';

/** What has a row a tag. */
interface TagRows {
  readonly outputLayer: LinearLayer;
  /** Absent where no label is read. */
  readonly labels: LabelTable | undefined;
}

interface Tagging {
  readonly categories: readonly string[];
  readonly scheme: OutputScheme;
}

interface Beginning {
  readonly initialisation: Exclude<Initialisation, 'best'>;
  readonly random: Random;
  readonly kinds: Kinds;
}

/** Rows for the tags of further categories, behind those that are there. @returns all tags. */
export async function growTagRows(
  { outputLayer, labels }: TagRows,
  { categories, scheme }: Tagging,
  added: readonly string[],
  { initialisation, random, kinds }: Beginning,
): Promise<readonly string[]> {
  const names = tagNames([...categories, ...added], scheme);
  const count = names.length - tagNames(categories, scheme).length;
  const draw = newRowValues(initialisation, random);
  await outputLayer.append(count, draw);
  await labels?.append(count, draw);
  if (Object.keys(kinds).length === 0) return names;
  const starting = startingRows(names, kinds, scheme);
  outputLayer.replaceColumns(begunRows(await outputLayer.columns(), starting, random));
  await labels?.regroup(starting.map((row) => [row]));
  return names;
}

/** Renames, merges and removes rows. @param sampleReads what the output layer reads, asked for where some are merged. */
export async function mapTagRows(
  { outputLayer, labels }: TagRows,
  { categories: before, scheme }: Tagging,
  mapping: CategoryMapping,
  sampleReads: SampleFeatures,
): Promise<{ readonly categories: readonly string[]; readonly names: readonly string[] }> {
  const { categories, names, sources } = regroup(before, scheme, mapping);
  outputLayer.replaceColumns(await regroupedRows(await outputLayer.columns(), sources, sampleReads));
  await labels?.regroup(sources);
  return { categories, names };
}

/** Words of a made-up sentence in which merged rows are tried on. */
const sampleLength = 8;

/** From a tag a token [batch · time] to the rows of the labels before them: that of the start, and those of the tags. */
export function labelsBefore(ids: Int32Array, time: number): Int32Array {
  return Int32Array.from(ids, (_, cell) => (cell % time === 0 ? 0 : 1 + (ids[cell - 1] as number)));
}

/** 1 where a tag may follow, [tags + 2, tags]: at the start, after each tag; last, whether it may be the end. */
export function allowedAfter(tags: readonly string[], scheme: OutputScheme): Float32Array {
  if (scheme === 'tags') return new Float32Array((tags.length + 2) * tags.length).fill(1);
  const { start, between, end } = allowedTransitions(tags, scheme);
  return Float32Array.from([start, ...between, end].flat(), Number);
}

/** A sample of words as sentences of equal length, features [batch · time · size]: what stands behind the last whole one goes. */
export async function sampleSentences(
  sample: SampleFeatures,
  size: number,
): Promise<{ values: Float32Array; batch: number; time: number }> {
  const values = await sample();
  const batch = Math.floor(values.length / (sampleLength * size));
  return { values: values.subarray(0, batch * sampleLength * size), batch, time: sampleLength };
}
