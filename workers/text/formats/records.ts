/**
 * JSON in which people keep annotated texts: one record a text, whatever tool wrote it. This reads what a record says
 * and gives it one shape; recordDocuments.ts makes documents of it. Known are doccano (`label`, `labels`,
 * `entities`, `annotations`), Prodigy (`spans`, `tokens`, `answer`), Label Studio (`data`, `annotations` with
 * `result`, and its short form), Presidio (`full_text`, `entity_type`), spaCy's pairs, tokens with tags, and the
 * records that Graft writes.
 */
import type { AnnotatedCategories, Token } from '../../protocol/corpus.ts';
import { nameFault } from '../categoryNames.ts';
import type { SentenceRange } from '../sentences.ts';
import type { OffsetUnit, RawSpan } from './offsets.ts';

export interface TextRecord {
  readonly form: 'text';
  readonly id?: string;
  readonly text: string;
  readonly spans: RawSpan[];
  readonly tokens?: readonly Token[];
  readonly sentences?: readonly SentenceRange[];
  readonly tags?: readonly string[];
  readonly group?: string;
  readonly annotated?: AnnotatedCategories;
  readonly unit?: OffsetUnit;
}

export interface WordRecord {
  readonly form: 'words';
  readonly id?: string;
  readonly words: string[];
  readonly tags: string[];
  readonly group?: string;
}

interface RefusedRecord {
  readonly form: 'refused';
  readonly code: string;
  readonly reason: string;
  readonly remedy: string;
}

/** What is wrong with a part of a record, when the rest can be used. */
type Complain = (code: string, message: string, remedy: string, droppedSpans: number) => void;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

export function interpretRecord(value: unknown, complain: Complain): TextRecord | WordRecord | RefusedRecord {
  if (Array.isArray(value) && typeof value[0] === 'string' && isFields(value[1])) {
    return interpretRecord({ text: value[0], ...value[1] }, complain);
  }
  if (!isFields(value)) return refused('broken-record', 'it is not an object with a text');
  if (value.answer === 'reject' || value.answer === 'ignore') {
    return refused(
      'record-not-accepted',
      `its annotator's answer was “${value.answer}”`,
      'Accept it in the tool that wrote it, if it is right.',
    );
  }
  const common = { ...identifier(value), ...groupOf(value) };
  const words = wordRecord(value, common);
  if (words) return words;
  const task = isFields(value.data) ? { ...value.data, ...without(value, 'data') } : value;
  const text = textOf(task);
  if (text === undefined)
    return refused('broken-record', 'it has no text (“text”, “full_text”, “content” or “data.text”)');
  if (text.trim() === '') return refused('empty-text', 'its text is empty', 'Remove it, or give it a text.');
  const annotation = rawAnnotation(task, isFields(value.data), complain);
  const spans: RawSpan[] = [];
  for (const item of annotation ?? []) {
    spans.push(...rawSpans(item, complain));
  }
  const given = givenTokens(task);
  const annotated = annotatedOf(task, annotation !== undefined || given.tags !== undefined);
  const unit = task.offsets;
  return {
    form: 'text',
    ...common,
    text,
    spans,
    ...given,
    ...(annotated === undefined ? {} : { annotated }),
    ...(unit === 'utf-16' || unit === 'code-points' ? { unit } : {}),
  };
}

function refused(
  code: string,
  reason: string,
  remedy = 'Compare it with the other records, and correct or remove it.',
): RefusedRecord {
  return { form: 'refused', code, reason, remedy };
}

function without(fields: Fields, key: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
}

function identifier(fields: Fields): { id?: string } {
  const meta = isFields(fields.meta) ? fields.meta.id : undefined;
  const id = fields.id ?? fields.doc_id ?? fields._id ?? meta;
  return typeof id === 'string' || typeof id === 'number' ? { id: String(id) } : {};
}

function groupOf(fields: Fields): { group?: string } {
  const group = fields.group ?? fields.template_id ?? fields.conversation_id;
  return typeof group === 'string' || typeof group === 'number' ? { group: String(group) } : {};
}

function wordRecord(fields: Fields, common: { id?: string; group?: string }): WordRecord | undefined {
  const words = fields.tokens ?? fields.words;
  const tags = fields.tags ?? fields.ner_tags ?? fields.labels ?? fields.ner ?? fields.pos_tags;
  if (!isStrings(words) || !isStrings(tags) || words.length !== tags.length || words.length === 0) return undefined;
  return { form: 'words', ...common, words, tags: [...tags] };
}

