/**
 * Literals as Python writes them, and JSON as Python's json module writes it (NaN included): what `print` and `repr`
 * leave in the cells of tables, and the lists of examples that stand in Python source. It reads from left to right and
 * never goes back, so that its time grows with the text and no faster.
 */

export interface LiteralOptions {
  /** Is told where each list and each mapping began. */
  readonly onContainer?: (container: object, position: number) => void;
  /** Strings that stand side by side: one in Python source, two elements where numpy has printed a list, else a fault. */
  readonly neighbours: 'joined' | 'elements' | 'fault';
}

export type LiteralResult = { readonly value: unknown; readonly end: number } | { readonly fault: number };

const deepest = 200;
const words: Readonly<Record<string, unknown>> = {
  None: null,
  null: null,
  True: true,
  true: true,
  False: false,
  false: false,
  nan: null,
  NaN: null,
};
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '0': '\0',
  '\n': '',
};
const containers = /(?:array|list|tuple|set|dict)$/;
const number = /[+-]?(?:0[xX][\da-fA-F]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[iI]nf(?:inity)?)/y;
const name = /[A-Za-z_][\w.]*/y;
const prefix = /(?:[rR][bB]?|[bB][rR]?|[uU]|[fF])(?=["'])/y;

/** The literal that begins at `start`, or where it breaks. */
export function readLiteral(text: string, start: number, options: LiteralOptions): LiteralResult {
  const reader = new LiteralReader(text, start, options);
  try {
    return { value: reader.value(0), end: reader.position };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.position };
    throw error;
  }
}

/** The whole text as one literal, or where it breaks. */
export function parseLiteral(text: string, options: LiteralOptions): LiteralResult {
  const reader = new LiteralReader(text, 0, options);
  try {
    const value = reader.value(0);
    reader.skip();
    return reader.position < text.length ? { fault: reader.position } : { value, end: reader.position };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.position };
    throw error;
  }
}

class Fault extends Error {
  constructor(readonly position: number) {
    super('literal');
  }
}

class LiteralReader {
  constructor(
    private readonly text: string,
    public position: number,
    private readonly options: LiteralOptions,
  ) {}

  /** Blanks and comments. */
  skip(): void {
    for (;;) {
      const character = this.text.charAt(this.position);
      if (character === '#') {
        const end = this.text.indexOf('\n', this.position);
        this.position = end < 0 ? this.text.length : end;
      } else if (character !== '' && ' \t\n\r\f\\'.includes(character)) this.position++;
      else return;
    }
  }

  value(depth: number): unknown {
    this.skip();
    if (depth > deepest) throw new Fault(this.position);
    const character = this.text.charAt(this.position);
    if ('[({'.includes(character) && character !== '') {
      const start = this.position;
      const value = character === '{' ? this.mapping(depth) : this.list(character === '[' ? ']' : ')', depth);
      if (typeof value === 'object' && value !== null) this.options.onContainer?.(value, start);
      return value;
    }
    if (this.atString()) return this.strings();
    number.lastIndex = this.position;
    const digits = number.exec(this.text)?.[0];
    if (digits !== undefined) {
      this.position += digits.length;
      return Number(digits.replaceAll('_', '').replace(/inf(?:inity)?/i, 'Infinity'));
    }
    return this.word(depth);
  }

  private word(depth: number): unknown {
    name.lastIndex = this.position;
    const word = name.exec(this.text)?.[0];
    if (word === undefined) throw new Fault(this.position);
    if (Object.hasOwn(words, word)) {
      this.position += word.length;
      return words[word];
    }
    const open = this.position + word.length;
    if (!containers.test(word) || this.text.charAt(open) !== '(') throw new Fault(this.position);
    // array([...], dtype=object): what it holds is its first argument.
    this.position = open + 1;
    const value = this.value(depth + 1);
    this.skip();
    while (this.text.charAt(this.position) === ',') {
      this.position++;
      this.skip();
      if (this.text.charAt(this.position) === ')') break;
      name.lastIndex = this.position;
      this.position += name.exec(this.text)?.[0].length ?? 0;
      this.skip();
      if (this.text.charAt(this.position) === '=') {
        this.position++;
        this.skip();
        name.lastIndex = this.position;
        const dtype = name.exec(this.text)?.[0];
        if (dtype !== undefined) this.position += dtype.length;
        else this.value(depth + 1);
      }
      this.skip();
    }
    if (this.text.charAt(this.position) !== ')') throw new Fault(this.position);
    this.position++;
    return value;
  }

