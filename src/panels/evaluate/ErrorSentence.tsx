/** A sentence with both answers on it: highlights are the model's, underlines the annotators'. Either can be put right. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { type FoundError, openError, takePrediction } from '../../engine/corrections.ts';
import { useCategoryColour } from '../../store/colours.ts';
import classes from './EvaluatePanel.module.css';
import { describeError } from './errorFilter.ts';
import { errorPieces } from './errorPieces.ts';

export function ErrorSentence(found: Omit<FoundError, 'error'>) {
  const { sentence } = found;
  const colourOf = useCategoryColour();
  const { text, spans, predicted, errors } = sentence;
  const pieces = useMemo(() => errorPieces(text, spans, predicted), [text, spans, predicted]);
  return (
    <>
      <ul className={classes.what}>
        {errors.map((error) => {
          const what = describeError(error, text);
          return (
            <li key={`${what} ${error.gold?.start} ${error.predicted?.start}`}>
              {what}
              <Button
                {...quiet}
                aria-label={`The model is right: ${what}`}
                onClick={() => void takePrediction({ ...found, error }, what)}
              >
                The model is right
              </Button>
              <Button
                {...quiet}
                aria-label={`Open in Annotate: ${what}`}
                onClick={() => void openError({ ...found, error })}
              >
                Open in Annotate
              </Button>
            </li>
          );
        })}
      </ul>
      <p className={classes.sentence} dir="auto">
        {pieces.map((piece) => {
          const { gold, predicted: found, right } = piece;
          if (!gold && !found) return <span key={piece.start}>{padded(piece.text, piece.room)}</span>;
          return (
            <span
              key={piece.start}
              className={classes.piece}
              data-gold={gold ? true : undefined}
              data-right={right || undefined}
              title={right && gold ? `${gold.category}, found` : undefined}
              style={{
                ...(found && { background: colourOf(found.category).wash }),
                ...(gold && { borderBottomColor: colourOf(gold.category).css }),
              }}
            >
              {piece.predictedLabel && found && (
                <span className={classes.label} data-side="predicted" style={{ color: colourOf(found.category).css }}>
                  <bdi>{piece.predictedLabel}</bdi>
                </span>
              )}
              {piece.text}
              {piece.goldLabel && gold && (
                <span className={classes.label} data-side="gold" style={{ color: colourOf(gold.category).css }}>
                  <bdi>{piece.goldLabel}</bdi>
                </span>
              )}
              {piece.room > 0 && <span style={{ paddingInlineEnd: `${piece.room * 0.5}em` }} />}
            </span>
          );
        })}
      </p>
    </>
  );
}

/** Beside words that are to be read. */
const quiet = { size: 'compact-xs', variant: 'subtle', ml: 'xs', fw: 500 } as const;

function padded(text: string, room: number) {
  if (room <= 0) return text;
  return (
    <>
      {text}
      <span style={{ paddingInlineEnd: `${room * 0.5}em` }} />
    </>
  );
}
