/**
 * Running text with a tag glued to every word: by a slash in the GENIA corpus (a sentence a line) and the Penn Treebank
 * (base phrases in brackets, empty lines and lines of `=` between paragraphs, a sentence over several lines), by a bar
 * in WikiNER (`Ida|NNP|I-PER`), by an underscore or a colon elsewhere (`Ida_NNP`, `Ida:NNP`). Where each line holds a
 * single word, empty lines part the sentences.
 *
 * The last sign that is not escaped parts word and tag, so `Ca2+/calmodulin/NN` is a word with a slash in it. Where
 * nearly all pieces have three parts, the middle one is another tag and left out. Of alternatives such as `NN|JJ` the
 * first is taken. A piece without a tag belongs to the next piece that has one: the word had a space in it
 * (`G + C/NN`), and it stays one token.
 */
import { clip } from '../clip.ts';
import { splitLines } from '../decode.ts';
import { type Glue, glueOf, isSeparator, lastSign, sentenceLines, withLooseBrackets, withoutEscapes } from './glue.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { readingFromTagged, type TaggedDocument, type TaggedSentence } from './tagged.ts';
import { looksLikeSpanTag } from './tagSpelling.ts';

const sentenceEnd = new Set(['.', '?', '!']);
const closingTags = new Set(["''", ')', '-RRB-', '"']);

export function readWordTag(text: string, options: ReadOptions, log: ReadLog): Reading {
  const lines = withLooseBrackets(splitLines(text), log);
  const glue = glueOf(lines) ?? { sign: '/', middle: false };
  if (glue.middle) log.assume(`of the tags behind a word (word${glue.sign}…${glue.sign}TAG) the last was taken`);
  const bracketed = lines.filter(isBracketed).length > 0.05 * lines.length;
  if (bracketed) log.assume('Penn Treebank brackets left out');
  const documents = bracketed ? readBracketed(lines, glue, log) : readLines(lines, glue, log);
  return readingFromTagged(documents, options, log);
}

/** A sentence a line. GENIA opens each abstract with its number, `UI/LS -/: 95369245/CD`: a document begins there. */
function readLines(lines: readonly string[], glue: Glue, log: ReadLog): TaggedDocument[] {
  const documents: TaggedDocument[] = [];
  const abstracts = lines.some((line) => line.startsWith('UI/LS '));
  for (const group of sentenceLines(lines, log)) {
    const sentence = emptySentence();
    for (const { line, number } of group) readPieces(line, number, glue, sentence, log);
    if (sentence.words.length === 0) continue;
    const current = documents.at(-1);
    if (abstracts && current && !group[0]?.line.startsWith('UI/LS ')) current.sentences.push(sentence);
    else documents.push({ id: (abstracts && sentence.words[2]) || `${documents.length + 1}`, sentences: [sentence] });
  }
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
    if (isSeparator(content)) {
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
