/** The formats that are read, as people call them. */
import type { FormatName } from '../../../workers/protocol/corpus.ts';

export const formats: readonly { readonly value: FormatName; readonly label: string }[] = [
  { value: 'conll', label: 'CoNLL columns' },
  { value: 'conllu', label: 'CoNLL-U' },
  { value: 'word-tag', label: 'word/TAG lines' },
  { value: 'jsonl', label: 'JSONL with spans' },
  { value: 'json', label: 'JSON with spans' },
  { value: 'csv', label: 'CSV' },
  { value: 'text', label: 'Plain text' },
];

export function formatLabel(format: string): string {
  return formats.find(({ value }) => value === format)?.label ?? format;
}
