/**
 * Tasks of Label Studio: several people may have annotated one, some of them cancelled, and beside the spans stand
 * choices, notes and relations. This leaves what counts under `result`, or nothing where nobody has annotated the task.
 */
import { type Fields, isFields, largest, wholeNumber } from './values.ts';

/** What is wrong with a part of a record, when the rest can be used. */
export type Complain = (code: string, message: string, remedy: string, droppedSpans: number) => void;

type Annotation = Fields & { readonly result: readonly unknown[] };

/** The record with its one annotation that counts; the record itself where it is no task. */
export function withoutRivals(record: Fields, complain: Complain): Fields {
  const key = record.annotations === undefined ? 'completions' : 'annotations';
  const given = record[key];
  if (!Array.isArray(given)) return record;
  const isTask = given.some(isAnnotation) || (isFields(record.data) && given.length === 0);
  if (!isTask) return record;
  const { [key]: _, predictions: _predictions, drafts: _drafts, ...rest } = record;
  const valid = given.filter(isAnnotation).filter(isValid);
  if (valid.length === 0) return rest;
  const chosen = choose(valid, complain);
  return { ...rest, result: chosen.result.filter(isLabelled) };
}

const isAnnotation = (item: unknown): item is Annotation => isFields(item) && Array.isArray(item.result);
const isValid = ({ was_cancelled, skipped }: Annotation) => was_cancelled !== true && skipped !== true;

/** The ground truth; else the latest, if all are dated; else the one with the most spans. */
function choose(
  annotations: readonly [Annotation, ...Annotation[]] | readonly Annotation[],
  complain: Complain,
): Annotation {
  const [first] = annotations as readonly [Annotation];
  if (annotations.length === 1) return first;
  const truth = annotations.find(({ ground_truth }) => ground_truth === true);
  if (truth) return truth;
  const dates = annotations.map(({ updated_at, created_at }) => Date.parse(String(updated_at ?? created_at)));
  const isDated = dates.every((date) => !Number.isNaN(date)) && new Set(dates).size > 1;
  const sizes = annotations.map(({ result }) => result.filter(isLabelled).length);
  const measures = isDated ? dates : sizes;
  const chosen = annotations[measures.indexOf(largest(measures))] ?? first;
  complain(
    'several-annotations',
    `${annotations.length} people annotated this record; the ${isDated ? 'latest' : 'most complete'} annotation was taken.`,
    'Mark the right one as ground truth, or export the annotation that you want to learn from.',
    0,
  );
  return chosen;
}

/** What Label Studio writes beside spans: about a whole text, or about a span that is given by itself. */
const otherResults = new Set(
  'choices textarea relation rating number datetime taxonomy pairwise ranker dynamicchoices'.split(' '),
);
const isLabelled = (item: unknown) => !isFields(item) || !otherResults.has(String(item.type).toLowerCase());

/** A stretch of a dialogue: an utterance's number, and offsets in it. */
export interface UtterancePlace {
  readonly first: number;
  readonly start: number;
  readonly last: number;
  readonly end: number;
}

/** Where both a number and an offset are given for each end, the numbers are those of utterances. */
export function utterancePlace(item: unknown): UtterancePlace | undefined {
  if (!isFields(item)) return undefined;
  const value = isFields(item.value) ? item.value : item;
  const [first, last] = [wholeNumber(value.start), wholeNumber(value.end)];
  const [start, end] = [wholeNumber(value.startOffset), wholeNumber(value.endOffset)];
  if (first === undefined || last === undefined || start === undefined || end === undefined) return undefined;
  return { first, start, last, end };
}
