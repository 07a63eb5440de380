/** One end of the selection, to be dragged by a finger from word to word. */
import type { PointerEvent } from 'react';
import { select, useAnnotating } from '../../store/annotating.ts';
import classes from './DocumentText.module.css';
import { onSelected } from './marking.ts';

/** The finger is on the handle, below the line: the word that is meant stands above it, in pixels. */
const above = 26;

export function SelectionHandle({ end }: { readonly end: 'start' | 'end' }) {
  const onMove = (event: PointerEvent<HTMLSpanElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const word = window.document.elementFromPoint(event.clientX, event.clientY - above)?.closest('[data-token]');
    const { selection } = useAnnotating.getState();
    if (!(word instanceof HTMLElement) || !selection) return;
    const token = Number(word.dataset.token);
    const other =
      end === 'start' ? Math.max(selection.anchor, selection.caret) : Math.min(selection.anchor, selection.caret);
    // Past the other end there would be nothing left to select.
    if (end === 'start' ? token > other : token < other) return;
    select({ anchor: other, caret: token });
  };
  return (
    <span
      className={classes.handle}
      data-end={end}
      aria-hidden
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onMove}
      onPointerUp={() => {
        const { selection } = useAnnotating.getState();
        if (selection && selection.anchor !== selection.caret) onSelected(selection);
      }}
      onMouseUp={(event) => event.stopPropagation()}
    />
  );
}
