/**
 * The lines of a word vector file: a word, then its numbers, parted by spaces. Works on bytes, because most lines of a
 * large file are not wanted and only their word needs to become a string, and because a newline byte is never part of
 * another UTF-8 character, wherever a chunk is cut.
 */
import { GraftError, type Problem } from '../protocol/errors.ts';
import { clip } from './clip.ts';

const newline = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const tab = 0x09;

/** No vector line is near this long; a file without newlines must not fill the memory. */
const longestLine = 1 << 20;
/** So many broken lines are named one by one; the rest are counted. */
const namedProblems = 100;
const looksBinaryWithin = 4096;

const realNumber = /^[-+]?\d+\.\d+(e[-+]?\d+)?$/i;

/** Why a line was left out. */
type Fault = Pick<Problem, 'code' | 'message'>;

export class VectorLines {
  readonly words: string[] = [];
  /** Numbers a vector; known from the header or the first line on. */
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
  private announced: number | undefined;
  private readonly named: Problem[] = [];
  private unnamed = 0;

  constructor(
    private readonly file: string,
    private readonly wanted: (word: string) => boolean,
  ) {}

  /** Takes the next bytes of the file, cut anywhere. */
  push(bytes: Uint8Array): void {
    if (!this.checked) {
      this.hold(bytes);
      if (this.heldBytes >= looksBinaryWithin) this.readLines(this.checkStart(this.released()));
    } else if (bytes.includes(newline)) {
      this.hold(bytes);
      this.readLines(this.released());
    } else this.hold(bytes);
    if (this.heldBytes > longestLine) throw this.notVectors(`Line ${this.line + 1} has no end.`);
  }

  /** All bytes have been given. @throws GraftError where there was no vector among them. */
  end(): void {
    const rest = this.released();
    this.readLines(this.checked ? rest : this.checkStart(rest));
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
    if (this.vectors === 0) throw this.notVectors('No line holds a word and its numbers.');
  }

  /** Row by row; [words, dimension]. */
  values(): Float32Array {
    return this.numbers.slice(0, this.words.length * (this.dimension ?? 0));
  }

