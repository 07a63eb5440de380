/**
 * Records that ask for one category each, so that a text stands in several of them: `{content, prompt, result_list}` as
 * UIE is taught by, and `{context, query, entity_label, start_position, end_position}` where tagging is put as reading
 * comprehension, whose numbers count the words of the context, the last one included.
 */
import { spanListNames } from './names.ts';
import { kindOfItem } from './survey.ts';
import { type Fields, isFields, plainName, wholeNumber } from './values.ts';

const listNames = new Set([...spanListNames, 'resultlist']);
const longestCategory = 80;

/** The record with its spans as others have them; nothing where it does not ask for a category. */
export const askedRecord = (record: Fields): Fields | undefined => asPrompt(record) ?? asQuery(record);

function asPrompt(record: Fields): Fields | undefined {
  const { prompt, ...rest } = record;
  if (typeof prompt !== 'string' || prompt.trim() === '' || prompt.length > longestCategory) return undefined;
  const [key, items] =
    Object.entries(rest).find(
      (entry): entry is [string, unknown[]] =>
        listNames.has(plainName(entry[0])) && Array.isArray(entry[1]) && entry[1].every(isBare),
    ) ?? [];
  if (key === undefined || items === undefined) return undefined;
  const { [key]: _, ...others } = rest;
  return { ...others, spans: items.map((item) => ({ ...(item as Fields), label: prompt })) };
}

const isBare = (item: unknown) => isFields(item) && kindOfItem(item) === 'bare';

function asQuery(record: Fields): Fields | undefined {
  const { context, query, start_position: starts, end_position: ends, entity_label: label, ...rest } = record;
  if (typeof context !== 'string' || typeof query !== 'string' || typeof label !== 'string') return undefined;
  if (!Array.isArray(starts) || !Array.isArray(ends) || starts.length !== ends.length) return undefined;
  const numbers = [...starts, ...ends];
  if (!numbers.every((number) => wholeNumber(number) !== undefined)) return undefined;
  const { span_position: _, impossible: __, qas_id: ___, ...others } = rest;
  return {
    ...others,
    tokens: context.trim().split(/\s+/),
    spans: starts.map((start, index) => ({ start, end: Number(ends[index]) + 1, label })),
  };
}