function textOf(fields: Fields): string | undefined {
  for (const key of ['text', 'full_text', 'content', 'sentence', 'raw', 'body']) {
    const text = fields[key];
    if (typeof text === 'string') return text;
  }
  return undefined;
}

/** The list of spans, wherever the record keeps it; undefined where nobody annotated the record. */
function rawAnnotation(fields: Fields, isTask: boolean, complain: Complain): readonly unknown[] | undefined {
  const finished = fields.annotations ?? fields.completions;
  if (Array.isArray(finished) && finished.some((one) => isFields(one) && Array.isArray(one.result))) {
    const valid = finished.filter((one) => isFields(one) && Array.isArray(one.result) && one.was_cancelled !== true);
    if (valid.length > 1) {
      complain(
        'several-annotations',
        `${valid.length} people annotated this record; the first annotation was taken.`,
        'Export the annotation that you want to learn from.',
        0,
      );
    }
    return isFields(valid[0]) ? (valid[0].result as unknown[]).filter(isLabelled) : undefined;
  }
  for (const key of ['label', 'labels', 'spans', 'entities', 'annotations']) {
    const list = fields[key];
    if (Array.isArray(list) && !(key === 'annotations' && list.length === 0 && isTask)) return list;
  }
  return undefined;
}

/** Label Studio keeps relations and choices among its results. */
const isLabelled = (item: unknown) => !isFields(item) || item.type === undefined || /labels$/i.test(String(item.type));

/** One span for each category that the file gives it. */
function rawSpans(item: unknown, complain: Complain): RawSpan[] {
  const fields = isFields(item) && isFields(item.value) ? { ...item.value } : item;
  const [start, end, category, text] = Array.isArray(fields) ? fields : isFields(fields) ? spanFields(fields) : [];
  if (typeof start !== 'number' || typeof end !== 'number') {
    const shown = JSON.stringify(item) ?? String(item);
    complain(
      'broken-span',
      `“${shown.slice(0, 80)}” is not a span; it was left out.`,
      'A span has a start, an end and a category.',
      1,
    );
    return [];
  }
  const names: unknown[] = Array.isArray(category) && category.length > 0 ? category : [category];
  return names.flatMap((name) => {
    const category = typeof name === 'string' || typeof name === 'number' ? String(name) : '';
    const fault = nameFault(category);
    if (!fault) return [{ start, end, category, ...(typeof text === 'string' ? { text } : {}) }];
    if (category.trim() !== '') {
      complain(
        'category-name',
        `The category of the span ${start}–${end} has ${fault}; it was left out.`,
        'Give it another name in the file, such as “Other”.',
        1,
      );
    } else {
      const message = `The span ${start}–${end} has no category; it was left out.`;
      complain('span-without-category', message, 'Give it a category.', 1);
    }
    return [];
  });
}

function spanFields(fields: Fields): unknown[] {
  const labels = Object.entries(fields).find(([key, value]) => /labels$/i.test(key) && Array.isArray(value))?.[1];
  return [
    fields.start ?? fields.start_offset ?? fields.start_position ?? fields.begin,
    fields.end ?? fields.end_offset ?? fields.end_position ?? fields.stop,
    fields.label ?? fields.entity_type ?? fields.category ?? labels ?? fields.type ?? fields.tag,
    fields.text ?? fields.entity_value,
  ];
}

/** Tokens as Prodigy (`{start, end}`) or Graft (`[start, end]`, with sentences as token ranges) write them. */
function givenTokens(fields: Fields): Pick<TextRecord, 'tokens' | 'sentences' | 'tags'> {
  const tokens = pairs(fields.tokens);
  if (!tokens) return {};
  const ranges = pairs(fields.sentences);
  const tags = fields.tags;
  return {
    tokens: tokens.map(([start, end]) => ({ start, end })),
    ...(ranges ? { sentences: ranges.map(([first, end]) => ({ first, end })) } : {}),
    ...(isStrings(tags) && tags.length === tokens.length ? { tags } : {}),
  };
}

function pairs(value: unknown): [number, number][] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const result: [number, number][] = [];
  for (const item of value) {
    const [start, end]: unknown[] = Array.isArray(item) ? item : isFields(item) ? [item.start, item.end] : [];
    if (typeof start !== 'number' || typeof end !== 'number') return undefined;
    result.push([start, end]);
  }
  return result;
}

function annotatedOf(fields: Fields, hasAnnotation: boolean): AnnotatedCategories | undefined {
  const annotated = fields.annotated;
  if (annotated === 'all' || isStrings(annotated)) return annotated;
  return hasAnnotation ? undefined : [];
}
