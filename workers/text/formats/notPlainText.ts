/**
 * Files that come to the reader of plain text because no other format fits, and are not plain text: names marked by
 * markup, columns that are too irregular, tables whose columns hold no tags. Read as text they would lose their
 * annotation in silence.
 */
import { GraftError } from '../../protocol/errors.ts';
import { clip } from '../clip.ts';
import { lineAt } from '../decode.ts';
import { isSureSpanTag } from './tagShape.ts';
import { wellKnown } from './wellKnownCategories.ts';

interface Sign {
  readonly pattern: RegExp;
  /** How often it must be found. */
  readonly times: number;
  readonly what: (found: string) => string;
  /** What else must be in the file. */
  readonly beside?: (text: string, found: readonly string[]) => boolean;
}

/** `U-Bahn` and `E-Mail` begin as tags do. Tags stand beside O, or beside others of their category, or in capitals. */
function areTags(text: string, found: readonly string[]): boolean {
  const outside = text.match(/(?<![^\s|/="'>:;,#_])O(?![^\s|/"',)<])/g)?.length ?? 0;
  const capitals = found.filter((tag) => !/\p{Ll}/u.test(tag)).length;
  const categories = new Map<string, Set<string>>();
  for (const tag of found) {
    const prefixes = categories.get(tag.slice(2)) ?? new Set();
    categories.set(tag.slice(2), prefixes.add(tag.charAt(0)));
  }
  const inScheme = [...categories.values()].some(
    (prefixes) => prefixes.size > 1 && /[BI]/.test([...prefixes].join('')),
  );
  return outside >= 2 || (found.length >= 3 && (capitals * 2 > found.length || inScheme));
}

const signs: readonly Sign[] = [
  {
    pattern: /^\s*<(?:\?xml|!DOCTYPE)\b/gi,
    times: 1,
    what: () => 'The file is an XML or HTML document',
  },
  {
    pattern: /<(\p{L}[\p{L}\p{N}_:-]{0,40})(?:\s[^<>]{0,200})?>[^<>]{1,200}<\/\1>/gu,
    times: 2,
    what: (found) => `Words of the file stand in markup, such as “${found}”`,
  },
  {
    pattern: /\[[^[\]\n]{1,80}\]\((?!https?:|www\.|\/|#|\.)[\p{L}_][\p{L}\p{N}_:-]{0,40}\)/gu,
    times: 2,
    what: (found) => `Words of the file stand in brackets before a category, such as “${found}”`,
  },
  {
    pattern: /(?<![^\s|/="'>:;,#_])[BIESLU][-_]\p{Lu}[\p{L}\p{N}_-]{0,40}(?![^\s|"',)<])/gu,
    times: 2,
    what: (found) => `Between the words of the file stand tags, such as “${found}”, but no format that has them fits`,
    beside: areTags,
  },
  {
    pattern: /<(?:START:[^<>\s]{1,40}|b_(?:enamex|numex|timex)\b[^<>]{0,80})>/gi,
    times: 1,
    what: (found) => `Words of the file stand behind marks such as “${found}”`,
  },
  {
    pattern: new RegExp(`[[{]{1,2}${wellKnown}(?::\\s*|\\s+)[^[\\]{}\\n]{1,80}[\\]}]{1,2}|\\S \\[${wellKnown}\\]`, 'g'),
    times: 2,
    what: (found) => `Words of the file stand beside a category in brackets, such as “${found}”`,
  },
  {
    pattern: new RegExp(`[^\\s#|/_:]{1,40}[#|/_:]${wellKnown}(?=[\\s.,;]|$)`, 'gm'),
    times: 2,
    what: (found) => `Words of the file have a category glued to them, such as “${found}”`,
  },
  {
    pattern: new RegExp(`(?<![\\w.])\\d{1,7}\\s?[,:-]\\s?\\d{1,7}[ :,]\\s?["']?${wellKnown}\\b`, 'g'),
    times: 2,
    what: (found) => `The file holds places with a category, such as “${found}”`,
  },
  {
    pattern: /^(?=(?:\S+ )*O (?:\S+ )*O(?: |$))\p{Lu}[\p{Lu}_-]*(?: \p{Lu}[\p{Lu}_-]*){2,}$/gmu,
    times: 2,
    what: (found) => `Lines of the file hold nothing but tags, such as “${found}”`,
  },
  {
    pattern: /(?<!\S)\[\p{Lu}[\p{Lu}-]{0,10} [^\s[\]]{1,60}[/_|]\p{Lu}[^\s[\]]{0,10}/gu,
    times: 1,
    what: (found) => `Chunks of the file stand in brackets with their names, such as “${found}”`,
  },
  {
    pattern: /\(\p{Lu}[\p{Lu}\p{N}$=-]{0,12}\s+(?:\(\p{Lu}|[^\s()]{1,60}[/_|]\p{Lu})[^()\n]{0,30}/gu,
    times: 1,
    what: (found) => `The file holds trees in brackets, such as “${found}”`,
  },
  {
    pattern: /^\d+\|[at]\|.{0,40}/gm,
    times: 2,
    what: (found) => `The file is in PubTator’s format (“${found}”)`,
  },
];

/** Lines that tabs part into equally many cells are a table, whatever its columns hold. */
function tableFault(text: string): { what: string; index: number } | undefined {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  const widths = new Map<number, number>();
  for (const line of lines) {
    const width = line.split('\t').filter((cell) => cell.trim() !== '').length;
    widths.set(width, (widths.get(width) ?? 0) + 1);
  }
  const [width, times] = [...widths].reduce((best, each) => (each[1] > best[1] ? each : best), [1, 0]);
  if (width < 2 || times < 3 || times < 0.8 * lines.length) return undefined;
  const row = lines.find((line) => line.includes('\t')) ?? '';
  return {
    what: `Tabs part its lines into ${width} columns, and none of them holds tags that are known`,
    index: text.indexOf(row),
  };
}

const shortFile = { lines: 3, cells: 4 };

/** In a file of a few lines, as is left where one was cut off, a single tag is enough. */
function shortFault(text: string): { what: string; index: number } | undefined {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  if (lines.length > shortFile.lines) return undefined;
  const sure = lines.flatMap((line) => line.split(/[\s"'()<>/|:;,=]+/)).find(isSureSpanTag);
  const rows = lines.map((line) => line.trim().split(/\s+/));
  const ends = rows.map((row) => row.at(-1) ?? '');
  const areRows = rows.every(
    ({ length }, index) => length > 1 && length <= shortFile.cells && /^[BIS][-_]\p{L}/u.test(ends[index] ?? ''),
  );
  const tag = sure ?? (areRows ? ends[0] : undefined);
  if (tag === undefined) return undefined;
  return {
    what: `The file has few lines, and in them stand tags, such as “${clip(tag, 60)}”`,
    index: text.indexOf(tag),
  };
}

const sampleLength = 200_000;

/** @throws GraftError `looks-annotated` with the line of the first sign. */
export function refuseAnnotated(text: string, file: string): void {
  const sample = text.slice(0, sampleLength);
  for (const { pattern, times, what, beside } of signs) {
    const found = sample.matchAll(pattern);
    const first = Array.from({ length: times }, () => found.next().value);
    const [sign] = first;
    if (!sign || first.includes(undefined)) continue;
    if (
      beside &&
      !beside(
        sample,
        [...first, ...found].map((each) => each?.[0] ?? ''),
      )
    )
      continue;
    const shown = sign[0].replace(/\s+/g, ' ');
    throw looksAnnotated(what(shown.length > 60 ? `${shown.slice(0, 59)}…` : shown), text, sign.index, file);
  }
  const fault = shortFault(sample) ?? tableFault(sample);
  if (fault) throw looksAnnotated(fault.what, text, fault.index, file);
}

function looksAnnotated(what: string, text: string, index: number, file: string): GraftError {
  return new GraftError({
    code: 'looks-annotated',
    message: `${what}: it is not plain text. Nothing was read.`,
    remedy:
      'Export it as JSONL, CoNLL columns or another format of the list, or say what it is (--from text for plain text, --from conll for columns).',
    file,
    line: lineAt(text, index),
  });
}
