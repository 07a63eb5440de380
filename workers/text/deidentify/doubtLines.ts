/** What is to be looked at before an export as JSON Lines, one place a line. */
import type { Doubt } from '../../protocol/deidentify.ts';

export function doubtLines(doubts: readonly Doubt[]): string {
  return doubts.map((doubt) => `${JSON.stringify(lineOf(doubt))}\n`).join('');
}

function lineOf({ documentId, line, kind, words, category, confidence, replaced, before, after }: Doubt) {
  return { document: documentId, line, kind, words, category, confidence, replaced, before, after };
}

const kinds = {
  'same-word': 'is replaced elsewhere',
  'same-form': 'looks like what is replaced elsewhere',
  'not-looked-for': 'begins a document in which nobody looked for all that is replaced',
  unread: 'begins a document of which not all annotations could be read',
} as const;

/** `letters/3.txt, line 4: “Lovelace” is replaced elsewhere (Person).` */
export function doubtInWords({ documentId, line, kind, words, category, confidence, replaced }: Doubt): string {
  const place = `${documentId}, line ${line}: “${words.replace(/\s+/g, ' ')}”`;
  if (kind !== 'unsure') return `${place} ${kinds[kind]}${category === null ? '' : ` (${category})`}.`;
  const share = `${Math.round(100 * (confidence ?? 0))} %`;
  if (category === null) return `${place} was left as it is; the model was ${share} sure.`;
  return `${place} ${replaced ? 'was replaced' : 'was found'} as ${category}; the model was ${share} sure.`;
}
