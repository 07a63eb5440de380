/**
 * Records of one text. Tools that ask about one span at a time write a text once for each answer; then the records say
 * parts of one thing and become one document. Where records of one text contradict each other they stay apart, for
 * somebody has to choose, and that is said.
 */
import { clip } from '../../clip.ts';
import { spanKey } from '../../spans.ts';
import type { RawSpan } from '../offsets.ts';
import type { ReadLog } from '../reading.ts';
import type { Located, TextRecord } from './record.ts';

export type LocatedText = Located<TextRecord>;

/** In the order of the file; joined records stand where the first of them stood. */
export function joinRepeated(records: readonly LocatedText[], log: ReadLog): LocatedText[] {
  const groups = new Map<string, LocatedText[]>();
  for (const record of records) {
    if (record.isOwn) continue;
    const group = groups.get(record.text);
    if (group) group.push(record);
    else groups.set(record.text, [record]);
  }
  const joined = new Map<LocatedText, LocatedText | undefined>();
  let count = 0;
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    const [first, ...others] = group as [LocatedText, ...LocatedText[]];
    if (arePartsOfOne(group)) {
      const all = group.flatMap((record) => record.spans);
      const spans = withoutRepetition(all);
      // A repetition is not one that could not be read.
      const given = group.reduce((sum, record) => sum + record.given, spans.length - all.length);
      joined.set(first, { ...first, spans, given });
      for (const other of others) joined.set(other, undefined);
      count += group.length;
    } else tellDifference(group, log);
  }
  if (count > 0) {
    const texts = [...joined.values()].filter((record) => record !== undefined).length;
    log.assume(
      `${count} records repeat a text with a part of its spans each: joined to ${texts} ${texts === 1 ? 'text' : 'texts'}`,
    );
  }
  return records.flatMap((record) => (joined.has(record) ? (joined.get(record) ?? []) : [record]));
}

/** One span each, from one person, none contradicting another; named apart they would be texts of their own. */
function arePartsOfOne(group: readonly LocatedText[]): boolean {
  if (group.every(({ origin }) => origin?.isFlat)) return true;
  const annotators = new Set(group.map(({ origin }) => origin?.annotator));
  const inputs = new Set(group.map(({ origin }) => origin?.input));
  const ids = new Set(group.map(({ id }) => id));
  if (annotators.size > 1 || inputs.size > 1 || (ids.size > 1 && inputs.has(undefined))) return false;
  if (group.some(({ spans, given }) => spans.length !== 1 || given !== 1)) return false;
  const spans = withoutRepetition(group.flatMap((record) => record.spans));
  if (spans.length < 2) return false;
  const inOrder = [...spans].sort((one, other) => one.start - other.start);
  return inOrder.every((span, index) => index === 0 || (inOrder[index - 1] as RawSpan).end <= span.start);
}

function withoutRepetition(spans: readonly RawSpan[]): RawSpan[] {
  return [...new Map(spans.map((span) => [spanKey(span), span])).values()];
}

function tellDifference(group: readonly LocatedText[], log: ReadLog): void {
  const answers = new Set(
    group.map(({ spans, annotated }) => `${annotated ?? ''} ${spans.map(spanKey).sort().join('|')}`),
  );
  const annotated = group.filter((record) => !(Array.isArray(record.annotated) && record.annotated.length === 0));
  if (answers.size < 2 || annotated.length < 2) return;
  const [first, second] = group as [LocatedText, LocatedText];
  const line = second.line();
  log.problem({
    code: 'repeated-text',
    message: `The same text stands in ${group.length} records with different annotation (${clip(first.text, 40)}): record ${first.position} and record ${second.position}, for example. All were kept.`,
    remedy: 'Keep the record that is right, or join their spans in one.',
    ...(line === undefined ? {} : { line }),
  });
}
