/**
 * From words with a tag each to documents, for every format that has them. Here it is settled whether the tags make
 * spans, and in which of the ways that people write them.
 */
import type { CorpusKind } from '../../protocol/corpus.ts';
import { GraftError } from '../../protocol/errors.ts';
import { nameFault } from '../categoryNames.ts';
import { clip } from '../clip.ts';
import { documentFromWords } from '../documents.ts';
import { detectScheme, type TokenSpan, tagParts, tagsToSpans } from '../schemes.ts';
import { endAtMarks } from './finalMarks.ts';
import { tellOddCategories } from './oddCategories.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { hasPrefix, isOutside, type TagSpelling, tagSpelling } from './tagSpelling.ts';

export interface TaggedSentence {
  readonly words: string[];
  /** As the file spells them. */
  readonly tags: string[];
  /** Line of each word, 1-based. */
  readonly lines: number[];
  readonly spaceAfter?: boolean[];
  /** Over token indices, where the file writes them otherwise than by tags, which are O then. */
  readonly spans?: readonly TokenSpan[];
}

export interface TaggedDocument {
  readonly id: string;
  readonly sentences: TaggedSentence[];
  readonly group?: string;
}

/** The plain tags of a token: O, or prefix and category; several where they are stacked. */
type TagsOfCell = (cell: string) => readonly string[] | undefined;

const noSpans = 'one tag a word (as parts of speech), not spans';
const bare = 'categories without B- and I-; neighbouring words of one category were taken as one span';
/** More different tags than any tag set has, and than their number lets expect. */
const tooManyTags = { atLeast: 150, share: 0.25 };

/**
 * Documents from tagged words; sentences without words are left out.
 * @param isOpen whether the file ends within a line, as it does where it was cut off.
 * @throws GraftError `not-tags` where the tags are rather words or numbers.
 */
export function readingFromTagged(
  documents: readonly TaggedDocument[],
  options: ReadOptions,
  log: ReadLog,
  isOpen = false,
): Reading {
  const counts = countTags(documents);
  const wordsOfFile = [...counts.values()].reduce((sum, times) => sum + times, 0);
  const spelling = tagSpelling(counts, { category: options.category, kind: options.kind });
  const kind: CorpusKind = options.kind ?? (spelling.kind === 'none' ? 'tags' : 'spans');
  if (kind === 'tags' && !options.kind) {
    refuseOtherThanTags(counts, wordsOfFile, log);
    tellOfPrefixes(
      documents.flatMap(({ sentences }) => sentences),
      log,
    );
  }
  const cells = new Map<string, readonly string[] | undefined>();
  const tagsOfCell: TagsOfCell = (cell) => {
    const known = cells.get(cell);
    if (known || cells.has(cell)) return known;
    const tags = isOutside(cell) ? [] : spelling.read(cell);
    const found = tags?.some(({ category }) => nameFault(category)) ? undefined : tags?.map(nameOfTag);
    cells.set(cell, found);
    return found;
  };
  if (kind === 'spans') tellOddCategories(documents, tagsOfCell, isOpen, log);
  const { category } = options;
  if (category !== undefined && !(kind === 'spans' && hasTag(documents, tagsOfCell, category))) {
    log.problem({
      code: 'option-without-effect',
      message: `No tag is a prefix alone (B, I): the chosen name of the category, “${clip(category)}” (--category), has no effect.`,
      remedy: 'Leave it out, and rename categories after the import.',
    });
  }
  const annotated = options.categoriesAnnotated ?? 'all';
  const spanGoesOn = (tag: string) => kind === 'spans' && (tagsOfCell(tag)?.some((one) => /^[IE]-/.test(one)) ?? false);
  const filled = documents
    .map(({ sentences, ...document }) => ({
      ...document,
      sentences: sentences
        .filter(({ words }) => words.length > 0)
        .flatMap((sentence) => endAtMarks(sentence, options, { spanGoesOn, wordsOfFile }, log)),
    }))
    .filter(({ sentences }) => sentences.length > 0);
  for (const note of kind === 'tags' ? [noSpans] : notesOn(spelling, filled, tagsOfCell)) log.assume(note);
  return {
    kind,
    documents: filled.map(({ id, group, sentences }) =>
      documentFromWords(
        { id, annotated, ...(group === undefined ? {} : { group }) },
        sentences.map((sentence) =>
          kind === 'tags'
            ? sentence
            : { ...sentence, tags: undefined, spans: sentence.spans ?? spansOf(sentence, tagsOfCell, log) },
        ),
        ({ droppedSpans, ...problem }) => log.problem(problem, { spans: droppedSpans }),
      ),
    ),
  };
}

