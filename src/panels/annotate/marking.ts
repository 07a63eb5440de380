/** What selections, keys and clicks do to the open document. */
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
import { quoted } from '../../../workers/text/clip.ts';
import { allSpans } from '../../../workers/text/spans.ts';
import { tokenTable } from '../../../workers/text/tokenTable.ts';
import { counted } from '../../charts/figures.ts';
import { discard, edit, goOn, redoEdit, submitAndGoOn, undoEdit } from '../../engine/annotating.ts';
import { type Selection, select, useAnnotating } from '../../store/annotating.ts';
import { useCategoryKeys } from '../../store/categoryKeys.ts';
import { categoryOfKey } from './categoryKeys.ts';
import { directionOf } from './direction.ts';
import { spansOver } from './pieces.ts';
import type { KeyPress } from './useKeysElsewhere.ts';

/** A category that sticks marks at once. */
export function onSelected(selection: Selection): void {
  const { document } = useAnnotating.getState();
  select(selection, document && spanWithin(document, selection));
  const { sticky } = useAnnotating.getState();
  if (sticky !== null) mark(sticky, false);
}

/**
 * From the list of categories: marks what is selected, or is what every selection becomes from here on.
 * @param everywhere wherever the same words stand.
 */
export function pickCategory(category: string, everywhere: boolean): void {
  const { selection, span, sticky } = useAnnotating.getState();
  if (selection || span) mark(category, everywhere);
  else useAnnotating.setState({ sticky: sticky === category ? null : category });
}

/** The selected text; without a selection that of the word at the caret. */
function stretchOf(document: Document, { anchor, caret, exact }: Selection): Stretch | null {
  if (exact) return exact;
  const tokens = tokensOf(document);
  const [first, last] = [tokens[Math.min(anchor, caret)], tokens[Math.max(anchor, caret)]];
  return first && last ? { start: first.start, end: last.end } : null;
}

/** The span of which nothing more and nothing less is selected: whoever selects that means it. */
function spanWithin(document: Document, selection: Selection): Span | null {
  const stretch = stretchOf(document, selection);
  return allSpans(document).find(({ start, end }) => start === stretch?.start && end === stretch.end) ?? null;
}

/** A span that is at hand is what is meant, whether the caret stands on it or all of it is selected. */
function mark(category: string, everywhere: boolean): void {
  const { document, selection, span } = useAnnotating.getState();
  if (!document) return;
  if (span && !everywhere) {
    if (span.category === category) return;
    const changed = { ...span, category };
    edit(withChanged(document, span, changed), `${quoted(document.text, span)} as ${category}`);
    select(selection, changed);
    return;
  }
  const stretch = span ?? (selection && stretchOf(document, selection));
  if (!stretch) return;
  const stretches = everywhere ? occurrences(document, stretch) : [];
  if (stretches.length > 1) useAnnotating.setState({ preview: { category, stretches } });
  else markAll(document, category, [stretch], stretch);
}

/** What the preview shows becomes so, wherever it stands. */
export function takePreview(): void {
  const { document, preview, selection } = useAnnotating.getState();
  const [first] = preview?.stretches ?? [];
  if (!document || !preview || !first) return;
  const chosen = selection && stretchOf(document, selection);
  markAll(document, preview.category, preview.stretches, chosen ?? first);
}

export function leavePreview(): void {
  useAnnotating.setState({ preview: null });
}

/** @param chosen the stretch that the annotator is at. */
function markAll(document: Document, category: string, stretches: readonly Stretch[], chosen: Stretch): void {
  const { selection } = useAnnotating.getState();
  const added = stretches.map(({ start, end }): Span => ({ start, end, category }));
  const times = stretches.length > 1 ? `, ${counted(stretches.length, 'occurrence')}` : '';
  edit(withAdded(document, added), `${quoted(document.text, chosen)} as ${category}${times}`);
  const caret = selection ? { anchor: selection.caret, caret: selection.caret } : null;
  select(caret, added.find(({ start }) => start === chosen.start) ?? null);
}

export function onKey(event: KeyPress, corpus: CorpusSummary, categories: readonly string[]): void {
  const done = event.ctrlKey || event.metaKey ? withControl(event, corpus) : plain(event, categories);
  if (!done) return;
  event.preventDefault();
  // The page has an undo of its own.
  event.stopPropagation();
}

function withControl({ key, shiftKey }: KeyPress, corpus: CorpusSummary): boolean {
  const pressed = key.toLowerCase();
  if (pressed === 'z' && !shiftKey) undoEdit();
  else if (pressed === 'y' || pressed === 'z') redoEdit();
  else if (pressed === 'enter') void submitAndGoOn(corpus);
  else if (pressed === 'delete' || pressed === 'backspace') discard();
  else return false;
  return true;
}

function plain(event: KeyPress, categories: readonly string[]): boolean {
  const { document, selection, preview } = useAnnotating.getState();
  if (!document || event.altKey) return false;
  const { key, code, shiftKey } = event;
  const target = moved(document, selection, key);
  if (target !== null) {
    const anchor = shiftKey && selection ? selection.anchor : target;
    const selected = { anchor, caret: target };
    select(selected, anchor === target ? (spansOver(document, target)[0] ?? null) : spanWithin(document, selected));
    return true;
  }
  if (key === 'PageDown' || key === 'PageUp') {
    void goOn(key === 'PageDown' ? 1 : -1);
    return true;
  }
  if (key === 'Enter' && preview) {
    takePreview();
    return true;
  }
  if (key === 'Delete' || key === 'Backspace') return takeAway(document);
  if (key === '[' || key === ']') return resize(document, key === ']' ? 1 : -1);
  if (key === 'Escape') return letGo();
  const category = categoryOfKey(code, categories, useCategoryKeys.getState().chosen);
  if (category === undefined) return false;
  mark(category, shiftKey);
  return true;
}

/** Where the caret goes; null where the key moves none. */
function moved(document: Document, selection: Selection | null, key: string): number | null {
  const { firsts, tokens } = tokenTable(document);
  const count = tokens.length;
  if (count === 0) return null;
  const at = selection?.caret ?? -1;
  const within = (place: number) => Math.max(0, Math.min(count - 1, place));
  const [forward, backward] =
    directionOf(document.text) === 'rtl' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
  if (key === forward) return within(at + 1);
  if (key === backward) return within(at - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return null;
  const next = key === 'ArrowDown' ? firsts.find((first) => first > at) : firsts.findLast((first) => first < at);
  return next ?? (key === 'ArrowDown' ? count - 1 : 0);
}

/** Of the span at the caret. @returns whether there is one. */
export function takeAway(document: Document): boolean {
  const { span, selection } = useAnnotating.getState();
  if (!span) return false;
  edit(withoutSpan(document, span), `no ${span.category} at ${quoted(document.text, span)}`);
  select(selection);
  return true;
}

/** Moves the end of the span at the caret. @param by words. @returns whether there is one. */
export function resize(document: Document, by: number): boolean {
  const { span, selection } = useAnnotating.getState();
  if (!span) return false;
  const longer = withMovedEnd(document, span, by);
  if (longer === span) return true;
  edit(withChanged(document, span, longer), `${quoted(document.text, longer)} as ${span.category}`);
  // What was selected is no longer the whole span.
  select(selection && { anchor: selection.caret, caret: selection.caret }, longer);
  return true;
}

function letGo(): boolean {
  const { selection, span, sticky, preview } = useAnnotating.getState();
  if (!selection && !span && !preview && sticky === null) return false;
  if (preview) leavePreview();
  else if (selection || span) select(null);
  else useAnnotating.setState({ sticky: null });
  return true;
}
