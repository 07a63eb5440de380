/**
 * Where the words and where the tags stand in a file that keeps them apart, equally many: in two cells of a line, or in
 * a line of words above a line of tags. Told by content, from the first lines.
 */
import { areTagsOfWords, isSpanTag } from './tagShape.ts';
import { isOutside } from './tagSpelling.ts';
import { isWellKnown } from './wellKnownCategories.ts';

/** Both in one line. */
export interface CellLayout {
  readonly kind: 'cells';
  /** Columns, 0-based. */
  readonly word: number;
  readonly tag: number;
  /** Whether the first line names the columns. */
  readonly hasHeader: boolean;
}

/** One above the other: the first line of a block holds the words, its last the tags. */
export interface BlockLayout {
  readonly kind: 'blocks';
  /** Lines of a block. */
  readonly size: number;
  /** Whether an empty line ends a block; else a line of tags does. */
  readonly byEmptyLines: boolean;
}

export type TagLinesLayout = CellLayout | BlockLayout;

/** Lines that belong together, with the place of the first, 1-based. */
export interface Block {
  readonly lines: string[];
  readonly first: number;
}

const sampledLines = 400;
const mostColumns = 6;
const mostLines = 4;

export const cellsOf = (line: string): string[] => line.split(/\t|\s\|\|\|\s/).map((cell) => cell.trim());
export const itemsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** @param lines from the file's beginning. */
export function tagLinesLayout(lines: readonly string[]): TagLinesLayout | undefined {
  const sample = lines.slice(0, sampledLines);
  return cellLayout(sample.filter((line) => line.trim() !== '')) ?? blockLayout(sample);
}

function cellLayout(lines: readonly string[]): CellLayout | undefined {
  const hasLists = (line: string) => /\S \S/.test(line) && (line.includes('\t') || line.includes('|||'));
  if (lines.length === 0 || lines.filter(hasLists).length * 2 < lines.length) return undefined;
  const rows = lines.map((line) => cellsOf(line).map(itemsOf));
  const columns = Math.min(mostColumns, Math.max(...rows.map(({ length }) => length)));
  const body = rows.length > 1 ? rows.slice(1) : rows;
  let best: { word: number; tag: number; even: number } | undefined;
  for (let tag = 0; tag < columns; tag++) {
    for (let word = 0; word < columns; word++) {
      if (word === tag) continue;
      const lists = body.map((row) => withoutEdges({ words: row[word] ?? [], tags: row[tag] ?? [] }));
      const several = lists.filter(({ tags }) => tags.length > 1).length;
      if (several * 2 < lists.length || !areTagsOfWords(lists)) continue;
      const even = lists.filter(({ words, tags }) => words.length === tags.length).length;
      if (!best || even > best.even) best = { word, tag, even };
    }
  }
  if (!best) return undefined;
  const { word, tag } = best;
  const [first] = rows;
  const hasHeader =
    rows.length > 1 && [word, tag].every((column) => /^[A-Za-z_]{2,}$/.test(first?.[column]?.join(' ') ?? ''));
  return { kind: 'cells', word, tag, hasHeader: hasHeader && !first?.[tag]?.every(isSpanTag) };
}

function blockLayout(lines: readonly string[]): BlockLayout | undefined {
  const byEmptyLines = blockLayoutOf(blocksByEmptyLines(lines), true);
  const byTags = blockLayoutOf(blocksByTags(lines), false);
  return (byTags?.even ?? 0) > (byEmptyLines?.even ?? 0) ? byTags : byEmptyLines;
}

/** With the number of blocks that have as many tags as words. */
function blockLayoutOf(
  blocks: readonly Block[],
  byEmptyLines: boolean,
): (BlockLayout & { readonly even: number }) | undefined {
  const size = mostFrequent(blocks.map((block) => block.lines.length));
  const whole = blocks.filter((block) => block.lines.length === size);
  if (size < 2 || size > mostLines || whole.length * 2 < blocks.length) return undefined;
  const lists = whole.map(listsOf);
  if (!areTagsOfWords(lists)) return undefined;
  const even = lists.filter(({ words, tags }) => words.length === tags.length).length;
  return { kind: 'blocks', size, byEmptyLines, even };
}

/** Whether the lines are tags of words that stand in another file. */
export function areTagsAlone(lines: readonly string[]): boolean {
  const sample = lines.slice(0, sampledLines).filter((line) => line.trim() !== '');
  const items = sample.map(itemsOf);
  const labels = items.flat().filter((item) => !isOutside(item)).length;
  const isLong = items.filter(({ length }) => length > 1).length * 2 >= items.length;
  return items.length > 1 && items.flat().every(isSpanTag) && (labels > 1 || (isLong && items.flat().includes('O')));
}

const listsOf = ({ lines }: Block) => ({ words: itemsOf(lines[0] ?? ''), tags: itemsOf(lines.at(-1) ?? '') });

const isCategory = (item: string) => isWellKnown(item) && item === item.toUpperCase();

export function blocksByEmptyLines(lines: readonly string[]): Block[] {
  return blocksOf(lines, () => false);
}

/** Where no empty line stands between sentences. */
export function blocksByTags(lines: readonly string[]): Block[] {
  return blocksOf(lines, (line) => itemsOf(line).every((item) => isSpanTag(item) || isCategory(item)));
}

function blocksOf(lines: readonly string[], isLast: (line: string) => boolean): Block[] {
  const blocks: Block[] = [];
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') {
      isOpen = false;
      continue;
    }
    if (isOpen) blocks.at(-1)?.lines.push(line);
    else blocks.push({ lines: [line], first: index + 1 });
    isOpen = !isLast(line);
  }
  return blocks;
}

function mostFrequent(sizes: readonly number[]): number {
  const times = new Map<number, number>();
  for (const size of sizes) times.set(size, (times.get(size) ?? 0) + 1);
  return [...times].reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0])[0];
}

/** What stands before and behind the words of a sentence without being of it, in the files of ATIS and of BERT. */
const edges: Readonly<Record<string, string>> = { BOS: 'EOS', '<BOS>': '<EOS>', '<s>': '</s>', '[CLS]': '[SEP]' };

interface Lists {
  readonly words: readonly string[];
  readonly tags: readonly string[];
  /** What stands in the place of the tag of the sentence's end. */
  readonly intent?: string;
}

/** Without the marks of a sentence's beginning and end, and without their tags. */
export function withoutEdges(lists: Lists): Lists & { readonly hadEdges?: true } {
  const { words, tags } = lists;
  if (words.length < 3 || edges[words[0] ?? ''] !== words.at(-1)) return lists;
  const inner = words.slice(1, -1);
  if (tags.length !== words.length) return { words: inner, tags, hadEdges: true };
  const last = tags.at(-1) ?? '';
  return {
    words: inner,
    tags: tags.slice(1, -1),
    hadEdges: true,
    ...(isSpanTag(last) ? {} : { intent: last }),
  };
}
