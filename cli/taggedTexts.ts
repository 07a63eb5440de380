/** Tagged plain texts as people read them. */
import type { TaggedText } from '../workers/protocol/evaluation.ts';

/** The text with its spans as `[Ada Lovelace](Person 98 %)`; everything between is left as it was. */
export function readable({ text, spans }: Pick<TaggedText, 'text' | 'spans'>): string {
  let result = '';
  let end = 0;
  for (const span of spans) {
    const share = Math.round(100 * span.confidence);
    result += `${text.slice(end, span.start)}[${text.slice(span.start, span.end)}](${span.category} ${share} %)`;
    end = span.end;
  }
  result += text.slice(end);
  return /[\n\r]$/.test(result) ? result : `${result}\n`;
}
