/**
 * One item of a list of spans, laid flat: whatever objects and lists its numbers and names are nested in, each stands
 * under a path. An item that names several stretches (points, locations, mentions) is laid flat once for each.
 */
import { categoryRank, coveredNames, endNames, lengthNames, pairPlace, rankOf, startNames } from './names.ts';
import { isFields, isStrings, wholeNumber } from './values.ts';

/** By path: numbers, texts, lists of texts. What is empty is left out. */
export type Leaves = ReadonlyMap<string, unknown>;

type Stretches = [path: string, list: readonly unknown[]][];

const deepest = 5;
const most = 60;

export function leavesOf(item: unknown): Leaves[] {
  const leaves = new Map<string, unknown>();
  const stretches: Stretches = [];
  const isList = Array.isArray(item);
  if (isList) layList(item.slice(0, most), '', 1, leaves, stretches);
  else if (isFields(item)) layFields(item, '', 0, leaves, stretches);
  readNumbers(leaves);
  if (stretches.length === 0 || isPlaced(leaves) || !hasName(leaves, isList)) return [leaves];
  const [path, list] = stretches.find(([name, [first]]) => isPlaced(flat(first, name))) ?? [];
  if (path === undefined || list === undefined) return [leaves];
  return list.map((stretch) => new Map([...leaves, ...flat(stretch, path)]));
}

/**
 * Numbers in quotation marks become numbers, unless a span covers them or has its offsets already: `1999` can be what
 * is annotated.
 */
function readNumbers(leaves: Map<string, unknown>): void {
  const given = [...leaves.values()].filter((value) => typeof value === 'number' && Number.isInteger(value)).length;
  for (const [path, value] of leaves) {
    if (typeof value !== 'string' || Number.isFinite(rankOf(path, coveredNames))) continue;
    const number = wholeNumber(value);
    const isNamed =
      pairPlace(path) !== undefined ||
      [startNames, endNames, lengthNames].some((names) => Number.isFinite(rankOf(path, names)));
    if (number !== undefined && (given < 2 || isNamed)) leaves.set(path, number);
  }
}

function lay(value: unknown, path: string, depth: number, leaves: Map<string, unknown>, stretches: Stretches): void {
  if (value === null || value === undefined || value === '' || depth > deepest || leaves.size > most) return;
  if (!Array.isArray(value)) {
    if (isFields(value)) layFields(value, `${path}.`, depth, leaves, stretches);
    else leaves.set(path, value);
    return;
  }
  if (value.length === 0) return;
  const names = Number.isFinite(categoryRank(path)) ? namesIn(value) : undefined;
  if (names) leaves.set(path, names);
  else if (isStrings(value) && (value.length !== 2 || !isNumberPair(value) || Number.isFinite(categoryRank(path))))
    leaves.set(path, value);
  else if (value.length === 2 && isNumberPair(value)) {
    leaves.set(`${path}.0`, value[0]);
    leaves.set(`${path}.1`, value[1]);
  } else if (value.every((each) => isFields(each) || Array.isArray(each))) stretches.push([path, value]);
  else layList(value.slice(0, 8), `${path}.`, depth + 1, leaves, stretches);
}

/** `labels: [{value: "PER", confidence: 0.9}]` */
function namesIn(list: readonly unknown[]): string[] | undefined {
  const names = list.map((item) =>
    isFields(item) && Object.keys(item).length <= 4 ? (item.value ?? item.name ?? item.label) : undefined,
  );
  return isStrings(names) ? names : undefined;
}

function layList(
  list: readonly unknown[],
  before: string,
  depth: number,
  leaves: Map<string, unknown>,
  stretches: Stretches,
): void {
  for (const [index, value] of list.entries()) lay(value, `${before}${index}`, depth, leaves, stretches);
}

const isNumberPair = (value: readonly unknown[]) => value.every((each) => wholeNumber(each) !== undefined);

function layFields(
  fields: Readonly<Record<string, unknown>>,
  before: string,
  depth: number,
  leaves: Map<string, unknown>,
  stretches: Stretches,
): void {
  for (const [key, value] of Object.entries(fields)) lay(value, before + key, depth + 1, leaves, stretches);
}

function flat(value: unknown, path: string): Leaves {
  const leaves = new Map<string, unknown>();
  lay(value, path, 1, leaves, []);
  readNumbers(leaves);
  return leaves;
}

/** Whether the names of its numbers say where something begins and ends, or two numbers stand side by side. */
function isPlaced(leaves: Leaves): boolean {
  const numbers = [...leaves].flatMap(([path, value]) => (kindOf(value) === 'number' ? [path] : []));
  const named = (names: readonly string[]) => numbers.some((path) => Number.isFinite(rankOf(path, names)));
  if (named(startNames)) return named(endNames) || named(lengthNames) || [...leaves.values()].some(isText);
  return (
    numbers.some((path) => pairPlace(path) === 0) || (numbers.length === 2 && numbers.every((path) => /\d$/.test(path)))
  );
}

const isText = (value: unknown) => typeof value === 'string';

function hasName(leaves: Leaves, isList: boolean): boolean {
  for (const [path, value] of leaves)
    if (kindOf(value) !== 'number' && (isList ? isText(value) : Number.isFinite(categoryRank(path)))) return true;
  return false;
}

/** Leaves of one signature have their numbers, texts and lists under the same paths. */
export function signatureOf(leaves: Leaves): string {
  const parts: string[] = [];
  for (const [path, value] of leaves) parts.push(`${path}:${kindOf(value)}`);
  return parts.join('|');
}

export function kindOf(value: unknown): 'number' | 'text' | 'texts' | 'other' {
  if (typeof value === 'number' && Number.isInteger(value)) return 'number';
  if (typeof value === 'string') return 'text';
  return Array.isArray(value) ? 'texts' : 'other';
}
