/**
 * What the keys do to suggestions, in the text. They come before the annotator's other keys, and leave alone what is no matter of
 * theirs: Enter and Backspace are of a suggestion only where the caret stands in one.
 */
import type { Document } from '../../../../workers/protocol/corpus.ts';
import type { Suggestion } from '../../../../workers/protocol/suggestions.ts';
import { withMovedEnd } from '../../../../workers/text/annotation.ts';
import { tokenEndingAfter, tokenTable } from '../../../../workers/text/tokenTable.ts';
import { acceptSuggestion, acceptSure, rejectSuggestion } from '../../../engine/suggesting.ts';
import { type Selection, select, useAnnotating } from '../../../store/annotating.ts';
import { useCategoryKeys } from '../../../store/categoryKeys.ts';
import { suggestionsNow } from '../../../store/suggesting.ts';
import { categoryOfKey } from '../categoryKeys.ts';
import type { KeyPress } from '../useKeysElsewhere.ts';

/** The suggestion over the word at the caret; null where there is none, or several words are selected. */
export function suggestionAt(
  document: Document,
  selection: Selection | null,
  suggestions: readonly Suggestion[],
): Suggestion | null {
  if (!selection || selection.exact || selection.anchor !== selection.caret) return null;
  const word = tokenTable(document).tokens[selection.caret];
  return (word && suggestions.find(({ start, end }) => start < word.end && end > word.start)) ?? null;
}

/** @returns whether the key was one of these. */
export function onSuggestionKey(event: KeyPress, categories: readonly string[]): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || !act(event, categories)) return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

function act({ key, code, shiftKey }: KeyPress, categories: readonly string[]): boolean {
  const { document, selection, span, preview } = useAnnotating.getState();
  const suggestions = suggestionsNow();
  if (!document || preview || suggestions.length === 0) return false;
  if (key === '.' || key === ',') {
    goToSuggestion(document, key === '.' ? 1 : -1);
    return true;
  }
  if (key === 'Enter' && shiftKey) {
    acceptSure();
    return true;
  }
  const at = suggestionAt(document, selection, suggestions);
  if (!at || span) return false;
  if (key === '[' || key === ']') {
    const moved = withMovedEnd(document, at, key === ']' ? 1 : -1);
    acceptSuggestion({ ...at, end: moved.end });
    // What follows is a matter of the span, which may be moved on.
    select(selection, { start: at.start, end: moved.end, category: at.category });
    return true;
  }
  const category = shiftKey ? undefined : categoryOfKey(code, categories, useCategoryKeys.getState().chosen);
  if (key === 'Enter') acceptSuggestion(at);
  else if (key === 'Backspace') rejectSuggestion(at);
  else if (category !== undefined) acceptSuggestion({ ...at, category });
  else return false;
  goToSuggestion(useAnnotating.getState().document ?? document, 0);
  return true;
}

/** Moves the caret to a suggestion. @param by 1: the next behind the caret; −1: the one before it; 0: from the caret on. */
function goToSuggestion(document: Document, by: 1 | 0 | -1): void {
  const table = tokenTable(document);
  const at = useAnnotating.getState().selection?.caret ?? -1;
  const firsts = suggestionsNow().map(({ start }) => tokenEndingAfter(table, start));
  const next =
    by === -1
      ? (firsts.findLast((first) => first < at) ?? firsts.at(-1))
      : by === 1
        ? (firsts.find((first) => first > at) ?? firsts[0])
        : firsts.find((first) => first >= at);
  if (next !== undefined) select({ anchor: next, caret: next });
}
