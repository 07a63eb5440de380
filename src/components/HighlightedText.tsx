/**
 * A text with its spans marked, set like a book: the mark is a wash and an underline inside the line, the category a
 * small label after the span, so that lines keep their height, and that never stands on a line without the span's last
 * word. The text runs as its script does. Spans must not overlap; predicted ones carry a confidence.
 */
import { useCategoryColour } from '../store/colours.ts';
import classes from './HighlightedText.module.css';

export interface MarkedSpan {
  readonly start: number;
  readonly end: number;
  readonly category: string;
  /** 0 to 1. */
  readonly confidence?: number;
}

interface Props {
  readonly text: string;
  readonly spans: readonly MarkedSpan[];
  /** Off where a heading already says the category. */
  readonly labels?: boolean;
}

export function HighlightedText({ text, spans, labels = true }: Props) {
  const colourOf = useCategoryColour();
  const pieces = [];
  let position = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    if (span.start < position) continue;
    if (span.start > position) pieces.push(text.slice(position, span.start));
    const colour = colourOf(span.category);
    const confidence = span.confidence === undefined ? '' : `, ${Math.round(span.confidence * 100)} % sure`;
    pieces.push(
      <mark
        key={span.start}
        className={classes.mark}
        title={`${span.category}${confidence}`}
        style={{
          backgroundColor: colour.wash,
          textDecorationColor: colour.css,
          textDecorationStyle: colour.underline,
        }}
      >
        {text.slice(span.start, span.end)}
        {labels && (
          <span className={classes.label} style={{ color: colour.css }}>
            <bdi>
              {span.category}
              {span.confidence !== undefined && ` ${Math.round(span.confidence * 100)}`}
            </bdi>
          </span>
        )}
      </mark>,
    );
    position = span.end;
  }
  if (position < text.length) pieces.push(text.slice(position));
  return (
    <span className={classes.text} dir="auto">
      {pieces}
    </span>
  );
}
