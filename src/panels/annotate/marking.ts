/** What selections, keys and clicks do to the open document. */
import type { KeyboardEvent } from 'react';
import type { Document, Span } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import {
  occurrences,
  type Stretch,
  tokensOf,
  withAdded,
  withChanged,
  withMovedEnd,
  withoutSpan,
} from '../../../workers/text/annotation.ts';
import { clip } from '../../../workers/text/clip.ts';
import { counted } from '../../charts/figures.ts';
import { edit, goOn, redoEdit, submitAndGoOn, undoEdit } from '../../engine/annotating.ts';
import { type Selection, select, useAnnotating } from '../../store/annotating.ts';
import { categoryOfKey } from './categoryKeys.ts';
import { spansOver } from './pieces.ts';

/** A category that sticks marks at once. */
export function onSelected(selection: Selection): void {
  select(selection);
  const { sticky } = useAnnotating.getState();
  if (sticky !== null) mark(sticky, false);
}

/** From the list of categories: marks what is selected, or is what every selection becomes from here on. */
export function pickCategory(category: string): void {
  const { selection, span, sticky } = useAnnotating.getState();
  if (selection || span) mark(category, false);
  else useAnnotating.setState({ sticky: sticky === category ? null : category });
}

/** The selected text; without a selection that of the word at the caret. */
function stretchOf(document: Document, { anchor, caret, exact }: Selection): Stretch | null {
  if (exact) return exact;
  const tokens = tokensOf(document);
  const [first, last] = [tokens[Math.min(anchor, caret)], tokens[Math.max(anchor, caret)]];
  return first && last ? { start: first.start, end: last.end } : null;
}

function mark(category: string, everywhere: boolean): void {
  const { document, selection, span } = useAnnotating.getState();
  if (!document) return;
  const isRange = selection && (selection.exact || selection.anchor !== selection.caret);
  if (span && !isRange && !everywhere) {
    if (span.category === category) return;
    const changed = { ...span, category };
    edit(withChanged(document, span, changed), `${words(document, span)} as ${category}`);
    select(selection, changed);
    return;
  }
  const stretch = span && !isRange ? span : selection && stretchOf(document, selection);
  if (!stretch) return;
  const all = everywhere ? occurrences(document, stretch) : [stretch];
  const added = all.map(({ start, end }): Span => ({ start, end, category }));
  const times = all.length > 1 ? `, ${counted(all.length, 'occurrence')}` : '';
  edit(withAdded(document, added), `${words(document, stretch)} as ${category}${times}`);
  const caret = selection ? { anchor: selection.caret, caret: selection.caret } : null;
  select(caret, added.find(({ start }) => start === stretch.start) ?? null);
}

const longest = 30;
const words = ({ text }: Document, { start, end }: Stretch) =>
  `“${clip(text.slice(start, end).replace(/\s+/g, ' '), longest)}”`;

export function onKey(event: KeyboardEvent, corpus: CorpusSummary, categories: readonly string[]): void {
  const done = event.ctrlKey || event.metaKey ? withControl(event, corpus) : plain(event, categories);
  if (!done) return;
  event.preventDefault();
  // The page has an undo of its own.
  event.stopPropagation();
}

function withControl({ key, shiftKey }: KeyboardEvent, corpus: CorpusSummary): boolean {
  const pressed = key.toLowerCase();
  if (pressed === 'z' && !shiftKey) undoEdit();
  else if (pressed === 'y' || pressed === 'z') redoEdit();
  else if (pressed === 'enter') void submitAndGoOn(corpus);
  else return false;
  return true;
}

function plain(event: KeyboardEvent, categories: readonly string[]): boolean {
  const { document, selection } = useAnnotating.getState();
  if (!document || event.altKey) return false;
  const { key, code, shiftKey } = event;
  const target = moved(document, selection, key);
  if (target !== null) {
    const anchor = shiftKey && selection ? selection.anchor : target;
    select({ anchor, caret: target }, anchor === target ? (spansOver(document, target)[0] ?? null) : null);
    return true;
  }
  if (key === 'PageDown' || key === 'PageUp') {
    void goOn(key === 'PageDown' ? 1 : -1);
    return true;
  }
  if (key === 'Delete' || key === 'Backspace') return takeAway(document);
  if (key === '[' || key === ']') return resize(document, key === ']' ? 1 : -1);
  if (key === 'Escape') return letGo();
  const category = categoryOfKey(code, categories);
  if (category === undefined) return false;
  mark(category, shiftKey);
  return true;
}

/** Where the caret goes; null where the key moves none. */
function moved(document: Document, selection: Selection | null, key: string): number | null {
  const { sentences } = document;
  const count = tokensOf(document).length;
  if (count === 0) return null;
  const at = selection?.caret ?? -1;
  const within = (place: number) => Math.max(0, Math.min(count - 1, place));
  if (key === 'ArrowRight') return within(at + 1);
  if (key === 'ArrowLeft') return within(at - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return null;
  let first = 0;
  const starts = sentences.map(({ tokens }) => {
    const start = first;
    first += tokens.length;
    return start;
  });
  const next = key === 'ArrowDown' ? starts.find((start) => start > at) : starts.findLast((start) => start < at);
  return next ?? (key === 'ArrowDown' ? count - 1 : 0);
}

function takeAway(document: Document): boolean {
  const { span, selection } = useAnnotating.getState();
  if (!span) return false;
  edit(withoutSpan(document, span), `no ${span.category} at ${words(document, span)}`);
  select(selection);
  return true;
}

function resize(document: Document, by: number): boolean {
  const { span, selection } = useAnnotating.getState();
  if (!span) return false;
  const longer = withMovedEnd(document, span, by);
  if (longer === span) return true;
  edit(withChanged(document, span, longer), `${words(document, longer)} as ${span.category}`);
  select(selection, longer);
  return true;
}

function letGo(): boolean {
  const { selection, span, sticky } = useAnnotating.getState();
  if (!selection && !span && sticky === null) return false;
  if (selection || span) select(null);
  else useAnnotating.setState({ sticky: null });
  return true;
}
