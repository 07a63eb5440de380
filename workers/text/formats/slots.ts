/**
 * Slot filling: a sentence a line, a tag glued to every word by a colon, and behind `<=>` what the sentence wants
 * (`Find:O flights:O to:O Ulm:B-city <=> find_flight`). Intents are no annotation of words and are left out.
 *
 * The last colon parts word and tag, so that `10:30:B-time` is a time of day.
 */
import { clip } from '../clip.ts';
import { splitLines } from '../decode.ts';
import { type NumberedLine, sentenceLines } from './glue.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { readingFromTagged, type TaggedDocument, type TaggedSentence } from './tagged.ts';

const intentMark = '<=>';
/** What stands behind a colon in times, addresses and prose is hardly one of these. */
const spanTag = /^(?:O|[BIESLU][-_].+)$/;

export function readSlots(text: string, options: ReadOptions, log: ReadLog): Reading {
  const documents: TaggedDocument[] = [];
  let intents = 0;
  for (const lines of sentenceLines(splitLines(text), log)) {
    const sentence: TaggedSentence = { words: [], tags: [], lines: [] };
    for (const line of lines) if (readLine(line, sentence, log)) intents++;
    if (sentence.words.length > 0) documents.push({ id: `${documents.length + 1}`, sentences: [sentence] });
  }
  log.assume('word:TAG lines');
  if (intents > 0) log.assume(`what stands behind ${intentMark} (the sentence’s intent) left out of ${intents} lines`);
  return readingFromTagged(documents, options, log);
}

/** @returns whether an intent stands in the line. */
function readLine({ line, number }: NumberedLine, sentence: TaggedSentence, log: ReadLog): boolean {
  const [tagged = '', ...behind] = line.split(intentMark);
  const without: string[] = [];
  for (const piece of tagged.split(/\s+/)) {
    if (piece === '') continue;
    const colon = piece.lastIndexOf(':');
    if (colon <= 0 || colon === piece.length - 1) {
      without.push(piece);
      continue;
    }
    sentence.words.push(piece.slice(0, colon));
    sentence.tags.push(piece.slice(colon + 1));
    sentence.lines.push(number);
  }
  if (without.length > 0) {
    log.problem(
      {
        code: 'word-without-tag',
        message: `“${clip(without.join(' '))}” has no tag; it was left out.`,
        remedy: 'Write every word as word:TAG.',
        line: number,
      },
      { lines: 1 },
    );
  }
  const lost = behind
    .join(' ')
    .split(/\s+/)
    .filter((piece) => spanTag.test(piece.slice(piece.lastIndexOf(':') + 1)));
  if (lost.length > 0) {
    log.problem(
      {
        code: 'broken-line',
        message: `Behind ${intentMark} stand further words with tags (“${clip(lost.join(' '))}”); they were left out.`,
        remedy: 'Begin a line with each sentence.',
        line: number,
      },
      { lines: 1 },
    );
  }
  return behind.length > 0;
}

/** Nearly every piece of the lines is word:TAG; where no line has an intent, the tags must be those of spans. */
export function looksLikeSlots(lines: readonly string[]): boolean {
  let pieces = 0;
  let tagged = 0;
  let spanTags = 0;
  let intents = 0;
  const sample = lines.slice(0, 300);
  for (const line of sample) {
    const [words = '', ...behind] = line.split(intentMark);
    if (behind.length > 0) intents++;
    for (const piece of words.trim().split(/\s+/)) {
      if (piece === '') continue;
      pieces++;
      const colon = piece.lastIndexOf(':');
      if (colon <= 0 || colon === piece.length - 1) continue;
      tagged++;
      if (spanTag.test(piece.slice(colon + 1))) spanTags++;
    }
  }
  if (tagged === 0 || tagged < 0.85 * pieces) return false;
  return intents >= 0.5 * sample.length || spanTags >= 0.85 * pieces;
}
