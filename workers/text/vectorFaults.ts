/**
 * What was left out of a file of word vectors, one warning for each kind of fault: a file can be wrong in every line, and
 * what is said of each of them buries everything else.
 */
import type { Problem } from '../protocol/errors.ts';

/** Why a line was left out. */
export type FaultKind = 'empty' | 'dimension' | 'no-word' | 'no-number' | 'encoding' | 'repeated';

export interface LineFault {
  readonly kind: FaultKind;
  /** What is to be seen there, such as `“Ulm”, 4 numbers`. */
  readonly detail: string;
}

/** So many lines are named; the rest are counted. */
const namedLines = 10;

const codes: Readonly<Record<FaultKind, string>> = {
  empty: 'vector-line',
  dimension: 'vector-dimensions',
  'no-word': 'vector-line',
  'no-number': 'vector-line',
  encoding: 'vector-encoding',
  repeated: 'duplicate-word',
};

export class VectorFaults {
  private readonly kinds = new Map<FaultKind, { count: number; named: { line: number; detail: string }[] }>();

  /** @param line 1-based. */
  add({ kind, detail }: LineFault, line: number): void {
    const entry = this.kinds.get(kind) ?? { count: 0, named: [] };
    entry.count++;
    if (entry.named.length < namedLines) entry.named.push({ line, detail });
    this.kinds.set(kind, entry);
  }

  /** In the order in which they were met. */
  problems(file: string, dimension: number): Problem[] {
    return [...this.kinds].map(([kind, { count, named }]) => {
      const lines = named.map(({ line, detail }) => (detail ? `line ${line} (${detail})` : `line ${line}`));
      const more = count - named.length;
      const where = `${lines.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
      return {
        code: codes[kind],
        file,
        line: named[0]?.line,
        message: `${whatIsWrong(kind, count, dimension)}: ${where}.`,
        remedy: `${count === 1 ? 'It was' : 'They were'} left out; the rest of the file was read.`,
      };
    });
  }
}

function whatIsWrong(kind: FaultKind, count: number, dimension: number): string {
  const lines = count === 1 ? 'A line' : `${count} lines`;
  const [are, hold] = count === 1 ? ['is', 'holds'] : ['are', 'hold'];
  switch (kind) {
    case 'empty':
      return `${lines} ${are} empty`;
    case 'dimension':
      return `${lines} ${hold} another number of numbers than most, which is ${dimension}`;
    case 'no-word':
      return `${lines} ${hold} numbers but no word`;
    case 'no-number':
      return `${lines} ${hold} something among the numbers that is none`;
    case 'encoding':
      return `${lines} ${hold} a word that is not written in UTF-8`;
    case 'repeated':
      return `${lines} ${hold} a word that stood in the file before`;
  }
}
