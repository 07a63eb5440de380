/**
 * Token classifiers give a span for each word, with B- and I- before its category. Where all categories of a file are
 * written so, the words are joined to whole spans.
 */
import type { RawSpan } from '../offsets.ts';
import type { ReadLog } from '../reading.ts';
import type { LocatedText } from './repeatedTexts.ts';

const prefixed = /^[BIESLUM][-_].+$/;

export function joinPrefixed(records: readonly LocatedText[], log: ReadLog): readonly LocatedText[] {
  let any = false;
  for (const { spans, isOwn } of records) {
    for (const { category } of spans) {
      if (isOwn || !prefixed.test(category)) return records;
      any = true;
    }
  }
  if (!any) return records;
  // Without a span that goes on, nothing says that `B-x` is not the category's own name.
  const joined = records.map((record) => ({ ...record, spans: joinedSpans(record) }));
  if (joined.every(({ spans }, index) => spans.length === records[index]?.spans.length)) return records;
  log.assume('spans of words with B- and I- before their categories: joined to whole spans');
  return joined;
}

function joinedSpans({ spans }: LocatedText): RawSpan[] {
  const result: RawSpan[] = [];
  for (const span of [...spans].sort((one, other) => one.start - other.start)) {
    const [prefix, category] = [span.category.charAt(0), span.category.slice(2)];
    const last = result.at(-1);
    const continues = /[IELM]/.test(prefix) && last?.category === category;
    if (continues && last && span.start >= last.end - 1 && span.start - last.end <= 3) {
      const { text: _, ...place } = last;
      result[result.length - 1] = { ...place, end: span.end };
    } else result.push({ ...span, category });
  }
  return result;
}
