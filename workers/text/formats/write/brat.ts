/**
 * brat's standoff annotation: for each document `x.txt` and `x.ann`, and `annotation.conf` with the categories. They come
 * as one zip, which is unpacked into brat's data folder.
 *
 * brat reads line ends of any kind as one character and counts code points; texts are written with LF so that nobody
 * counts otherwise. An annotation cannot hold a line end there: brat writes one piece a line, parted by semicolons.
 * A byte-order mark within a text would be taken for that of a file: a word joiner, as narrow as it is, stands in its place.
 */
import { zipSync } from 'fflate';
import type { Corpus, Document } from '../../../protocol/corpus.ts';
import { checkNames } from '../../categoryNames.ts';
import { allSpans } from '../../spans.ts';
import { offsetsInCodePoints } from '../offsets.ts';
import { bratName } from './bratName.ts';
import { namesIn, refuseTags } from './written.ts';

/** Zip stores local time since 1980; a fixed one makes equal corpora equal bytes. */
const fixedTime = new Date(1980, 0, 1);

/** @throws GraftError `format-holds-no-tags`; `category-name` where two categories would have one name in brat. */
export function writeBrat(corpus: Corpus): Uint8Array {
  refuseTags(corpus, 'brat');
  const categories = [...namesIn(corpus, allSpans)];
  const names = new Set(categories.map(bratName));
  checkNames(categories, corpus, (category) =>
    categories.some((other) => other !== category && bratName(other) === bratName(category))
      ? `a name that brat cannot tell from another: both would be ${bratName(category)} there`
      : undefined,
  );
  const files: Record<string, Uint8Array> = {};
  const add = (name: string, content: string) => {
    files[name] = new TextEncoder().encode(content);
  };
  add('annotation.conf', `[entities]\n${[...names].join('\n')}\n[relations]\n[events]\n[attributes]\n`);
  const taken = new Set<string>();
  for (const document of corpus.documents) {
    const name = fileName(document.id, taken);
    const { text, offset } = withUnixLineEnds(document.text.replaceAll('\ufeff', '\u2060'));
    add(`${name}.txt`, text);
    add(`${name}.ann`, annotationLines(document, text, offset));
  }
  return zipSync(files, { mtime: fixedTime, level: 6 });
}

function annotationLines(document: Document, text: string, offset: (position: number) => number): string {
  const point = offsetsInCodePoints(text);
  const lines = allSpans(document).map((span, index) => {
    const pieces = piecesBetween(text, offset(span.start), offset(span.end));
    const places = pieces.map(({ start, end }) => `${point(start)} ${point(end)}`).join(';');
    const words = pieces.map(({ start, end }) => text.slice(start, end).replaceAll('\t', ' ')).join(' ');
    return `T${index + 1}\t${bratName(span.category)} ${places}\t${words}\n`;
  });
  return lines.join('');
}

/** The stretches of a span between the line ends in it. */
function piecesBetween(text: string, start: number, end: number): { start: number; end: number }[] {
  const pieces: { start: number; end: number }[] = [];
  for (let from = start; from < end; ) {
    const lineEnd = text.indexOf('\n', from);
    const to = lineEnd < 0 || lineEnd > end ? end : lineEnd;
    if (text.slice(from, to).trim() !== '') pieces.push({ start: from, end: to });
    from = to + 1;
  }
  return pieces;
}

/** The text with LF for every line end, and where a position of the old text is found in it. */
function withUnixLineEnds(text: string): { text: string; offset: (position: number) => number } {
  if (!text.includes('\r')) return { text, offset: (position) => position };
  const removed: number[] = [];
  for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n', at + 2)) removed.push(at);
  return {
    text: text.replace(/\r\n?/g, '\n'),
    offset: (position) => {
      let low = 0;
      let high = removed.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((removed[middle] as number) < position) low = middle + 1;
        else high = middle;
      }
      return position - low;
    },
  };
}

/** A document's id as a name of files that every system takes, and that no other document has. */
function fileName(id: string, taken: Set<string>): string {
  const plain = id.replace(/[\p{Cc}\p{Surrogate}\\/:*?"<>|\u2028\u2029]/gu, '_').replace(/^[\s.]+|[\s.]+$/g, '_');
  const base = plain.slice(0, 100) || 'document';
  let name = base;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${base} (${number})`;
  taken.add(name.toLowerCase());
  return name;
}
