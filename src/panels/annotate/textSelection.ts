/** What the mouse or a finger selected in the document's text, as offsets into it. */
import type { Stretch } from '../../../workers/text/annotation.ts';

/** Pieces of text carry their offset under this name. */
export const offsetAttribute = 'data-start';

/** Null where nothing is selected, or the selection lies outside `region`. */
export function selectedStretch(region: HTMLElement): Stretch | null {
  const selection = window.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!region.contains(range.commonAncestorContainer)) return null;
  const pieces = [...region.querySelectorAll<HTMLElement>(`[${offsetAttribute}]`)].filter((piece) =>
    range.intersectsNode(piece),
  );
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (!first || !last) return null;
  const start = offsetOf(first) + within(first, range.startContainer, range.startOffset, 0);
  const end = offsetOf(last) + within(last, range.endContainer, range.endOffset, last.textContent?.length ?? 0);
  return start < end ? { start, end } : null;
}

/** A stretch that begins and ends between two characters as people see them, such as a letter with its accents or an emoji. */
export function toWholeCharacters(text: string, { start, end }: Stretch): Stretch {
  const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text);
  const first = characters.containing(start);
  const last = characters.containing(end - 1);
  return { start: first?.index ?? start, end: last ? last.index + last.segment.length : end };
}

const offsetOf = (piece: HTMLElement) => Number(piece.getAttribute(offsetAttribute));

/** The offset within the piece's text; `otherwise` where the boundary lies outside it. */
function within(piece: HTMLElement, container: Node, offset: number, otherwise: number): number {
  return container.nodeType === Node.TEXT_NODE && piece.contains(container) ? offset : otherwise;
}
