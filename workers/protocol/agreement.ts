/** How far two annotators agree on the same documents, where they do not, and what somebody decides there. */
import type { Span } from './corpus.ts';
import type { CorpusSummary } from './engine.ts';
import type { Problem } from './errors.ts';
import type { CategoryScore, ErrorKind } from './scores.ts';

/** Cohen's kappa over some tokens. */
export interface Kappa {
  /** Null where both gave every token one and the same label: there is no chance agreement to compare with. */
  readonly kappa: number | null;
  /** Share of the tokens that both labelled alike, 0 to 1. */
  readonly observed: number;
  readonly tokens: number;
}

export interface Kappas {
  readonly all: Kappa;
  /** Without the tokens that both leave outside: most tokens are, and they flatter every pair of annotators. */
  readonly annotated: Kappa;
}

/**
 * Something that one of them marked and the other did not mark so. `missed` stands in A's file alone, `spurious` in B's alone;
 * of `category` and `boundary` each has one.
 */
export interface Difference {
  /** Tells it from all others, and is the same as long as both spans are. */
  readonly key: string;
  readonly documentId: string;
  readonly kind: ErrorKind;
  /** Offsets into `text`. */
  readonly a?: Span;
  readonly b?: Span;
  /** The sentences in which the spans stand. */
  readonly text: string;
  /** Where `text` begins in the document. */
  readonly offset: number;
  /** 1-based, in the document. */
  readonly line: number;
}

export interface Agreement {
  /** In both files. */
  readonly documents: number;
  /** Over the categories of the tokens, with `O`. */
  readonly categories: Kappas;
  /** Over IOB2 tags, which tell neighbours of one category apart as well. */
  readonly tags: Kappas;
  /** Of whole spans, nested ones too: `support` are A's, `predicted` B's; F1 is the same either way round. */
  readonly spans: {
    readonly overall: CategoryScore;
    readonly categories: Readonly<Record<string, CategoryScore>>;
  };
  readonly differences: readonly Difference[];
  /** Documents that one of the files lacks. */
  readonly problems: readonly Problem[];
}

export const decisions = ['a', 'b', 'both', 'neither'] as const;
/** Whose span is taken. */
export type Decision = (typeof decisions)[number];

/** By the differences' keys. */
export type Decisions = Readonly<Record<string, Decision>>;

export interface AgreementService {
  /** Rejects where no document is in both corpora, or one has other words in the one than in the other. */
  agreement(a: string, b: string): Promise<Agreement>;
  /**
   * A corpus of the documents of both in which nothing is left to decide. Rejects where there are none.
   * @param name of the new corpus.
   */
  adjudicate(a: string, b: string, decided: Decisions, name: string): Promise<CorpusSummary>;
}