  /** Everything that was left out or is strange. */
  problems(): Problem[] {
    const problems = [...this.named];
    if (this.unnamed > 0) {
      problems.push({
        code: 'more-vector-lines',
        file: this.file,
        message: `${this.unnamed} more lines were left out for reasons like these.`,
        remedy: 'If there are many, download the file again.',
      });
    }
    if (this.announced !== undefined && this.announced !== this.line - 1) {
      problems.push({
        code: 'vector-count',
        file: this.file,
        message: `The first line announces ${this.announced} words, but ${this.line - 1} lines follow.`,
        remedy: 'The file may have been cut off: download it again if words are missing.',
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

  /** Refuses binary files and takes off a byte order mark. */
  private checkStart(bytes: Uint8Array): Uint8Array {
    this.checked = true;
    if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
      throw new GraftError({
        code: 'encoding',
        file: this.file,
        message: 'The file is encoded as UTF-16.',
        remedy: 'Save it as UTF-8.',
      });
    }
    let zeros = 0;
    let controls = 0;
    for (const byte of bytes.subarray(0, looksBinaryWithin)) {
      if (byte === 0) zeros++;
      else if (byte < tab || (byte > carriageReturn && byte < space)) controls++;
    }
    if (zeros > 0 || controls > 2) {
      throw new GraftError({
        code: 'binary-vectors',
        file: this.file,
        message: 'The file is binary, and not a gzip or zip file: word vectors are read from text files.',
        remedy:
          'For fastText give the .vec file instead of the .bin. Convert a binary word2vec file with gensim: KeyedVectors.load_word2vec_format(file, binary=True).save_word2vec_format(newFile, binary=False). Unpack other archives first.',
      });
    }
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    return bytes.subarray(hasMark ? 3 : 0);
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
    if (this.line === 1 && this.readHeader(line)) return;
    const fault = line.length === 0 ? { code: 'vector-line', message: 'The line is empty.' } : this.readVector(line);
    if (!fault) return;
    if (this.named.length >= namedProblems) {
      this.unnamed++;
      return;
    }
    const remedy = 'The line was left out; the rest of the file was read.';
    this.named.push({ ...fault, file: this.file, line: this.line, remedy });
  }

  /** `count dimension`, as word2vec and fastText begin. */
  private readHeader(line: Uint8Array): boolean {
    const header = /^(\d+)[ \t](\d+)$/.exec(this.decoder.decode(line));
    if (!header) return false;
    this.announced = Number(header[1]);
    this.dimension = Number(header[2]);
    if (this.dimension === 0) throw this.notVectors('The first line announces vectors of no dimension.');
    return true;
  }

  /** How many fields at the line's end are numbers; the first field is the word, even where it is a number. */
  private dimensionOf(line: Uint8Array): number {
    const fields = this.decoder.decode(line).split(/[ \t]+/);
    let numbers = 0;
    while (numbers < fields.length - 1 && isNumber(fields[fields.length - 1 - numbers] as string)) numbers++;
    if (numbers === 0) throw this.notVectors(`Line ${this.line} does not hold a word and its numbers.`);
    return numbers;
  }

  /** Keeps the line's vector if it is wanted, or says what is wrong with it. */
  private readVector(line: Uint8Array): Fault | undefined {
    this.dimension ??= this.dimensionOf(line);
    const { dimension } = this;
    // Fields are counted from the end, since a word can hold spaces.
    let begin = line.length;
    for (let field = 0; field < dimension; field++) {
      while (begin > 0 && !isBlank(line[begin - 1])) begin--;
      while (field < dimension - 1 && begin > 0 && isBlank(line[begin - 1])) begin--;
    }
    let wordEnd = begin;
    while (wordEnd > 0 && isBlank(line[wordEnd - 1])) wordEnd--;
    if (wordEnd === 0) {
      const found = this.decoder.decode(line).split(/[ \t]+/).length - 1;
      const message =
        isBlank(line[0]) && found >= dimension
          ? 'The line has numbers but no word.'
          : `The line has ${found} numbers where ${dimension} were expected.`;
      return { code: 'vector-line', message };
    }
    const word = this.decoder.decode(line.subarray(0, wordEnd));
    const surplus = surplusNumbers(word);
    if (surplus > 0) {
      return {
        code: 'vector-line',
        message: `The vector of “${clip(word.slice(0, word.search(/[ \t]/)))}” has ${dimension + surplus} numbers where ${dimension} were expected.`,
      };
    }
    this.vectors++;
    if (word.includes('\ufffd') && !isUtf8(line.subarray(0, wordEnd))) {
      return { code: 'vector-encoding', message: `The word “${clip(word)}” is not written in UTF-8.` };
    }
    return this.wanted(word) ? this.keep(word, this.decoder.decode(line.subarray(begin)), dimension) : undefined;
  }

  private keep(word: string, text: string, dimension: number): Fault | undefined {
    if (this.seen.has(word)) return { code: 'duplicate-word', message: `“${clip(word)}” stood in the file before.` };
    const offset = this.words.length * dimension;
    if (this.numbers.length < offset + dimension) this.grow(offset + dimension);
    const fields = text.split(/[ \t]+/);
    for (let index = 0; index < dimension; index++) {
      const field = fields[index] as string;
      const number = Number(field);
      if (!isNumber(field) || !Number.isFinite(Math.fround(number))) {
        this.vectors--;
        return { code: 'vector-line', message: `“${clip(field)}” in the vector of “${clip(word)}” is not a number.` };
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

  private notVectors(message: string): GraftError {
    return new GraftError({
      code: 'not-vectors',
      file: this.file,
      message,
      remedy: 'Give a text file with a word and its numbers in each line, as GloVe, word2vec and fastText write it.',
    });
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === space || byte === tab || byte === carriageReturn;
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

function isNumber(field: string): boolean {
  return field !== '' && Number.isFinite(Number(field));
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
