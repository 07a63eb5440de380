/**
 * A sentence cut where gold or predicted spans begin and end, so that both can be drawn on the same text: the model's
 * spans as highlights with their label above, the annotators' as underlines with their label below.
 */
import type { Span } from '../../../workers/protocol/corpus.ts';
import type { TaggedSpan } from '../../../workers/protocol/evaluation.ts';

export interface Piece {
  readonly start: number;
  readonly text: string;
  readonly gold: Span | null;
  readonly predicted: TaggedSpan | null;
  /** The gold and the predicted span here are the same, so neither needs a label. */
  readonly right: boolean;
  /** Labels that begin with this piece. */
  readonly goldLabel: string | null;
  readonly predictedLabel: string | null;
  /** Room to leave after this piece, in letters of the text, where a label is longer than what it stands at. */
  readonly room: number;
}

/** Width of a label's letter in letters of the text, a gap included. */
const labelLetter = 0.68;
const labelGap = 1.5;

function spanAt<Kind extends Span>(spans: readonly Kind[], position: number): Kind | null {
  return spans.find(({ start, end }) => start <= position && position < end) ?? null;
}

function sameSpan(a: Span | null, b: Span | null): boolean {
  return a !== null && b !== null && a.start === b.start && a.end === b.end && a.category === b.category;
}

function confidenceLabel({ category, confidence }: TaggedSpan): string {
  return `${category} ${Math.round(confidence * 100)} %`;
}

/** Spans of one side must not overlap one another; gold and predicted may, in any way. */
export function errorPieces(text: string, gold: readonly Span[], predicted: readonly TaggedSpan[]): Piece[] {
  const cuts = new Set([0, text.length]);
  for (const { start, end } of [...gold, ...predicted]) {
    cuts.add(start);
    cuts.add(end);
  }
  const places = [...cuts].filter((cut) => cut >= 0 && cut <= text.length).sort((a, b) => a - b);
  const pieces = places.slice(0, -1).map((start, index) => {
    const [g, p] = [spanAt(gold, start), spanAt(predicted, start)];
    const right = sameSpan(g, p);
    return {
      start,
      text: text.slice(start, places[index + 1]),
      gold: g,
      predicted: p,
      right,
      goldLabel: g && !right && g.start === start ? g.category : null,
      predictedLabel: p && !right && p.start === start ? confidenceLabel(p) : null,
    };
  });
  return pieces.map((piece, index) => ({ ...piece, room: roomAfter(pieces, index) }));
}

/** A label may run on over what follows it, but not into the next label of its side. */
function roomAfter(pieces: readonly Omit<Piece, 'room'>[], last: number): number {
  let most = 0;
  for (const side of ['goldLabel', 'predictedLabel'] as const) {
    if (last + 1 < pieces.length && !pieces[last + 1]?.[side]) continue;
    let letters = 0;
    for (let i = last; i >= 0; i--) {
      letters += pieces[i]?.text.length ?? 0;
      const label = pieces[i]?.[side];
      if (!label) continue;
      most = Math.max(most, Math.ceil(label.length * labelLetter + labelGap - letters));
      break;
    }
  }
  return most;
}
