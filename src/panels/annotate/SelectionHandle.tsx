/** One end of the selection, to be dragged by a finger from word to word. */
import { select, useAnnotating } from '../../store/annotating.ts';
import classes from './DocumentText.module.css';
import { onSelected } from './marking.ts';

type End = 'start' | 'end';

/** The finger is on the handle, below the line: the word that is meant stands above it, in pixels. */
const above = 26;

export function SelectionHandle({ end }: { readonly end: End }) {
  return (
    <span
      className={classes.handle}
      data-end={end}
      aria-hidden
      onPointerDown={({ currentTarget, pointerId }) => {
        const region = currentTarget.closest<HTMLElement>('[role="textbox"]');
        if (region) drag(region, currentTarget, pointerId, end);
      }}
      onMouseUp={(event) => event.stopPropagation()}
    />
  );
}

/**
 * With each word the handle goes, and another one comes there: the region, which stays, holds on to the finger. A touch still belongs to
 * where it began, in the page or not: there the browser is told not to scroll.
 */
function drag(region: HTMLElement, handle: HTMLElement, pointerId: number, end: End): void {
  region.setPointerCapture(pointerId);
  const listening = new AbortController();
  const { signal } = listening;
  handle.addEventListener('touchmove', (event) => event.preventDefault(), { passive: false, signal });
  const on = (type: 'pointermove' | 'pointerup' | 'pointercancel', act: (event: PointerEvent) => void) =>
    region.addEventListener(
      type,
      (event) => {
        if (event.pointerId === pointerId) act(event);
      },
      { signal },
    );
  on('pointermove', ({ clientX, clientY }) => moveTo(window.document.elementFromPoint(clientX, clientY - above), end));
  on('pointercancel', () => listening.abort());
  on('pointerup', () => {
    listening.abort();
    const { selection } = useAnnotating.getState();
    if (selection && selection.anchor !== selection.caret) onSelected(selection);
  });
}

function moveTo(element: Element | null, end: End): void {
  const word = element?.closest<HTMLElement>('[data-token]');
  const { selection } = useAnnotating.getState();
  if (!word || !selection) return;
  const token = Number(word.dataset.token);
  const { anchor, caret } = selection;
  const other = end === 'start' ? Math.max(anchor, caret) : Math.min(anchor, caret);
  // Past the other end there would be nothing left to select.
  if (end === 'start' ? token > other : token < other) return;
  select({ anchor: other, caret: token });
}
