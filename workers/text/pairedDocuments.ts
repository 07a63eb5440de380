/**
 * The documents of two annotators' files, each with its counterpart. Tools number documents as they please, so that the text
 * decides: ids only tell documents of one text apart.
 */
import type { Document } from '../protocol/corpus.ts';
import { GraftError, type Problem } from '../protocol/errors.ts';
import { clip } from './clip.ts';
import { counted } from './counted.ts';

/** One annotator's file. */
export interface AnnotatorFile {
  readonly name: string;
  readonly documents: readonly Document[];
}

export interface PairedDocuments {
  readonly pairs: readonly { readonly a: Document; readonly b: Document }[];
  /** What stands in one of the files alone. */
  readonly problems: readonly Problem[];
}

/** @throws GraftError where a document has other words in the other file, or no document stands in both. */
export function pairDocuments(a: AnnotatorFile, b: AnnotatorFile): PairedDocuments {
  /** What is left of the second file, by text and then by id. */
  const byText = new Map<string, Map<string, Document[]>>();
  for (const document of b.documents) {
    const same = byText.get(document.text) ?? new Map<string, Document[]>();
    byText.set(document.text, same);
    const ofId = same.get(document.id) ?? [];
    same.set(document.id, ofId);
    ofId.push(document);
  }
  const pairs: { a: Document; b: Document }[] = [];
  const take = (document: Document, id: string | undefined): boolean => {
    const same = byText.get(document.text);
    const other = id === undefined ? undefined : same?.get(id)?.shift();
    if (!same || id === undefined || !other) return false;
    if (same.get(id)?.length === 0) same.delete(id);
    pairs.push({ a: document, b: other });
    return true;
  };
  const anyId = ({ text }: Document): string | undefined => byText.get(text)?.keys().next().value;
  const alone = a.documents
    .filter((document) => !take(document, document.id))
    .filter((document) => !take(document, anyId(document)));
  const left = [...byText.values()].flatMap((same) => [...same.values()].flat());
  const areSingle = a.documents.length === 1 && b.documents.length === 1;
  const leftById = new Map(left.map((document) => [document.id, document]));
  for (const document of alone) {
    const other = areSingle ? left[0] : leftById.get(document.id);
    if (other) throw otherText(a, b, document, other);
  }
  if (pairs.length === 0) throw nothingInCommon(a, b);
  const order = new Map(a.documents.map((document, place) => [document, place]));
  pairs.sort((one, other) => (order.get(one.a) ?? 0) - (order.get(other.a) ?? 0));
  return { pairs, problems: [...lacking(alone, a, b), ...lacking(left, b, a)] };
}

function otherText(a: AnnotatorFile, b: AnnotatorFile, one: Document, other: Document): GraftError {
  let place = 0;
  while (place < one.text.length && one.text[place] === other.text[place]) place++;
  const before = one.text.slice(0, place).split('\n');
  const from = ({ text }: Document) => {
    const rest = clip(text.slice(place, place + 60).replace(/\s+/g, ' '), 30);
    return rest === '' ? 'its end' : `“${rest}”`;
  };
  return new GraftError({
    code: 'other-text',
    message:
      `Document ${one.id} has other words in ${b.name} than in ${a.name}: from character ${(before.at(-1) ?? '').length + 1} ` +
      `of its line ${before.length} on, ${from(other)} stands in the place of ${from(one)}.`,
    remedy: 'Give two annotations of the same texts, down to blanks and line ends.',
  });
}

function nothingInCommon(a: AnnotatorFile, b: AnnotatorFile): GraftError {
  return new GraftError({
    code: 'no-common-document',
    message: `No document of ${a.name} stands in ${b.name}: they have neither an id nor a text in common.`,
    remedy: 'Give two annotations of the same texts, in the same pieces.',
  });
}

/** So many are named. */
const mostNamed = 5;

function lacking(documents: readonly Document[], has: AnnotatorFile, lacks: AnnotatorFile): Problem[] {
  if (documents.length === 0) return [];
  const ids = documents.map(({ id }) => id);
  const more = ids.length > mostNamed ? ` and ${ids.length - mostNamed} more` : '';
  const what = `${counted(ids.length, 'document')} ${ids.length === 1 ? 'stands' : 'stand'}`;
  return [
    {
      code: 'document-in-one-file',
      message: `${what} in ${has.name} alone, and did not count: ${ids.slice(0, mostNamed).join(', ')}${more}.`,
      remedy: `If both annotated them, give them in ${lacks.name} too, with the same text.`,
      file: has.name,
    },
  ];
}
