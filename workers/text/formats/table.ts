/**
 * Tables of cells parted by a character, as RFC 4180 has them and as people write them. A quotation mark opens a cell
 * only where another closes it: one that stands alone is a word like any other, and never takes the rest of the file
 * along. Every character is looked at once or twice, however the marks stand.
 */
export interface Row {
  readonly cells: readonly string[];
  /** 1-based. */
  readonly line: number;
}

export interface Table {
  readonly rows: readonly Row[];
  /** Lines in which a quotation mark opens a cell that nothing closes. */
  readonly openQuotes: readonly number[];
}

export interface TableOptions {
  readonly delimiter: string;
  /** Whether cells hold no line ends, as those of words do; a quotation mark then closes in its line or not at all. */
  readonly linesAreRows: boolean;
  /** Of the first row. */
  readonly line?: number;
  readonly mostRows?: number;
}

export function parseTable(text: string, options: TableOptions): Table {
  return new TableReader(text, options).read();
}

class TableReader {
  private position = 0;
  private line: number;
  private readonly openQuotes: number[] = [];
  /** Up to here, no quotation mark closes a cell. */
  private unclosedUntil = -1;

  constructor(
    private readonly text: string,
    private readonly options: TableOptions,
  ) {
    this.line = options.line ?? 1;
  }

  read(): Table {
    const rows: Row[] = [];
    while (this.position < this.text.length && rows.length < (this.options.mostRows ?? Number.POSITIVE_INFINITY)) {
      const line = this.line;
      rows.push({ cells: this.row(), line });
    }
    return { rows, openQuotes: this.openQuotes };
  }

  private row(): string[] {
    const cells: string[] = [];
    for (;;) {
      cells.push(this.cell());
      const character = this.text.charAt(this.position);
      if (character !== this.options.delimiter) {
        this.endLine();
        return cells;
      }
      this.position++;
    }
  }

  private endLine(): void {
    if (this.position >= this.text.length) return;
    this.position += this.text.startsWith('\r\n', this.position) ? 2 : 1;
    this.line++;
  }

  private cell(): string {
    const start = this.position;
    if (this.text.charAt(start) === '"') {
      const end = this.closing(start + 1);
      if (end !== undefined) {
        const cell = this.text.slice(start + 1, end);
        this.position = end + 1;
        this.line += lineEnds(cell);
        return cell.includes('\\"') && !cell.includes('""') ? cell.replaceAll('\\"', '"') : cell.replaceAll('""', '"');
      }
      this.openQuotes.push(this.line);
    }
    while (this.position < this.text.length && !this.endsCell(this.position)) this.position++;
    return this.text.slice(start, this.position);
  }

  private endsCell(position: number): boolean {
    const character = this.text.charAt(position);
    return character === this.options.delimiter || character === '\n' || character === '\r';
  }

  /** The quotation mark that closes the cell which begins here. */
  private closing(start: number): number | undefined {
    if (start <= this.unclosedUntil) return undefined;
    let mayCrossLines = !this.options.linesAreRows;
    let position = start;
    for (; position < this.text.length; position++) {
      const character = this.text.charAt(position);
      if ((character === '\n' || character === '\r') && !mayCrossLines) break;
      if (character !== '"') continue;
      let end = position;
      while (this.text.charAt(end + 1) === '"') end++;
      const isOdd = (end - position) % 2 === 0;
      const isEscaped = this.text.charAt(position - 1) === '\\' && position > start;
      if (isOdd && !isEscaped) {
        if (end + 1 >= this.text.length || this.endsCell(end + 1)) return end;
        // It opens another cell, so that this one was never opened.
        if (position > start && this.endsCell(position - 1)) break;
        mayCrossLines = false;
      }
      position = end;
    }
    this.unclosedUntil = Math.max(this.unclosedUntil, position - 1);
    return undefined;
  }
}

function lineEnds(cell: string): number {
  return cell.includes('\n') || cell.includes('\r') ? (cell.match(/\r\n|\n|\r/g)?.length ?? 0) : 0;
}
