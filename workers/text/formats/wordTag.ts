/**
 * Running text with a tag glued to every word by a slash: the GENIA corpus (a sentence a line) and the Penn Treebank
 * (base phrases in brackets, empty lines and lines of `=` between paragraphs, a sentence over several lines).
 *
 * The last slash that is not escaped parts word and tag, so `Ca2+/calmodulin/NN` is a word with a slash in it. Of
 * alternatives such as `NN|JJ` the first is taken. A piece without a tag belongs to the next piece that has one: the
 * word had a space in it (`G + C/NN`), and it stays one token.
 */
import { clip } from '../clip.ts';
import { splitLines } from '../decode.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { readingFromTagged, type TaggedDocument, type TaggedSentence } from './tagged.ts';

const separator = /^=+$/;
const sentenceEnd = new Set(['.', '?', '!']);
const closingTags = new Set(["''", ')', '-RRB-', '"']);

export function readWordTag(text: string, options: ReadOptions, log: ReadLog): Reading {
  const lines = splitLines(text);
  const bracketed = lines.filter(isBracketed).length > 0.05 * lines.length;
  log.assume(bracketed ? 'Penn Treebank brackets left out' : 'one sentence a line');
  const documents = bracketed ? readBracketed(lines, log) : readLines(lines, log);
  return readingFromTagged(documents, { ...options, kind: options.kind ?? 'tags' }, log);
}

/** A sentence a line. GENIA opens each abstract with its number, `UI/LS -/: 95369245/CD`: a document begins there. */
function readLines(lines: readonly string[], log: ReadLog): TaggedDocument[] {
  const documents: TaggedDocument[] = [];
  const abstracts = lines.some((line) => line.startsWith('UI/LS '));
  lines.forEach((line, index) => {
    const sentence = emptySentence();
    readPieces(line, index + 1, sentence, log);
    if (sentence.words.length === 0) return;
    const current = documents.at(-1);
    if (abstracts && current && !line.startsWith('UI/LS ')) current.sentences.push(sentence);
    else documents.push({ id: (abstracts && sentence.words[2]) || `${documents.length + 1}`, sentences: [sentence] });
  });
  return documents;
}

/** Sentences end at their final mark, at a line of `=`, or at an empty line that is not mere layout; three empty lines in a row end a document. */
function readBracketed(lines: readonly string[], log: ReadLog): TaggedDocument[] {
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
    readPieces(content, index + 1, piece, log);
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

function readPieces(line: string, number: number, sentence: TaggedSentence, log: ReadLog): void {
  const waiting: string[] = [];
  for (const piece of line.split(/\s+/)) {
    if (piece === '' || piece === '[' || piece === ']') continue;
    const slash = lastSlash(piece);
    if (slash < 0 || slash === piece.length - 1) {
      waiting.push(piece);
      continue;
    }
    const tags = piece.slice(slash + 1);
    const [tag = tags] = tags.split('|').filter(Boolean);
    if (tag !== tags) log.assume('of alternative tags such as NN|JJ the first was taken');
    if (waiting.length > 0)
      log.assume('words with a space in them (pieces without a tag before one with a tag) kept as one');
    sentence.words.push(
      [...waiting.splice(0), withoutEscapes(piece.slice(0, slash))].filter(Boolean).join(' ') || piece,
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

/** Position of the last slash that no backslash escapes; -1 where there is none, or nothing before it. */
function lastSlash(piece: string): number {
  for (let at = piece.lastIndexOf('/'); at > 0; at = piece.lastIndexOf('/', at - 1)) {
    if (piece[at - 1] !== '\\') return at;
  }
  return -1;
}

const withoutEscapes = (word: string) => word.replace(/\\([/*])/g, '$1');
