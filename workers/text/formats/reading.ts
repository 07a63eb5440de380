/**
 * What every format's reader is given and gives back, and the log into which it writes what went wrong. The log says
 * the first problems in full and sums up the rest: a file can be wrong in every line, and a list of a million
 * problems helps nobody.
 */
import type {
  AnnotatedCategories,
  ColumnsRead,
  CorpusKind,
  Document,
  FormatName,
  SentenceEnds,
} from '../../protocol/corpus.ts';
import type { Problem } from '../../protocol/errors.ts';

export interface ReadOptions {
  /** Left out, it is worked out from the content, then from the name. */
  readonly format?: FormatName;
  /** 0-based; negative from the end. The last by default; in CoNLL-U 3 is UPOS and 4, the default, XPOS. */
  readonly tagColumn?: number;
  /** 0-based; negative from the end. The first by default (the second where the tag comes first). */
  readonly wordColumn?: number;
  /** Whether tags make spans (NER, chunks) or stand one a token (POS). Worked out from the tags by default. */
  readonly kind?: CorpusKind;
  /** What the category is called where tags are a prefix alone (B, I, O). */
  readonly category?: string;
  /** Where sentences end in a file of words: at empty lines, which is the default, or at their final marks too. */
  readonly sentenceEnds?: SentenceEnds;
  /** Any name that TextDecoder knows. */
  readonly encoding?: string;
  /** The categories somebody looked for in this file; all of them by default. */
  readonly categoriesAnnotated?: AnnotatedCategories;
}

export interface Reading {
  readonly kind: CorpusKind;
  readonly documents: Document[];
  readonly columns?: ColumnsRead;
}

const fullProblems = 200;

export class ReadLog {
  readonly file: string;
  readonly assumed: string[] = [];
  droppedLines = 0;
  droppedSpans = 0;
  /** The first thing that looked like annotation and was not understood. */
  notUnderstood: Omit<Problem, 'file' | 'code'> | undefined;
  private readonly told: Problem[] = [];
  private readonly untold = new Map<string, { count: number; line?: number; remedy: string }>();

  constructor(file: string) {
    this.file = file;
  }

  assume(words: string): void {
    if (!this.assumed.includes(words)) this.assumed.push(words);
  }

  /** @param problem in the file that is read, where it names no other. */
  problem(problem: Problem, dropped: { lines?: number; spans?: number } = {}): void {
    this.droppedLines += dropped.lines ?? 0;
    this.droppedSpans += dropped.spans ?? 0;
    if (this.told.length < fullProblems || !this.told.some(({ code }) => code === problem.code)) {
      this.told.push({ file: this.file, ...problem });
      return;
    }
    const more = this.untold.get(problem.code);
    if (more) more.count++;
    else {
      const { line, remedy } = problem;
      this.untold.set(problem.code, line === undefined ? { count: 1, remedy } : { count: 1, line, remedy });
    }
  }

  /**
   * Something in the file looks like annotation that this reader cannot use. Where the whole file gives no annotation,
   * it is then refused: a corpus without a category, made of a file that has some, would be wrong in silence.
   */
  looksAnnotated(hint: Omit<Problem, 'file' | 'code'>): void {
    this.notUnderstood ??= hint;
  }

  /** The problems told in full, in the order of the file, then one for each kind of which there were more. */
  problems(): Problem[] {
    const sums = [...this.untold].map(
      ([code, { count, line, remedy }]): Problem => ({
        code,
        message: `${count} more of this kind (${code}), the first here.`,
        remedy,
        file: this.file,
        ...(line === undefined ? {} : { line }),
      }),
    );
    const inOrder = [...this.told].sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
    return [...inOrder, ...sums];
  }
}
