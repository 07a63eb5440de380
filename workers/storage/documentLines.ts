/**
 * Documents as JSON lines, in the database and in project files. The tokens of a sentence stand as a list of numbers, start and end by
 * turns: they are most of what there is, and so a corpus of 100,000 documents is written in seconds. Whatever else a document
 * holds is kept as it is, so that a field more needs no change here.
 */
import { z } from 'zod';
import { type Document, documentStatuses, type Sentence } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import { putOffsets, tokensAt } from '../text/packedTokens.ts';
import { allSpans, withSpans } from '../text/spans.ts';

/** A row is written whole: an edit of one document should not write many others, nor many rows hold few. */
const most = { documents: 64, characters: 65_536 } as const;

/** Documents that stand beside each other, and the place of the first in its part. */
export interface Stretch {
  readonly from: number;
  readonly documents: readonly Document[];
}

/** Goes by the texts alone, which no edit changes: so stretches keep their places. */
export function stretchesOf(documents: readonly Document[]): Stretch[] {
  const stretches: Stretch[] = [];
  let from = 0;
  let characters = 0;
  for (const [place, { text }] of documents.entries()) {
    const isFull = place - from >= most.documents || characters + text.length > most.characters;
    if (isFull && place > from) {
      stretches.push({ from, documents: documents.slice(from, place) });
      [from, characters] = [place, 0];
    }
    characters += text.length;
  }
  if (from < documents.length) stretches.push({ from, documents: documents.slice(from) });
  return stretches;
}

export function linesOf(documents: readonly Document[]): string {
  return documents
    .map((document) => JSON.stringify({ ...document, sentences: document.sentences.map(packed) }))
    .join('\n');
}

function packed({ tokens, ...rest }: Sentence) {
  const offsets: number[] = [];
  putOffsets(tokens, offsets);
  return { ...rest, tokens: offsets };
}

const offset = z.number().int().nonnegative();
const spansSchema = z.array(z.looseObject({ start: offset, end: offset, category: z.string().min(1) }));

const documentSchema = z.looseObject({
  id: z.string(),
  text: z.string(),
  sentences: z.array(z.looseObject({ tokens: z.array(offset), tags: z.array(z.string()).optional() })),
  spans: spansSchema,
  furtherSpans: spansSchema.optional(),
  rejected: spansSchema.optional(),
  annotated: z.union([z.literal('all'), z.array(z.string())]),
  group: z.string().optional(),
  status: z.enum(documentStatuses).optional(),
  note: z.string().optional(),
});

/** Lines that this program has stored. */
export function documentsIn(lines: string): Document[] {
  return lines.split('\n').map((line) => unpacked(JSON.parse(line)));
}

type Packed = Omit<Document, 'sentences'> & {
  readonly sentences: readonly (Omit<Sentence, 'tokens'> & { readonly tokens: readonly number[] })[];
};

function unpacked(document: Packed): Document {
  const sentences = document.sentences.map(({ tokens, ...rest }) => ({ ...rest, tokens: tokensAt(tokens) }));
  return { ...document, sentences };
}

/**
 * Lines of a file, which may come from anywhere. Their spans are chosen anew by the rule of text/spans.ts.
 * @param file where they stand. @param first the number of the first line, from 1.
 * @param taken ids of the documents before in the part; those of the lines are added.
 * @throws GraftError with the line that is no document, whose offsets do not lie in its text, or whose id stood before.
 */
export function checkedDocuments(
  lines: readonly string[],
  file: string,
  first: number,
  taken = new Set<string>(),
): Document[] {
  return lines.map((line, index) => {
    try {
      const read = documentSchema.parse(JSON.parse(line)) as unknown as Packed;
      if (taken.has(read.id)) throw new Error(`another one has the id ${read.id}`);
      taken.add(read.id);
      checkOffsets(read);
      const document = unpacked(read);
      return withSpans(document, allSpans(document));
    } catch (thrown) {
      throw new GraftError({
        code: 'project-damaged',
        message: `The line is no document: ${reasonOf(thrown)}.`,
        remedy: 'Export the project anew where it came from. Nothing was imported.',
        file,
        line: first + index,
      });
    }
  });
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof z.ZodError)) return thrown instanceof Error ? thrown.message : String(thrown);
  const [issue] = thrown.issues;
  return issue ? `${issue.path.join('.')}: ${issue.message}` : thrown.message;
}

function checkOffsets({ text, sentences, spans, furtherSpans = [], rejected = [] }: Packed): void {
  let last = 0;
  for (const { tokens, tags } of sentences) {
    if (tokens.length % 2 === 1) throw new Error('a token has no end');
    if (tags && tags.length !== tokens.length / 2) throw new Error('there are not as many tags as tokens');
    for (let at = 0; at < tokens.length; at += 2) {
      const [start, end] = [tokens[at] as number, tokens[at + 1] as number];
      // A file may give an empty word.
      if (start < last || end < start || end > text.length) throw new Error(`a token stands at ${start} to ${end}`);
      last = end;
    }
  }
  for (const { start, end, category } of [...spans, ...furtherSpans, ...rejected]) {
    if (end <= start || end > text.length) throw new Error(`a span of ${category} stands at ${start} to ${end}`);
  }
}
