/**
 * Words without empty lines between their sentences: a file of columns then is one sentence of thousands of words. It
 * is told, and where the user wants it sentences end at their final marks.
 */
import { closesSentence, isFinalMark } from '../sentences.ts';
import type { ReadLog, ReadOptions } from './reading.ts';
import type { TaggedSentence } from './tagged.ts';

/** A longer sentence that is also a large part of its file; corpora of speeches have single ones of a thousand words. */
const long = { words: 250, share: 0.05 };

/** The sentence, divided if asked for. @param of spanGoesOn: whether a tag continues the span before it. */
export function endAtMarks(
  sentence: TaggedSentence,
  { sentenceEnds }: ReadOptions,
  { spanGoesOn, wordsOfFile }: { spanGoesOn: (tag: string) => boolean; wordsOfFile: number },
  log: ReadLog,
): TaggedSentence[] {
  if (sentenceEnds === 'marks' && !sentence.spans) {
    log.assume('sentences end at their final marks');
    return divide(sentence, spanGoesOn);
  }
  const { words, lines } = sentence;
  if (words.length > long.words && words.length > long.share * wordsOfFile) {
    log.problem({
      code: 'long-sentence',
      message: `The sentence that begins here has ${words.length} words: empty lines between sentences seem to be missing.`,
      remedy: 'Put an empty line behind each sentence, or let final marks end them (--sentence-ends marks).',
      ...(lines[0] === undefined ? {} : { line: lines[0] }),
    });
  }
  return [sentence];
}

function divide(sentence: TaggedSentence, spanGoesOn: (tag: string) => boolean): TaggedSentence[] {
  const { words, tags, lines, spaceAfter } = sentence;
  const parts: TaggedSentence[] = [];
  let first = 0;
  const endAt = (end: number) => {
    parts.push({
      words: words.slice(first, end),
      tags: tags.slice(first, end),
      lines: lines.slice(first, end),
      ...(spaceAfter ? { spaceAfter: spaceAfter.slice(first, end) } : {}),
    });
    first = end;
  };
  let ended = false;
  words.forEach((word, index) => {
    if (ended && !closesSentence(word) && !isFinalMark(word) && !spanGoesOn(tags[index] ?? 'O')) {
      endAt(index);
      ended = false;
    }
    ended = isFinalMark(word) || (ended && closesSentence(word));
  });
  endAt(words.length);
  return parts;
}
