/** Some sentences of the open document, cut into pieces, each drawn with the spans over it. */
import { type CSSProperties, memo, useMemo } from 'react';
import type { Document, Span } from '../../../workers/protocol/corpus.ts';
import type { Selection } from '../../store/annotating.ts';
import { useCategoryColour } from '../../store/colours.ts';
import { CategoryLabel } from './CategoryLabel.tsx';
import classes from './DocumentText.module.css';
import { type Block, type Layout, type LevelledSpan, type Piece, piecesOf } from './pieces.ts';
import { SelectionHandle } from './SelectionHandle.tsx';
import { SuggestedText } from './suggestions/SuggestedText.tsx';
import { offsetAttribute } from './textSelection.ts';

/** Pixels from one line of spans to the next. */
const levelHeight = 4;

interface Props {
  readonly document: Document;
  readonly block: Block;
  readonly layout: Layout;
  /** Null where nothing of this block is selected. */
  readonly selection: Selection | null;
  readonly focused: Span | null;
  /** Whether the selection is dragged by its ends, as fingers do. */
  readonly hasHandles: boolean;
}

export const TextBlock = memo(function TextBlock({ document, block, layout, selection, focused, hasHandles }: Props) {
  const colourOf = useCategoryColour();
  const sentences = useMemo(() => piecesOf(document, block, layout), [document, block, layout]);
  return sentences.map(({ start, pieces, levels }) => (
    <p key={start} className={classes.sentence} style={{ lineHeight: `${1.75 + 0.28 * Math.max(0, levels - 1)}` }}>
      {pieces.map((piece) => (
        <PieceOfText
          key={piece.start}
          text={document.text.slice(piece.start, piece.end)}
          piece={piece}
          levels={levels}
          selection={selection}
          focused={focused}
          hasHandles={hasHandles}
          colourOf={colourOf}
        />
      ))}
    </p>
  ));
});

interface PieceProps {
  readonly text: string;
  readonly piece: Piece;
  readonly levels: number;
  readonly selection: Selection | null;
  readonly focused: Span | null;
  readonly hasHandles: boolean;
  readonly colourOf: ReturnType<typeof useCategoryColour>;
}

function PieceOfText({ text, piece, levels, selection, focused, hasHandles, colourOf }: PieceProps) {
  const { spans, ending, start, end, token, marks } = piece;
  const selected = isSelected(piece, selection);
  const ends = hasHandles && selection && token !== null ? endsAt(token, selection) : [];
  return (
    <>
      <span
        {...{ [offsetAttribute]: start }}
        data-token={token ?? undefined}
        data-selected={selected || undefined}
        data-caret={(token !== null && token === selection?.caret) || undefined}
        data-focus={spans.some(({ span }) => span === focused) || undefined}
        data-mark={marks.at(-1)?.kind}
        title={spans.map(({ span }) => span.category).join(', ') || undefined}
        className={classes.piece}
        style={spans.length > 0 ? drawn(spans, levels, selected || marks.length > 0, colourOf) : undefined}
      >
        {ends.includes('start') && <SelectionHandle end="start" />}
        <SuggestedText start={start} end={end}>
          {text}
        </SuggestedText>
        {ends.includes('end') && <SelectionHandle end="end" />}
      </span>
      {ending.map(({ start: begun, category }) => (
        <CategoryLabel key={`${begun} ${category}`} category={category} colour={colourOf(category).css} />
      ))}
    </>
  );
}

/** A wash of the innermost span, and below the text a line for each, the same height all through a sentence. */
function drawn(
  spans: readonly LevelledSpan[],
  levels: number,
  isMarked: boolean,
  colourOf: PieceProps['colourOf'],
): CSSProperties {
  const lines = spans.map(({ span, level }) => ({ ...colourOf(span.category), level }));
  return {
    ...(!isMarked && { backgroundColor: lines.at(-1)?.wash }),
    backgroundImage: lines.map(({ css }) => `linear-gradient(${css}, ${css})`).join(', '),
    backgroundSize: lines.map(() => '100% 2px').join(', '),
    backgroundPosition: lines.map(({ level }) => `0 calc(100% - ${levelHeight * (levels - 1 - level)}px)`).join(', '),
    paddingBottom: `${2 + levelHeight * (levels - 1)}px`,
  };
}

function isSelected({ start, end, token }: Piece, selection: Selection | null): boolean {
  if (!selection) return false;
  const { anchor, caret, exact } = selection;
  if (exact) return start < exact.end && end > exact.start;
  return anchor !== caret && token !== null && Math.min(anchor, caret) <= token && token <= Math.max(anchor, caret);
}

function endsAt(token: number, { anchor, caret }: Selection): ('start' | 'end')[] {
  return [
    ...(token === Math.min(anchor, caret) ? (['start'] as const) : []),
    ...(token === Math.max(anchor, caret) ? (['end'] as const) : []),
  ];
}
