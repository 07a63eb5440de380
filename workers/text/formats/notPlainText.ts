/**
 * Files that come to the reader of plain text because no other format fits, and are not plain text: names marked by
 * markup, or columns that are too irregular. Read as text they would lose their annotation in silence.
 */
import { GraftError } from '../../protocol/errors.ts';
import { lineAt } from '../decode.ts';

interface Sign {
  readonly pattern: RegExp;
  /** How often it must be found. */
  readonly times: number;
  readonly what: (found: string) => string;
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
    pattern: /(?<![^\s|/])[BIESLU][-_]\p{Lu}[\p{L}\p{N}_-]{0,40}(?![^\s|])/gu,
    times: 3,
    what: (found) => `Between the words of the file stand tags, such as “${found}”, but no format that has them fits`,
  },
];

const sampleLength = 200_000;

/** @throws GraftError `looks-annotated` with the line of the first sign. */
export function refuseAnnotated(text: string, file: string): void {
  const sample = text.slice(0, sampleLength);
  for (const { pattern, times, what } of signs) {
    const found = sample.matchAll(pattern);
    const [first, ...more] = Array.from({ length: times }, () => found.next().value);
    if (!first || more.includes(undefined)) continue;
    const shown = first[0].replace(/\s+/g, ' ');
    throw new GraftError({
      code: 'looks-annotated',
      message: `${what(shown.length > 60 ? `${shown.slice(0, 59)}…` : shown)}: it is not plain text. Nothing was read.`,
      remedy:
        'Export it as JSONL, CoNLL columns or another format of the list, or say that it is plain text (--from text).',
      file,
      line: lineAt(text, first.index),
    });
  }
}
