/** The formats that are read, as people call them. */
import type { FormatName } from '../../../workers/protocol/corpus.ts';

export const formats: readonly { readonly value: FormatName; readonly label: string }[] = [
  { value: 'conll', label: 'CoNLL columns' },
  { value: 'conllu', label: 'CoNLL-U' },
  { value: 'webanno', label: 'WebAnno TSV 3' },
  { value: 'brat', label: 'brat: .txt and .ann' },
  { value: 'word-tag', label: 'word/TAG lines' },
  { value: 'slots', label: 'word:TAG lines <=> intent' },
  { value: 'tag-lines', label: 'Words and tags in lines or cells of their own' },
  { value: 'marks', label: 'Text with marks: <START:x> … <END>, <X>…</X>' },
  { value: 'pubtator', label: 'PubTator' },
  { value: 'jsonl', label: 'JSONL with spans' },
  { value: 'json', label: 'JSON with spans' },
  { value: 'csv', label: 'CSV' },
  { value: 'text', label: 'Plain text' },
];

export function formatLabel(format: string): string {
  return formats.find(({ value }) => value === format)?.label ?? format;
}
