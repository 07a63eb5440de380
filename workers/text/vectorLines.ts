/**
 * The lines of a word vector file: a word, then its numbers, parted by spaces. Works on bytes, because most lines of a
 * large file are not wanted and only their word needs to become a string, and because a newline byte is never part of
 * another UTF-8 character, wherever a chunk is cut.
 */

import { GraftError, type Problem } from '../protocol/errors.ts';
import { clip } from './clip.ts';
import { counted } from './counted.ts';
import { type LineFault, VectorFaults } from './vectorFaults.ts';
import { type AnnouncedVectors, isNumber, notVectors, readStart, startBytes } from './vectorStart.ts';

const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const tab = 0x09;

/** No vector line is near this long; a file without newlines must not fill the memory. */
const longestLine = 1 << 20;

const realNumber = /^[-+]?\d+\.\d+(e[-+]?\d+)?$/i;

export class VectorLines {
  readonly words: string[] = [];
  /** Numbers a vector; known once enough lines have come. */
  dimension: number | undefined;

  private numbers = new Float32Array(0); // [capacity, dimension]
  private readonly seen = new Set<string>();
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** Bytes of a line whose end has not come yet: joined once it has, however many pieces they came in. */
  private held: Uint8Array[] = [];
  private heldBytes = 0;
  private checked = false;
  private line = 0;
  private vectors = 0;
  private announced: AnnouncedVectors | undefined;
  private readonly faults = new VectorFaults();

  constructor(
    private readonly file: string,
    private readonly wanted: (word: string) => boolean,
  ) {}

  /** Takes the next bytes of the file, cut anywhere. */
  push(bytes: Uint8Array): void {
    if (!this.checked) {
      this.hold(bytes);
      if (this.heldBytes >= startBytes) this.readLines(this.afterStart(this.released()));
    } else if (bytes.includes(newline)) {
      this.hold(bytes);
      this.readLines(this.released());
    } else this.hold(bytes);
    if (this.heldBytes > longestLine) throw notVectors(this.file, `Line ${this.line + 1} has no end.`);
  }

  /** All bytes have been given. @throws GraftError where there was no vector among them. */
  end(): void {
    const rest = this.released();
    this.readLines(this.checked || rest.length === 0 ? rest : this.afterStart(rest));
    const last = this.released();
    if (last.length > 0) this.readLine(last);
    if (this.line === 0) {
      throw new GraftError({
        code: 'empty-file',
        file: this.file,
        message: 'The file is empty.',
        remedy: 'Give a GloVe, word2vec or fastText text file.',
      });
    }
    if (this.vectors === 0) throw notVectors(this.file, 'No line holds a word and its numbers.');
  }

  /** Row by row; [words, dimension]. */
  values(): Float32Array {
    return this.numbers.slice(0, this.words.length * (this.dimension ?? 0));
  }

  /** Everything that was left out or is strange. */
  problems(): Problem[] {
    const { announced, dimension = 0 } = this;
    const problems = this.faults.problems(this.file, dimension);
    if (announced && announced.words !== this.line - 1) {
      problems.push({
        code: 'vector-count',
        file: this.file,
        message: `The first line announces ${counted(announced.words, 'word')}, but ${this.line === 2 ? '1 line follows' : `${this.line - 1} lines follow`}.`,
        remedy: 'The file may have been cut off: download it again if words are missing.',
      });
    }
    if (announced && announced.dimension !== dimension) {
      problems.push({
        code: 'vector-header',
        file: this.file,
        line: 1,
        message: `The first line announces vectors of ${counted(announced.dimension, 'number')}, but most lines hold ${dimension}.`,
        remedy: `Vectors of ${dimension} numbers were read. Correct the first line, or download the file again.`,
      });
    }
    if (this.words.length === 0) {
      problems.push({
        code: 'no-wanted-vectors',
        file: this.file,
        message: `None of the file's ${this.vectors} words stands in the text at hand.`,
        remedy: 'Check that the vectors are for the language of your corpus.',
      });
    }
    return problems;
  }

  /** Learns from the first bytes what the lines are like. @returns them without a byte order mark. */
  private afterStart(bytes: Uint8Array): Uint8Array {
    const { text, announced, dimension } = readStart(bytes, this.file);
    this.checked = true;
    this.announced = announced;
    this.dimension = dimension;
    return text;
  }

  private hold(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.held.push(bytes.slice());
    this.heldBytes += bytes.length;
  }

