/**
 * Running text with a tag glued to every word: by a slash in the GENIA corpus (a sentence a line) and the Penn Treebank
 * (base phrases in brackets, empty lines and lines of `=` between paragraphs, a sentence over several lines), by a bar
 * in WikiNER (`Ida|NNP|I-PER`), by an underscore elsewhere (`Ida_NNP`).
 *
 * The last sign that is not escaped parts word and tag, so `Ca2+/calmodulin/NN` is a word with a slash in it. Where
 * nearly all pieces have three parts, the middle one is another tag and left out. Of alternatives such as `NN|JJ` the
 * first is taken. A piece without a tag belongs to the next piece that has one: the word had a space in it
 * (`G + C/NN`), and it stays one token.
 */
import { clip } from '../clip.ts';
import { splitLines } from '../decode.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { readingFromTagged, type TaggedDocument, type TaggedSentence } from './tagged.ts';
import { looksLikeSpanTag } from './tagSpelling.ts';

const separator = /^=+$/;
const sentenceEnd = new Set(['.', '?', '!']);
const closingTags = new Set(["''", ')', '-RRB-', '"']);

/** How words and tags are glued in a file. */
interface Glue {
  readonly sign: string;
  /** Whether another tag stands between word and tag. */
  readonly middle: boolean;
}

const signs = ['/', '|', '_'] as const;
const sampledLines = 300;

/** By which sign most pieces have a tag; undefined where no sign does. */
export function glueOf(lines: readonly string[]): Glue | undefined {
  const pieces = lines
    .filter((line) => line.trim() !== '' && !separator.test(line.trim()))
    .slice(0, sampledLines)
    .flatMap((line) => line.trim().split(/\s+/))
    .filter((piece) => piece !== '[' && piece !== ']' && piece !== '');
  const tagged = (sign: string) => pieces.filter((piece) => hasTag(piece, sign));
  // A slash stands in words and between alternative words too, so that its pieces need not be all.
  const sign = signs.find(
    (each) => tagged(each).length > 0 && tagged(each).length >= (each === '/' ? 0.85 : 0.97) * pieces.length,
  );
  if (!sign) return undefined;
  const middle = tagged(sign).filter((piece) => lastSign(piece.slice(0, lastSign(piece, sign)), sign) > 0).length;
  return { sign, middle: middle >= 0.95 * tagged(sign).length };
}