  private list(close: string, depth: number): unknown {
    this.position++;
    const items: unknown[] = [];
    let hasComma = false;
    for (;;) {
      this.skip();
      if (this.text.charAt(this.position) === close) {
        this.position++;
        // Brackets around one value are no tuple.
        return close === ')' && items.length === 1 && !hasComma ? items[0] : items;
      }
      items.push(this.value(depth + 1));
      this.skip();
      if (this.text.charAt(this.position) === ',') {
        this.position++;
        hasComma = true;
      } else if (this.text.charAt(this.position) !== close && this.options.neighbours !== 'elements')
        throw new Fault(this.position);
    }
  }

  /** Or a set, which is a list here. */
  private mapping(depth: number): unknown {
    this.position++;
    const entries: [string, unknown][] = [];
    const items: unknown[] = [];
    for (;;) {
      this.skip();
      if (this.text.charAt(this.position) === '}') {
        this.position++;
        return items.length > 0 ? items : Object.fromEntries(entries);
      }
      const at = this.position;
      const key = this.value(depth + 1);
      this.skip();
      if (this.text.charAt(this.position) === ':') {
        if (items.length > 0 || (typeof key === 'object' && key !== null)) throw new Fault(at);
        this.position++;
        entries.push([String(key), this.value(depth + 1)]);
        this.skip();
      } else if (entries.length > 0) throw new Fault(this.position);
      else items.push(key);
      if (this.text.charAt(this.position) === ',') this.position++;
      else if (this.text.charAt(this.position) !== '}') throw new Fault(this.position);
    }
  }

  private atString(): boolean {
    const character = this.text.charAt(this.position);
    if (character === '"' || character === "'") return true;
    prefix.lastIndex = this.position;
    return prefix.test(this.text);
  }

  private strings(): string {
    let joined = this.string();
    if (this.options.neighbours === 'elements') return joined;
    for (;;) {
      const before = this.position;
      this.skip();
      if (!this.atString()) {
        this.position = before;
        return joined;
      }
      if (this.options.neighbours === 'fault') throw new Fault(this.position);
      joined += this.string();
    }
  }

  private string(): string {
    prefix.lastIndex = this.position;
    const letters = prefix.exec(this.text)?.[0] ?? '';
    const isRaw = /r/i.test(letters);
    this.position += letters.length;
    const quote = this.text.charAt(this.position);
    const isLong = this.text.startsWith(quote.repeat(3), this.position);
    this.position += isLong ? 3 : 1;
    const parts: string[] = [];
    let from = this.position;
    for (;;) {
      const character = this.text.charAt(this.position);
      if (character === '' || (character === '\n' && !isLong)) throw new Fault(this.position);
      if (character === quote && (!isLong || this.text.startsWith(quote.repeat(3), this.position))) {
        parts.push(this.text.slice(from, this.position));
        this.position += isLong ? 3 : 1;
        return parts.join('');
      }
      if (character !== '\\') this.position++;
      else if (isRaw) this.position += 2;
      else {
        parts.push(this.text.slice(from, this.position), this.escape());
        from = this.position;
      }
    }
  }

  private escape(): string {
    const letter = this.text.charAt(this.position + 1);
    const digits = { x: 2, u: 4, U: 8 }[letter];
    if (digits !== undefined) {
      const code = this.text.slice(this.position + 2, this.position + 2 + digits);
      const value = Number.parseInt(code, 16);
      if (code.length < digits || !/^[\da-fA-F]+$/.test(code) || value > 0x10ffff) throw new Fault(this.position);
      this.position += 2 + digits;
      return digits === 4 ? String.fromCharCode(value) : String.fromCodePoint(value);
    }
    this.position += 2;
    if (letter === '\r' && this.text.charAt(this.position) === '\n') {
      this.position++;
      return '';
    }
    // Python leaves a backslash before any other letter standing; before a sign it only guards that.
    return escapes[letter] ?? (/[A-Za-z0-9]/.test(letter) ? `\\${letter}` : letter);
  }
}
