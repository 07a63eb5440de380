/**
 * Words and their tags apart from each other, equally many: a line of words and below it a line of tags
 * (`Ida sat .`, then `B-PER O O`), or both in a line with a tab between, as ATIS has them
 * (`BOS to Ulm EOS<tab>O O B-city find_flight`). Where their numbers differ nobody can say which tag is whose: such a
 * sentence is left out and told.
 */
import { GraftError } from '../../protocol/errors.ts';
import { splitLines } from '../decode.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { readingFromTagged, type TaggedDocument } from './tagged.ts';
import {
  areTagsAlone,
  type Block,
  type BlockLayout,
  blocksByEmptyLines,
  blocksByTags,
  type CellLayout,
  cellsOf,
  itemsOf,
  tagLinesLayout,
  withoutEdges,
} from './tagLinesLayout.ts';
import { tagsAlone } from './tagsAlone.ts';

export function looksLikeTagLines(lines: readonly string[]): boolean {
  return tagLinesLayout(lines) !== undefined || areTagsAlone(lines);
}

/** @throws GraftError `no-tag-lines` where no lines or cells of tags are found. */
export function readTagLines(text: string, options: ReadOptions, log: ReadLog): Reading {
  const lines = splitLines(text);
  const layout = tagLinesLayout(lines);
  if (!layout && areTagsAlone(lines)) throw tagsAlone(log.file);
  if (!layout) {
    throw new GraftError({
      code: 'no-tag-lines',
      message:
        'No line of tags stands below a line of words, and no cell of tags beside a cell of words. Nothing was read.',
      remedy: 'Choose another format (--from conll for a word and its tag a line).',
      file: log.file,
      line: 1,
    });
  }
  const collector = new PairCollector(log);
  if (layout.kind === 'cells') readCells(lines, layout, collector, log);
  else readBlocks(lines, layout, collector, log);
  return readingFromTagged(collector.documents, options, log);
}

function readCells(
  lines: readonly string[],
  { word, tag, hasHeader }: CellLayout,
  collector: PairCollector,
  log: ReadLog,
): void {
  log.assume(`a sentence a line: its words in cell ${word + 1}, as many tags in cell ${tag + 1}`);
  if (hasHeader) log.assume('the first line names the columns');
  let headerWaits = hasHeader;
  let further = 0;
  lines.forEach((line, index) => {
    if (line.trim() === '') return;
    if (headerWaits) {
      headerWaits = false;
      return;
    }
    const cells = cellsOf(line);
    if (cells.some((cell, column) => cell !== '' && column !== word && column !== tag)) further++;
    collector.add(itemsOf(cells[word] ?? ''), itemsOf(cells[tag] ?? ''), { line: index + 1, lines: 1 });
  });
  if (further > 0)
    log.assume(`further cells (an intent, a name) left out of ${further} ${further === 1 ? 'line' : 'lines'}`);
}

function readBlocks(
  lines: readonly string[],
  { size, byEmptyLines }: BlockLayout,
  collector: PairCollector,
  log: ReadLog,
): void {
  log.assume('a line of words, then a line of their tags');
  if (size > 2) log.assume(`${size === 3 ? 'the line' : 'the lines'} between words and tags left out`);
  for (const block of byEmptyLines ? blocksByEmptyLines(lines) : blocksByTags(lines)) {
    if (block.lines.length === size) {
      const last = block.lines.at(-1) ?? '';
      collector.add(itemsOf(block.lines[0] ?? ''), itemsOf(last), { line: block.first + size - 1, lines: size });
    } else tellBroken(block, size, log);
  }
}

function tellBroken({ lines, first }: Block, size: number, log: ReadLog): void {
  log.problem(
    {
      code: 'broken-line',
      message: `${lines.length === 1 ? 'A line stands' : `${lines.length} lines stand`} together here where the others are ${size}, words first and tags last; ${lines.length === 1 ? 'it was' : 'they were'} left out.`,
      remedy: 'Put the tags of each sentence into the line below its words.',
      line: first,
    },
    { lines: lines.length },
  );
}

/** Makes a document of each sentence whose words and tags are equally many. */
class PairCollector {
  readonly documents: TaggedDocument[] = [];

  constructor(private readonly log: ReadLog) {}

  add(allWords: readonly string[], allTags: readonly string[], place: { line: number; lines: number }): void {
    const { words, tags, hadEdges, intent } = withoutEdges({ words: allWords, tags: allTags });
    if (words.length !== tags.length || words.length === 0) {
      this.log.problem(
        {
          code: 'uneven-tags',
          message: `The sentence has ${count(words.length, 'word')} and ${count(tags.length, 'tag')}; it was left out.`,
          remedy: 'Give each word exactly one tag.',
          line: place.line,
        },
        { lines: place.lines },
      );
      return;
    }
    if (hadEdges) this.log.assume(`“${allWords[0]}” and “${allWords.at(-1)}” around the sentences left out`);
    if (intent !== undefined)
      this.log.assume('what stands in the place of the last tag (the sentence’s intent) left out');
    this.documents.push({
      id: `${this.documents.length + 1}`,
      sentences: [{ words: [...words], tags: [...tags], lines: words.map(() => place.line) }],
    });
  }
}

const count = (number: number, what: string) => `${number} ${number === 1 ? what : `${what}s`}`;
