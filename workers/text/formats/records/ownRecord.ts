/**
 * Records that Graft wrote. They say all that there is to say, in code points and with their tokens and sentences, and
 * are taken at their word, so that what was written comes back: nothing is trimmed, joined or worked out.
 */
import { type DocumentStatus, documentStatuses } from '../../../protocol/corpus.ts';
import { nameFault } from '../../categoryNames.ts';
import type { Complain } from './labelStudio.ts';
import type { TextRecord } from './record.ts';
import { type Fields, isStrings, numberPairs, shown } from './values.ts';

/**
 * The record with its spans in one list: those that overlap what training sees stand under a key of their own. Tools
 * that pass Graft's records on may leave out everything else that tells them.
 */
export function withOverlapping(record: Fields, complain: Complain): Fields {
  const { label, overlapping, ...rest } = record;
  if (Array.isArray(label) && overlapping !== undefined && !Array.isArray(overlapping)) {
    const message = `What stands under “overlapping” is no list of spans (${shown(overlapping)}); it was left out.`;
    complain('broken-span', message, 'Spans are a list of [start, end, category].', 1);
  }
  return Array.isArray(label) && Array.isArray(overlapping) ? { ...rest, label: [...label, ...overlapping] } : record;
}

export function isOwnRecord(record: Fields): boolean {
  const { text, label, tokens, sentences } = record;
  const arePairs = (value: unknown) => Array.isArray(value) && value.every((item) => Array.isArray(item));
  return (
    typeof text === 'string' &&
    arePairs(label) &&
    arePairs(tokens) &&
    arePairs(sentences) &&
    numberPairs(tokens) !== undefined &&
    numberPairs(sentences) !== undefined
  );
}

/** @param record one of those above. */
export function ownRecord(record: Fields, complain: Complain): TextRecord {
  const { text, tags, annotated, offsets, status, note } = record;
  const tokens = numberPairs(record.tokens) ?? [];
  const spans = (record.label as unknown[][]).flatMap(([start, end, category]) => {
    if (typeof start !== 'number' || typeof end !== 'number') {
      complain(
        'broken-span',
        'A span has no start or no end; it was left out.',
        'A span has a start, an end and a category.',
        1,
      );
      return [];
    }
    const name = typeof category === 'string' ? category : '';
    const fault = nameFault(name);
    if (!fault) return [{ start, end, category: name }];
    const message = `The category of the span ${start}–${end} has ${fault}; it was left out.`;
    complain('category-name', message, 'Give it another name in the file, such as “Other”.', 1);
    return [];
  });
  return {
    form: 'text',
    text: text as string,
    spans,
    given: spans.length,
    isOwn: true,
    unit: offsets === 'utf-16' ? 'utf-16' : 'code-points',
    tokens: tokens.map(([start, end]) => ({ start, end })),
    sentences: (numberPairs(record.sentences) ?? []).map(([first, end]) => ({ first, end })),
    ...(isStrings(tags) && tags.length === tokens.length ? { tags } : {}),
    ...(annotated === 'all' || isStrings(annotated) ? { annotated } : {}),
    ...(isStatus(status) ? { status } : {}),
    ...(typeof note === 'string' ? { note } : {}),
  };
}

const isStatus = (value: unknown): value is DocumentStatus => documentStatuses.some((status) => status === value);
