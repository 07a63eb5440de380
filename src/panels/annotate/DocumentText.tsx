/**
 * The document that is annotated, set like a book: its spans as washes with a line each below the text, its words to be selected by
 * mouse, finger or keyboard.
 */
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import type { Document, Span } from '../../../workers/protocol/corpus.ts';
import { snapped, tokensOf } from '../../../workers/text/annotation.ts';
import { clip } from '../../../workers/text/clip.ts';
import { type Selection, select, useAnnotating } from '../../store/annotating.ts';
import { useCategoryColour } from '../../store/colours.ts';
import classes from './DocumentText.module.css';
import { type Piece, piecesOf, spansOver } from './pieces.ts';
import { SuggestedText } from './suggestions/SuggestedText.tsx';
import { offsetAttribute, selectedStretch } from './textSelection.ts';

/** Characters of a category behind its span: a longer name must not be wider than a phone's line. Its title has it whole. */
const longestLabel = 28;

interface Props {
  readonly document: Document;
  /** Told when something was selected by mouse or finger, of several words or to the character. */
  readonly onSelected: (selection: Selection) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** The id of what explains the keys. */
  readonly describedBy: string;
}

export function DocumentText({ document, onSelected, onKeyDown, describedBy }: Props) {
  const region = useRef<HTMLDivElement>(null);
  const selection = useAnnotating((state) => state.selection);
  const focused = useAnnotating((state) => state.span);
  const sentences = useMemo(() => piecesOf(document), [document]);
  const caret = selection?.caret ?? null;

  useEffect(() => {
    if (caret === null) return;
    region.current?.querySelector(`[data-token="${caret}"]`)?.scrollIntoView?.({ block: 'nearest' });
  }, [caret]);

  const onMouseUp = (exactly: boolean, target: EventTarget | null) => {
    const stretch = region.current && selectedStretch(region.current);
    if (stretch) {
      const words = snapped(document, stretch);
      if (!words) return;
      window.getSelection()?.removeAllRanges();
      const [anchor, last] = [tokenAt(document, words.start), tokenAt(document, words.end - 1)];
      onSelected({ anchor, caret: last, ...(exactly && { exact: stretch }) });
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
      dir="auto"
      onMouseUp={(event) => onMouseUp(event.shiftKey, event.target)}
      onKeyDown={onKeyDown}
    >
      {sentences.map(({ start, pieces, levels }) => (
        <p key={start} className={classes.sentence} style={{ lineHeight: `${1.75 + 0.28 * Math.max(0, levels - 1)}` }}>
          {pieces.map((piece) => (
            <PieceOfText
              key={piece.start}
              text={document.text.slice(piece.start, piece.end)}
              piece={piece}
              selected={isSelected(piece, selection)}
              isCaret={piece.token !== null && piece.token === caret}
              focused={focused}
            />
          ))}
        </p>
      ))}
    </div>
  );
}

interface PieceProps {
  readonly text: string;
  readonly piece: Piece;
  readonly selected: boolean;
  readonly isCaret: boolean;
  readonly focused: Span | null;
}

function PieceOfText({ text, piece, selected, isCaret, focused }: PieceProps) {
  const colourOf = useCategoryColour();
  const { spans, ending, start, end, token } = piece;
  const lines = spans.map(({ span, level }) => ({ ...colourOf(span.category), level }));
  const hasFocus = spans.some(({ span }) => span === focused);
  return (
    <>
      <span
        {...{ [offsetAttribute]: start }}
        data-token={token ?? undefined}
        data-selected={selected || undefined}
        data-caret={isCaret || undefined}
        data-focus={hasFocus || undefined}
        title={spans.map(({ span }) => span.category).join(', ') || undefined}
        className={classes.piece}
        style={
          lines.length > 0
            ? {
                ...(!selected && { backgroundColor: lines.at(-1)?.wash }),
                backgroundImage: lines.map(({ css }) => `linear-gradient(${css}, ${css})`).join(', '),
                backgroundSize: lines.map(() => '100% 2px').join(', '),
                backgroundPosition: lines
                  .map(({ level }) => `0 calc(100% - ${4 * (lines.length - 1 - level)}px)`)
                  .join(', '),
                paddingBottom: `${2 + 4 * (lines.length - 1)}px`,
              }
            : undefined
        }
      >
        <SuggestedText start={start} end={end}>
          {text}
        </SuggestedText>
      </span>
      {ending.map((span) => (
        <span
          key={span.category}
          className={classes.label}
          title={span.category}
          style={{ color: colourOf(span.category).css }}
        >
          <bdi>{clip(span.category, longestLabel)}</bdi>
        </span>
      ))}
    </>
  );
}

function isSelected({ start, end, token }: Piece, selection: Selection | null): boolean {
  if (!selection) return false;
  const { anchor, caret, exact } = selection;
  if (exact) return start < exact.end && end > exact.start;
  return anchor !== caret && token !== null && Math.min(anchor, caret) <= token && token <= Math.max(anchor, caret);
}

function tokenAt(document: Document, offset: number): number {
  const found = tokensOf(document).findIndex(({ end }) => end > offset);
  return Math.max(0, found);
}

/** The innermost span over a word; where that one is chosen already, the next one out. */
function nextSpanAt(document: Document, token: number, chosen: Span | null): Span | null {
  const over = spansOver(document, token);
  const at = chosen ? over.indexOf(chosen) : -1;
  return over[at + 1] ?? over[0] ?? null;
}
