/**
 * Names for categories or tags that a file holds as numbers. They may stand in the same file: as the names of a class
 * label, a list, a mapping from numbers or to numbers, or a list of objects with a number and a name.
 */
import { type Fields, isFields, isStrings, plainName, wholeNumber } from './values.ts';

const deepest = 7;
/** Names of lists and mappings that hold names of categories, outside of records. */
const holders =
  /^(?:names|classes|labels|labelnames|labellist|labelset|labelmap|labeldefinitions|labeltypes|labelconfig|id2label|label2id|tagnames|taglist|tagset|tags|tag2id|id2tag|categories|categorynames|nertagsnames|nertagnames|nernames|entitytypes|types|feature|features|mapping|id2tagname|idx2tag|tag2idx)$/;

/** The same inside a record, where labels and tags are those of its words. */
const holdersInRecord = /names$|list$|labelset|tagset|id2|2id|idx|mapping|^feature/;

/**
 * A function from the numbers in use to their names; nothing where no names for all of them are found.
 * @param records those of the file, in which fewer lists are taken for names.
 */
export function namesForNumbers(
  file: readonly unknown[],
  records: ReadonlySet<unknown>,
  numbers: ReadonlySet<string>,
): ((number: string) => string) | undefined {
  const [first] = records;
  const isOutside = (value: unknown) => !records.has(value);
  for (const [header, isHolder, enters] of [
    ...file.map((value) => [value, (key: string) => holders.test(key), isOutside] as const),
    [first, (key: string) => holders.test(key) && holdersInRecord.test(key), () => true] as const,
  ]) {
    for (const names of namesIn(header, '', 0, isHolder, enters)) {
      if ([...numbers].every((number) => names.has(number))) return (number) => names.get(number) ?? number;
    }
  }
  return undefined;
}

/** Whether an object is there to give names to numbers, and has no text beside them. */
export function holdsNames(fields: Fields): boolean {
  return (
    Object.values(fields).every((value) => typeof value !== 'string' || value.length < 30) &&
    Object.entries(fields).some(([key, value]) => {
      const name = plainName(key);
      if (!holders.test(name) || !holdersInRecord.test(name) || typeof value !== 'object' || value === null)
        return false;
      return name.startsWith('feature') || namesOf(value) !== undefined;
    })
  );
}

const namesOf = (value: object) => (isFields(value) ? namesOfMapping(value) : namesOfList(value as readonly unknown[]));

function* namesIn(
  value: unknown,
  key: string,
  depth: number,
  isHolder: (key: string) => boolean,
  enters: (value: unknown) => boolean,
): Generator<ReadonlyMap<string, string>> {
  if (depth > deepest || typeof value !== 'object' || value === null || !enters(value)) return;
  if (isHolder(plainName(key))) {
    const names = namesOf(value);
    if (names) yield names;
  }
  for (const [name, child] of isFields(value)
    ? Object.entries(value)
    : (value as readonly unknown[]).map((each) => [key, each] as const))
    yield* namesIn(child, name, depth + 1, isHolder, enters);
}

function namesOfList(list: readonly unknown[]): Map<string, string> | undefined {
  if (list.length === 0) return undefined;
  if (isStrings(list))
    return list.every((name) => wholeNumber(name) !== undefined)
      ? undefined
      : new Map(list.map((name, index) => [`${index}`, name]));
  const names = new Map<string, string>();
  for (const item of list) {
    if (!isFields(item)) return undefined;
    const number = wholeNumber(item.id ?? item.index ?? item.value);
    const name = item.name ?? item.text ?? item.label ?? item.title;
    if (number === undefined || typeof name !== 'string') return undefined;
    names.set(`${number}`, name);
  }
  return names;
}

function namesOfMapping(fields: Fields): Map<string, string> | undefined {
  const entries = Object.entries(fields);
  if (entries.length === 0) return undefined;
  if (entries.every(([number, name]) => wholeNumber(number) !== undefined && typeof name === 'string'))
    return new Map(entries.map(([number, name]) => [`${wholeNumber(number)}`, name as string]));
  if (entries.every(([name, number]) => wholeNumber(number) !== undefined && wholeNumber(name) === undefined))
    return new Map(entries.map(([name, number]) => [`${wholeNumber(number)}`, name]));
  return undefined;
}
