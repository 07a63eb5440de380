/**
 * Documents that are kept as passages with their places, as the collections of biomedical texts have them: BigBio with
 * `text: ["…"], offsets: [[0, 28]]` for each passage and each entity, BioC with an `offset` and `annotations` in each
 * passage. Offsets count from the document's beginning, so that the passages are put together before spans are read.
 */
import type { Complain } from './labelStudio.ts';
import { type Fields, isFields, isStrings, numberPairs, shown, wholeNumber } from './values.ts';

/** Texts with their places; most have one piece. */
interface Pieces extends Fields {
  readonly text: readonly string[];
  readonly offsets: readonly (readonly [number, number])[];
}

interface Passage {
  readonly text: string;
  readonly start: number;
}

interface Document {
  /** The key of the passages. */
  readonly key: string;
  readonly passages: readonly Passage[];
  /** Spans that stand in the passages. */
  readonly spans?: readonly unknown[];
}

export const hasPassages = (record: Fields) => documentIn(record) !== undefined;

/** The record with one text and with its entities' places; nothing where it has no passages. */
export function withPassages(record: Fields, complain: Complain): Fields | undefined {
  const document = documentIn(record);
  const text = document && joined(document.passages);
  if (!document || text === undefined) return undefined;
  const { [document.key]: _, ...rest } = record;
  const lists = Object.entries(rest).map(([key, value]): [string, unknown] => [
    key,
    arePieces(value) ? value.flatMap((entity) => wholeSpan(entity, complain)) : value,
  ]);
  return { ...Object.fromEntries(lists), text, ...(document.spans ? { annotations: document.spans } : {}) };
}

function documentIn(record: Fields): Document | undefined {
  const lists = Object.entries(record);
  const inPieces = lists.filter((entry): entry is [string, Pieces[]] => arePieces(entry[1]));
  // Of all lists of texts with places, the passages are those that hold the most text.
  const [longest] = inPieces.sort(([, one], [, other]) => sizeOf(other) - sizeOf(one));
  if (longest && typeof record.text !== 'string' && (inPieces.length > 1 || /passage/i.test(longest[0]))) {
    const [key, items] = longest;
    const passages = items.flatMap(({ text, offsets }) =>
      text.map((each, index): Passage => ({ text: each, start: offsets[index]?.[0] ?? 0 })),
    );
    return { key, passages };
  }
  const [key, passages] =
    lists.find((entry): entry is [string, Fields[]] => /passage/i.test(entry[0]) && arePassages(entry[1])) ?? [];
  if (key === undefined || passages === undefined) return undefined;
  return {
    key,
    passages: passages.map(({ text, offset }) => ({ text: String(text ?? ''), start: wholeNumber(offset) ?? 0 })),
    spans: passages.flatMap(({ annotations }) => (Array.isArray(annotations) ? annotations : [])),
  };
}

const arePieces = (value: unknown): value is Pieces[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(
    (item) => isFields(item) && isStrings(item.text) && numberPairs(item.offsets)?.length === item.text.length,
  );

const sizeOf = (list: readonly Pieces[]) => list.reduce((size, { text }) => size + text.join('').length, 0);

const arePassages = (value: unknown) =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(
    (item) =>
      isFields(item) &&
      (typeof item.text === 'string' || item.text === undefined) &&
      wholeNumber(item.offset) !== undefined,
  );

/** Passages at their places, counted in code points as Python does; nothing where they do not follow each other. */
function joined(passages: readonly Passage[]): string | undefined {
  const parts: string[] = [];
  let end = 0;
  for (const { text, start } of passages) {
    if (text === '') continue;
    if (start < end) return undefined;
    parts.push(parts.length > 0 && start > end ? `\n${' '.repeat(start - end - 1)}` : ' '.repeat(start - end), text);
    end = start + [...text].length;
  }
  return parts.join('');
}

/** An entity of one piece, as spans are written elsewhere. */
function wholeSpan(entity: Pieces, complain: Complain): Fields[] {
  const [place, ...others] = entity.offsets;
  if (place && others.length === 0) return [{ ...entity, text: entity.text[0], offsets: place }];
  complain(
    'span-in-pieces',
    `The span “${shown(entity.text)}” stands in ${entity.offsets.length} pieces; it was left out.`,
    'A span is one stretch of the text: annotate it as one, or as several spans.',
    1,
  );
  return [];
}
