/** A corpus in which entities are replaced, so that it can leave the house: what is replaced by what, and what was done. */
import { z } from 'zod';
import type { Exported, ExportFormatName, PartName } from './corpus.ts';
import { recordOf } from './record.ts';

/**
 * `placeholder`: `[PERSON]`; `numbered`: `[PERSON-1]`, one number for one name; `surrogate`: another name, number or date of the
 * same form.
 */
export const replacements = ['placeholder', 'numbered', 'surrogate'] as const;
export type Replacement = (typeof replacements)[number];

/** Whether numbers begin anew in each document. */
export const numberings = ['document', 'project'] as const;
export type Numbering = (typeof numberings)[number];

export interface DeidentifyOptions {
  /** What is replaced; other annotations stay, in their places. */
  readonly categories: readonly string[];
  readonly replacement: Replacement;
  readonly numbering: Numbering;
}

const byOriginal = recordOf(z.string());

/**
 * What a project remembers, so that a name has one surrogate and one number throughout it, whenever it is exported. Whoever has it
 * can take the replacements back: it never goes into an export.
 */
export const ledgerSchema = z.object({
  /** Hexadecimal; everything is drawn from it. */
  secret: z.string().regex(/^[0-9a-f]{32,}$/),
  /** By which dates are shifted; null until a date is met. */
  days: z.number().int().nullable(),
  /** Surrogates of words, by the words in lower case: a name's parts have theirs wherever they stand. */
  words: byOriginal,
  /** Of whole entities, by the entities in lower case. */
  entities: byOriginal,
  /** Numbers of names by category, where a project counts them. */
  numbers: recordOf(recordOf(z.number().int())),
  /**
   * By words and entities: what stood for them besides, in corpora in which their own surrogate is a word or an entity itself. Absent in
   * older files.
   */
  further: recordOf(z.array(z.string())).optional(),
});
export type Ledger = z.infer<typeof ledgerSchema>;

export interface ReplacedCategory {
  readonly category: string;
  readonly replaced: number;
  /** How many different names, numbers or dates these were, letter case aside. */
  readonly different: number;
  /** Where a surrogate was wanted and none fits that is not itself an original: they have a placeholder. */
  readonly placeholders: number;
}

export interface DeidentifyReport {
  readonly documents: number;
  readonly categories: readonly ReplacedCategory[];
  /** Annotations that became the same as another one when their text was replaced. */
  readonly merged: number;
  /** Words and entities that have another surrogate here than in the ledger, since that one stands in the corpus for itself. */
  readonly clashes: number;
}

/** Why somebody should look there before the text leaves the house. */
export const doubtKinds = ['unsure', 'same-word', 'same-form', 'not-looked-for', 'unread'] as const;
export type DoubtKind = (typeof doubtKinds)[number];

/**
 * A place that may hold something that was not replaced. `unsure`: the model was, whether or not it found something there;
 * `same-word`: a word of something that is replaced elsewhere; `same-form`: digits and letters in an order that is replaced elsewhere;
 * `not-looked-for`: nobody looked for what is replaced in this document; `unread`: annotations of its file could not be read. The latter
 * two are said once a document, at its first words.
 */
export interface Doubt {
  readonly kind: DoubtKind;
  readonly documentId: string;
  readonly part: PartName;
  /** Into the original document. */
  readonly start: number;
  readonly end: number;
  /** What stands there, and what is around it. */
  readonly words: string;
  readonly before: string;
  readonly after: string;
  /** 1-based. */
  readonly line: number;
  /** The category that is meant, where one is; of `not-looked-for` all that nobody looked for, parted by commas. */
  readonly category: string | null;
  /** 0 to 1, of `unsure` alone. */
  readonly confidence: number | null;
  readonly replaced: boolean;
}

/** How sure a model was of a stretch of a document, 0 to 1; `category` is null where it found nothing there. */
export interface ModelDoubt {
  readonly start: number;
  readonly end: number;
  readonly category: string | null;
  readonly confidence: number;
}

/**
 * Doubts of a model below some threshold, by the part and the id of the document, and of those that share an id in the order in which
 * they stand: files given apart or joined may number theirs alike. A document that stands in several parts has those of all parts
 * together in the first of them.
 */
export type ModelDoubts = Readonly<
  Partial<Record<PartName, Readonly<Record<string, readonly (readonly ModelDoubt[])[]>>>>
>;

export interface Deidentified<Format extends ExportFormatName = ExportFormatName> {
  readonly content: Exported<Format>;
  readonly report: DeidentifyReport;
  /** As it is now, to be kept. */
  readonly ledger: Ledger;
}

export interface DeidentifyService {
  /** What should be looked at before an export, in the order of the documents. */
  deidentifyDoubts(
    corpusId: string,
    part: PartName | 'all',
    categories: readonly string[],
    ofModel: ModelDoubts,
  ): Promise<readonly Doubt[]>;
  /** The corpus as a file, without what is to be replaced. */
  deidentified<Format extends ExportFormatName>(
    corpusId: string,
    part: PartName | 'all',
    options: DeidentifyOptions,
    ledger: Ledger,
    format: Format,
  ): Promise<Deidentified<Format>>;
}