function hasTag(piece: string, sign: string): boolean {
  if (piece.includes('://')) return false;
  const tag = piece.slice(lastSign(piece, sign) + 1);
  if (lastSign(piece, sign) < 0) return false;
  if (sign === '/') return /^[^/\s\d]/.test(tag);
  return looksLikeSpanTag(tag) || /^[\p{Lu}\p{P}$`]+\d?$/u.test(tag);
}

export function readWordTag(text: string, options: ReadOptions, log: ReadLog): Reading {
  const lines = splitLines(text);
  const glue = glueOf(lines) ?? { sign: '/', middle: false };
  if (glue.middle) log.assume(`of the tags behind a word (word${glue.sign}…${glue.sign}TAG) the last was taken`);
  const bracketed = lines.filter(isBracketed).length > 0.05 * lines.length;
  log.assume(bracketed ? 'Penn Treebank brackets left out' : 'one sentence a line');
  const documents = bracketed ? readBracketed(lines, glue, log) : readLines(lines, glue, log);
  return readingFromTagged(documents, options, log);
}

/** A sentence a line. GENIA opens each abstract with its number, `UI/LS -/: 95369245/CD`: a document begins there. */
function readLines(lines: readonly string[], glue: Glue, log: ReadLog): TaggedDocument[] {
  const documents: TaggedDocument[] = [];
  const abstracts = lines.some((line) => line.startsWith('UI/LS '));
  lines.forEach((line, index) => {
    const sentence = emptySentence();
    readPieces(line, index + 1, glue, sentence, log);
    if (sentence.words.length === 0) return;
    const current = documents.at(-1);
    if (abstracts && current && !line.startsWith('UI/LS ')) current.sentences.push(sentence);
    else documents.push({ id: (abstracts && sentence.words[2]) || `${documents.length + 1}`, sentences: [sentence] });
  });
  return documents;
}

/** Sentences end at their final mark, at a line of `=`, or at an empty line that is not mere layout; three empty lines in a row end a document. */
function readBracketed(lines: readonly string[], glue: Glue, log: ReadLog): TaggedDocument[] {
  const documents: TaggedDocument[] = [];
  let document: TaggedDocument = { id: '1', sentences: [] };
  let sentence = emptySentence();
  let empty = 0;
  let afterPhrase = false;
  const endSentence = () => {
    if (sentence.words.length > 0) document.sentences.push(sentence);
    sentence = emptySentence();
  };
  const endDocument = () => {
    endSentence();
    if (document.sentences.length === 0) return;
    documents.push(document);
    document = { id: `${documents.length + 1}`, sentences: [] };
  };
  lines.forEach((line, index) => {
    const content = line.trim();
    if (separator.test(content)) {
      endSentence();
      return;
    }
    if (content === '') {
      if (++empty === 3) endDocument();
      return;
    }
    // One empty line after a base phrase, or before a closing quote, is mere layout.
    const isLayout = empty === 1 && (afterPhrase || /^(?:''|\))\//.test(content));
    if (empty > 0 && !isLayout) endSentence();
    empty = 0;
    afterPhrase = content.endsWith(']');
    const piece = emptySentence();
    readPieces(content, index + 1, glue, piece, log);
    const inBrackets = content.startsWith('[');
    piece.words.forEach((word, at) => {
      const tag = piece.tags[at] ?? '';
      const last = sentence.words.at(-1) ?? '';
      const ended = sentenceEnd.has(last) && sentence.tags.at(-1) === '.';
      const closed = closingTags.has(sentence.tags.at(-1) ?? '') && sentenceEnd.has(sentence.words.at(-2) ?? '');
      if ((ended || closed) && !inBrackets && closingTags.has(tag)) {
        // A closing quote belongs to the sentence that it closes.
      } else if (ended || closed) endSentence();
      sentence.words.push(word);
      sentence.tags.push(tag);
      sentence.lines.push(index + 1);
    });
  });
  endDocument();
  return documents;
}

function isBracketed(line: string): boolean {
  const content = line.trim();
  return content.startsWith('[') && content.endsWith(']');
}

const emptySentence = (): TaggedSentence => ({ words: [], tags: [], lines: [] });

function readPieces(
  line: string,
  number: number,
  { sign, middle }: Glue,
  sentence: TaggedSentence,
  log: ReadLog,
): void {
  const waiting: string[] = [];
  for (const piece of line.split(/\s+/)) {
    if (piece === '' || piece === '[' || piece === ']') continue;
    const end = lastSign(piece, sign);
    if (end < 0 || end === piece.length - 1) {
      waiting.push(piece);
      continue;
    }
    const tags = piece.slice(end + 1);
    const [first = tags] = tags.split('|').filter(Boolean);
    const tag = looksLikeSpanTag(first) ? tags : first;
    const before = middle ? lastSign(piece.slice(0, end), sign) : -1;
    if (tag !== tags) log.assume('of alternative tags such as NN|JJ the first was taken');
    if (waiting.length > 0)
      log.assume('words with a space in them (pieces without a tag before one with a tag) kept as one');
    if (sign !== '/' && lastSign(piece.slice(0, before > 0 ? before : end), sign) > 0 && looksLikeSpanTag(tags)) {
      log.problem({
        code: 'glued-words',
        message: `“${clip(piece)}” holds more of the sign ${sign} than the others; all before its last tag was taken as one word.`,
        remedy: 'Put a space between words.',
        line: number,
      });
    }
    sentence.words.push(
      [...waiting.splice(0), withoutEscapes(piece.slice(0, before > 0 ? before : end))].filter(Boolean).join(' ') ||
        piece,
    );
    sentence.tags.push(tag);
    sentence.lines.push(number);
  }
  if (waiting.length > 0) {
    log.problem(
      {
        code: 'word-without-tag',
        message: `“${clip(waiting.join(' '))}” at the end of the line has no tag; it was left out.`,
        remedy: 'Write every word as word/TAG.',
        line: number,
      },
      { lines: 1 },
    );
  }
}

/** Position of the last sign that no backslash escapes; -1 where there is none, or nothing before it. */
function lastSign(piece: string, sign: string): number {
  for (let at = piece.lastIndexOf(sign); at > 0; at = piece.lastIndexOf(sign, at - 1)) {
    if (piece[at - 1] !== '\\') return at;
  }
  return -1;
}

const withoutEscapes = (word: string) => word.replace(/\\([/*])/g, '$1');