  private released(): Uint8Array {
    const [first = new Uint8Array(0)] = this.held;
    const bytes = this.held.length > 1 ? new Uint8Array(this.heldBytes) : first;
    if (this.held.length > 1) {
      let offset = 0;
      for (const piece of this.held) {
        bytes.set(piece, offset);
        offset += piece.length;
      }
    }
    this.held = [];
    this.heldBytes = 0;
    return bytes;
  }

  /** Reads whole lines and holds what follows the last newline. */
  private readLines(bytes: Uint8Array): void {
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(newline, start);
      if (end < 0) {
        this.hold(bytes.subarray(start));
        return;
      }
      this.readLine(bytes.subarray(start, end));
      start = end + 1;
    }
  }

  private readLine(bytes: Uint8Array): void {
    this.line++;
    let end = bytes.length;
    while (end > 0 && isBlank(bytes[end - 1])) end--;
    const line = bytes.subarray(0, end);
    if (this.line === 1 && this.announced) return;
    const fault: LineFault | undefined = line.length === 0 ? { kind: 'empty', detail: '' } : this.readVector(line);
    if (fault) this.faults.add(fault, this.line);
  }

  /** Keeps the line's vector if it is wanted, or says what is wrong with it. */
  private readVector(line: Uint8Array): LineFault | undefined {
    const dimension = this.dimension as number;
    // Fields are counted from the end, since a word can hold spaces.
    let begin = line.length;
    for (let field = 0; field < dimension; field++) {
      while (begin > 0 && !isBlank(line[begin - 1])) begin--;
      while (field < dimension - 1 && begin > 0 && isBlank(line[begin - 1])) begin--;
    }
    let wordEnd = begin;
    while (wordEnd > 0 && isBlank(line[wordEnd - 1])) wordEnd--;
    if (wordEnd === 0) {
      const [word = '', ...numbers] = this.decoder.decode(line).split(/[ \t]+/);
      if (word === '' && numbers.length >= dimension) return { kind: 'no-word', detail: '' };
      return otherDimension(word, numbers.length);
    }
    const word = this.decoder.decode(line.subarray(0, wordEnd));
    const surplus = surplusNumbers(word);
    if (surplus > 0) return otherDimension(word.slice(0, word.search(/[ \t]/)), dimension + surplus);
    this.vectors++;
    if (word.includes('\ufffd') && !isUtf8(line.subarray(0, wordEnd))) {
      return { kind: 'encoding', detail: `“${clip(word)}”` };
    }
    return this.wanted(word) ? this.keep(word, this.decoder.decode(line.subarray(begin)), dimension) : undefined;
  }

  private keep(word: string, text: string, dimension: number): LineFault | undefined {
    if (this.seen.has(word)) return { kind: 'repeated', detail: `“${clip(word)}”` };
    const offset = this.words.length * dimension;
    if (this.numbers.length < offset + dimension) this.grow(offset + dimension);
    const fields = text.split(/[ \t]+/);
    for (let index = 0; index < dimension; index++) {
      const field = fields[index] as string;
      const number = Number(field);
      if (!isNumber(field) || !Number.isFinite(Math.fround(number))) {
        this.vectors--;
        return { kind: 'no-number', detail: `“${clip(field)}” in the vector of “${clip(word)}”` };
      }
      this.numbers[offset + index] = number;
    }
    this.seen.add(word);
    this.words.push(word);
    return undefined;
  }

  private grow(needed: number): void {
    const larger = new Float32Array(Math.max(needed, this.numbers.length * 2, 1024));
    larger.set(this.numbers);
    this.numbers = larger;
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === space || byte === tab || byte === carriageReturn;
}

function otherDimension(word: string, numbers: number): LineFault {
  return { kind: 'dimension', detail: `“${clip(word)}”, ${numbers === 1 ? '1 number' : `${numbers} numbers`}` };
}

/** Tells a word that holds the replacement character itself from one that could not be decoded. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Numbers at the end of what should be a word: its vector is too long. A word such as `5 1/2` has none. */
function surplusNumbers(word: string): number {
  let surplus = 0;
  for (let end = word.length; ; surplus++) {
    let start = end;
    while (start > 0 && !isBlankCharacter(word, start - 1)) start--;
    if (start === 0 || !realNumber.test(word.slice(start, end))) return surplus;
    end = start;
    while (end > 0 && isBlankCharacter(word, end - 1)) end--;
  }
}

const isBlankCharacter = (text: string, position: number) => text[position] === ' ' || text[position] === '\t';
