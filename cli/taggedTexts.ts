/** Plain texts that a model tags one after another, and as people read them. */
import type { Engine, OnProgress } from '../workers/protocol/engine.ts';
import type { TaggedText } from '../workers/protocol/evaluation.ts';
import type { NamedText } from '../workers/text/taggedTexts.ts';
import type { TagText } from './tagInputs.ts';

/** In their order; every output is made of the same spans in the same text. */
export async function tagTexts(
  engine: Engine,
  model: { readonly id: string },
  texts: readonly TagText[],
  onProgress: OnProgress = () => {},
): Promise<NamedText[]> {
  const tagged: NamedText[] = [];
  for (const [index, { name, text }] of texts.entries()) {
    onProgress({ label: `Tagging ${name}`, fraction: index / texts.length });
    tagged.push({ name, ...(await engine.tagText(model.id, text)) });
  }
  return tagged;
}

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
