/** What a record says, in the two shapes that documents are made of: a text with spans, or words with a tag each. */
import type { AnnotatedCategories, DocumentStatus, Token } from '../../../protocol/corpus.ts';
import type { SentenceRange } from '../../sentences.ts';
import type { OffsetUnit, RawSpan } from '../offsets.ts';
import type { ReadLog } from '../reading.ts';
import type { Complain } from './labelStudio.ts';
import type { WordSentences } from './tokenRecords.ts';
import { type Fields, isFields } from './values.ts';

export interface Common {
  readonly id?: string;
  readonly group?: string;
}

export interface TextRecord extends Common {
  readonly form: 'text';
  readonly text: string;
  readonly spans: RawSpan[];
  /** How many spans the record has, those that could not be read among them. */
  readonly given: number;
  readonly tokens?: readonly Token[];
  /** Some of the tokens may be white space, as spaCy's are; it shows when it is known what offsets count. */
  readonly spaceIsToken?: boolean;
  readonly sentences?: readonly SentenceRange[];
  readonly tags?: readonly string[];
  readonly annotated?: AnnotatedCategories;
  readonly status?: DocumentStatus;
  readonly note?: string;
  /** What offsets count, where the record says so. */
  readonly unit?: OffsetUnit;
  /** Written by Graft. */
  readonly isOwn?: boolean;
  /** Whether each line is an utterance of its own. */
  readonly linesEnd?: boolean;
  /** Who or what tells this record from another of the same text. */
  readonly origin?: Origin;
}

/** What is known of a record that has its text in common with others. */
export interface Origin {
  /** Of the text, as Prodigy writes it. */
  readonly input?: string;
  readonly annotator?: string;
  /** The record is one span, beside the text in which it stands. */
  readonly isFlat: boolean;
}

export interface WordRecord extends Common {
  readonly form: 'words';
  readonly words: WordSentences;
}

export interface RefusedRecord {
  readonly form: 'refused';
  readonly code: string;
  readonly reason: string;
  readonly remedy: string;
}

export function refused(
  code: string,
  reason: string,
  remedy = 'Compare it with the other records, and correct or remove it.',
): RefusedRecord {
  return { form: 'refused', code, reason, remedy };
}

const isName = (value: unknown) => (typeof value === 'string' && value !== '') || typeof value === 'number';

/** Its own name and that of its group. */
export function commonOf(fields: Fields): Common {
  const meta = isFields(fields.meta) ? fields.meta.id : undefined;
  const id = [fields.id, fields.doc_id, fields._id, fields.doc_key, fields.document_id, fields.sent_id, meta].find(
    isName,
  );
  const group = [fields.group, fields.template_id, fields.conversation_id].find(isName);
  return { ...(id === undefined ? {} : { id: String(id) }), ...(group === undefined ? {} : { group: String(group) }) };
}

export function originOf(fields: Fields, isFlat: boolean): Origin {
  const meta = isFields(fields.meta) ? fields.meta : {};
  const input = fields._input_hash;
  const annotator = fields._annotator_id ?? fields._session_id ?? fields.annotator ?? fields.user ?? meta.annotator;
  return {
    isFlat,
    ...(isName(input) ? { input: String(input) } : {}),
    ...(isName(annotator) ? { annotator: String(annotator) } : {}),
  };
}

/** A record with its place in the file. */
export type Located<Kind> = Kind & { readonly line: () => number | undefined; readonly position: number };

/** Values beside the records, in which names for numbers may stand, and the records as the file has them. */
export type Headers = readonly [file: readonly unknown[], records: ReadonlySet<unknown>];

export const lineField = (line: number | undefined) => (line === undefined ? {} : { line });

/** Nobody looked for anything, and nothing is marked. Sparse annotation has spans though nobody looked for all of a category. */
export const isUnannotated = ({ annotated, given }: TextRecord) =>
  Array.isArray(annotated) && annotated.length === 0 && given === 0;

export function complainAt(line: () => number | undefined, log: ReadLog): Complain {
  return (code, message, remedy, spans) => log.problem({ code, message, remedy, ...lineField(line()) }, { spans });
}
