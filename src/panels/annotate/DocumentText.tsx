/**
 * The document that is annotated, set like a book: its spans as washes with a line each below the text, its words to be selected by
 * mouse, finger or keyboard. Of a long one only what is near the view is drawn.
 */
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { Document, Span } from '../../../workers/protocol/corpus.ts';
import { snapped } from '../../../workers/text/annotation.ts';
import { matchesIn } from '../../../workers/text/textMatches.ts';
import { sentenceOfToken, tokenEndingAfter, tokenTable } from '../../../workers/text/tokenTable.ts';
import { type Selection, select, useAnnotating } from '../../store/annotating.ts';
import classes from './DocumentText.module.css';
import { directionOf } from './direction.ts';
import { type Block, blocksOf, layoutOf, type Mark, spansOver } from './pieces.ts';
import { TextBlock } from './TextBlock.tsx';
import { selectedStretch, toWholeCharacters } from './textSelection.ts';
import { useShownBlocks } from './useShownBlocks.ts';

/** Of what is searched for, so many places are marked. */
const mostHits = 5000;

interface Props {
  readonly document: Document;
  /** Told when something was selected by mouse or finger, of several words or to the character. */
  readonly onSelected: (selection: Selection) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** The id of what explains the keys. */
  readonly describedBy: string;
  readonly ref?: Ref<HTMLDivElement>;
}

export function DocumentText({ document, onSelected, onKeyDown, describedBy, ref }: Props) {
  const region = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => region.current as HTMLDivElement);
  const selection = useAnnotating((state) => state.selection);
  const focused = useAnnotating((state) => state.span);
  const marks = useMarks(document);
  const layout = useMemo(() => layoutOf(document, marks), [document, marks]);
  const { sentences, text } = document;
  // biome-ignore lint/correctness/useExhaustiveDependencies: blocks go by text and sentences, which edits leave as they are.
  const blocks = useMemo(() => blocksOf(document), [sentences, text]);
  const pressed = useRef(false);
  const { isNear, heightOf, watch } = useShownBlocks(region, blocks, pressed);
  /** Whether a finger selected last. */
  const [byFinger, setByFinger] = useState(false);
  const caret = selection?.caret ?? null;
  const [first, last] = useMemo(() => blocksOfEnds(document, blocks, selection), [document, blocks, selection]);

  useEffect(() => {
    if (caret === null) return;
    region.current?.querySelector(`[data-token="${caret}"]`)?.scrollIntoView?.({ block: 'nearest' });
  }, [caret]);

  // Whoever comes from elsewhere to a place in it goes on there.
  useEffect(() => {
    if (useAnnotating.getState().selection) region.current?.focus();
  }, []);

  // The text keeps the focus from document to document, but not the place.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document begins at its beginning.
  useEffect(() => {
    if (region.current) region.current.scrollTop = 0;
  }, [document.id]);

  const letGo = () => {
    pressed.current = false;
  };

  const onMouseUp = (exactly: boolean, target: EventTarget | null) => {
    const stretch = region.current && selectedStretch(region.current);
    if (stretch) {
      const words = snapped(document, stretch);
      if (!words) return;
      window.getSelection()?.removeAllRanges();
      const [anchor, last] = [tokenAt(document, words.start), tokenAt(document, words.end - 1)];
      onSelected({ anchor, caret: last, ...(exactly && { exact: toWholeCharacters(text, stretch) }) });
      return;
    }
    const piece = target instanceof Element ? target.closest<HTMLElement>('[data-token]') : null;
    if (!piece) return;
    const token = Number(piece.dataset.token);
    select({ anchor: token, caret: token }, nextSpanAt(document, token, focused));
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a text field cannot hold marks.
    <div
      ref={region}
      className={classes.text}
      role="textbox"
      aria-readonly="true"
      aria-multiline="true"
      aria-label="Text of the document"
      aria-describedby={describedBy}
      tabIndex={0}
      dir={directionOf(text)}
      onPointerDown={({ pointerType }) => {
        pressed.current = true;
        setByFinger(pointerType === 'touch');
      }}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onMouseUp={(event) => onMouseUp(event.shiftKey, event.target)}
      onKeyDown={onKeyDown}
    >
      {blocks.map((block, index) => {
        const isDrawn = isNear(index) || index === first || index === last;
        return (
          <div
            key={`${document.id} ${block.first}`}
            ref={watch}
            data-block={index}
            style={isDrawn ? undefined : { height: heightOf(index) }}
          >
            {isDrawn && (
              <TextBlock
                document={document}
                block={block}
                layout={layout}
                selection={first <= index && index <= last ? selection : null}
                focused={focused}
                hasHandles={byFinger}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}

/** What is searched for, and what would be marked. */
function useMarks(document: Document): readonly Mark[] {
  const searched = useAnnotating((state) => state.filters.text ?? '');
  const preview = useAnnotating((state) => state.preview);
  const { text } = document;
  const hits = useMemo(
    () => matchesIn(text, searched, mostHits).map((match): Mark => ({ ...match, kind: 'hit' })),
    [text, searched],
  );
  return useMemo(
    () => [...hits, ...(preview?.stretches ?? []).map((stretch): Mark => ({ ...stretch, kind: 'preview' }))],
    [hits, preview],
  );
}

/** The blocks of the two ends of the selection, in order: they are drawn wherever the view is. −1 where nothing is selected. */
function blocksOfEnds(document: Document, blocks: readonly Block[], selection: Selection | null): [number, number] {
  if (!selection) return [-1, -1];
  const table = tokenTable(document);
  const [first, last] = [selection.anchor, selection.caret].map((token) => {
    const sentence = sentenceOfToken(table, token);
    return blocks.findIndex(({ end }) => end > sentence);
  }) as [number, number];
  return first <= last ? [first, last] : [last, first];
}

const tokenAt = (document: Document, offset: number) => {
  const table = tokenTable(document);
  return Math.min(tokenEndingAfter(table, offset), table.tokens.length - 1);
};

/** The innermost span over a word; where that one is chosen already, the next one out. */
function nextSpanAt(document: Document, token: number, chosen: Span | null): Span | null {
  const over = spansOver(document, token);
  const at = chosen ? over.indexOf(chosen) : -1;
  return over[at + 1] ?? over[0] ?? null;
}