const nameOfTag = ({ prefix, category }: { prefix: string; category: string }) => `${prefix}-${category}`;

function countTags(documents: readonly TaggedDocument[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { sentences } of documents)
    for (const { tags } of sentences) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return counts;
}

function tellOfPrefixes(sentences: readonly TaggedSentence[], log: ReadLog): void {
  for (const { words, tags, lines } of sentences) {
    for (const [index, tag] of tags.entries()) {
      if (!hasPrefix(tag)) continue;
      log.problem({
        code: 'unknown-tag',
        message: `“${clip(tag)}”, the tag of “${clip(words[index] ?? '')}”, looks like a tag of spans, but most of the file has one tag a word; it was kept as one of those.`,
        remedy: 'Choose the column of the tags (--tag-column), or say that they make spans (--kind spans).',
        ...(lines[index] === undefined ? {} : { line: lines[index] }),
      });
    }
  }
}

function refuseOtherThanTags(counts: ReadonlyMap<string, number>, total: number, log: ReadLog): void {
  if (counts.size < Math.max(tooManyTags.atLeast, tooManyTags.share * total)) return;
  const [first = '', second = ''] = counts.keys();
  throw new GraftError({
    code: 'not-tags',
    message: `Where the tags should stand are ${counts.size} different ones in ${total} words, such as “${clip(first)}” and “${clip(second)}”: these are no tags. Nothing was read.`,
    remedy: 'Choose the column of the tags (--tag-column), or another format (--from text for plain text).',
    file: log.file,
  });
}

function notesOn(spelling: TagSpelling, documents: readonly TaggedDocument[], tagsOfCell: TagsOfCell): string[] {
  if (documents.some(({ sentences }) => sentences.some(({ spans }) => spans))) return [];
  if (spelling.kind === 'bare') return [bare, ...spelling.notes];
  // Where all is O nothing shows in which scheme it was written.
  if (!hasTag(documents, tagsOfCell)) return [...spelling.notes];
  const scheme = detectScheme(firstTags(documents, tagsOfCell));
  return [`${scheme.toUpperCase()} tags`, ...spelling.notes];
}

const hasTag = (documents: readonly TaggedDocument[], tagsOfCell: TagsOfCell, category?: string) =>
  documents.some(({ sentences }) =>
    sentences.some(({ tags }) =>
      tags.some((cell) =>
        (tagsOfCell(cell) ?? []).some((tag) => category === undefined || tagParts(tag).category === category),
      ),
    ),
  );

function* firstTags(documents: readonly TaggedDocument[], tagsOfCell: TagsOfCell): Generator<readonly string[]> {
  for (const { sentences } of documents)
    for (const { tags } of sentences) yield tags.map((cell) => tagsOfCell(cell)?.[0] ?? 'O');
}

/** Over token indices. Those of stacked tags can lie within and over each other. */
function spansOf(sentence: TaggedSentence, tagsOfCell: TagsOfCell, log: ReadLog): readonly TokenSpan[] {
  let isStacked = false;
  const read = sentence.tags.map((cell, index) => {
    const found = tagsOfCell(cell);
    if (!found) tellUnknown(sentence, index, log);
    isStacked ||= (found?.length ?? 0) > 1;
    return found ?? [];
  });
  if (!isStacked) return tagsToSpans(read.map(([tag = 'O']) => tag));
  const categories = new Set(read.flatMap((found) => found.map((tag) => tagParts(tag).category)));
  return [...categories].flatMap((category) =>
    tagsToSpans(read.map((found) => found.find((tag) => tagParts(tag).category === category) ?? 'O')),
  );
}

function tellUnknown({ words, tags, lines }: TaggedSentence, index: number, log: ReadLog): void {
  log.problem({
    code: 'unknown-tag',
    message: `“${clip(tags[index] ?? '')}”, the tag of “${clip(words[index] ?? '')}”, is not written as the others are, or names no category; it was read as O.`,
    remedy: 'Tags are O, or B- or I- (in BIOES also E- and S-) before a category, the same way in all lines.',
    ...(lines[index] === undefined ? {} : { line: lines[index] }),
  });
}
