/**
 * What a masked language model has to guess: of each passage about 15 % of the pieces, chosen one by one (Devlin et al. 2019,
 * section 3.1) or as spans of whole words (Joshi et al. 2020, section 3.1), which asks for more than the neighbours within a
 * name. Of what is chosen 80 % is hidden, 10 % replaced by any piece and 10 % left as it is; of a span all alike.
 */
import type { MaskingKind } from '../protocol/pretraining.ts';
import { type PackedPieces, packedRows } from './packedPieces.ts';
import type { Passage } from './passages.ts';
import type { PieceTokenizer } from './pieces/pieceTokenizer.ts';
import type { Random } from './random.ts';

const maskedShare = 0.15;
const hiddenShare = 0.8;
const replacedShare = 0.1;

/** Of the geometric distribution of spans' lengths, in words; longer ones than the longest are never drawn. */
const endOfSpan = 0.2;
const longestSpan = 10;

/** What a span becomes, or a piece alone. */
type Fate = 'hidden' | 'replaced' | 'left';

export interface MaskedPassages {
  readonly packed: PackedPieces;
  /** The rows that are to be guessed, in the order of the text. */
  readonly rows: Int32Array;
  /** The piece that stood there, of each of them. */
  readonly gold: Int32Array;
}

/** @param kind whether pieces are chosen one by one or in spans of words. */
export function maskPassages(
  passages: readonly Passage[],
  { special, size }: Pick<PieceTokenizer, 'special' | 'size'>,
  kind: MaskingKind,
  random: Random,
): MaskedPassages {
  const isSpecial = new Set<number>(Object.values(special));
  const anyPiece = () => {
    for (;;) {
      const id = random.integer(size);
      if (!isSpecial.has(id)) return id;
    }
  };
  const ids: number[] = [];
  const positions: number[] = [];
  const starts = [0];
  const rows: number[] = [];
  const gold: number[] = [];
  for (const passage of passages) {
    const fates = fatesOf(passage, kind, random, (id) => !isSpecial.has(id));
    const first = ids.length;
    ids.push(special.start);
    passage.ids.forEach((id, place) => {
      const fate = fates.get(place);
      if (fate) {
        rows.push(ids.length);
        gold.push(id);
      }
      ids.push(fate === 'hidden' ? special.mask : fate === 'replaced' ? anyPiece() : id);
    });
    ids.push(special.end);
    for (let place = 0; place < ids.length - first; place++) positions.push(place);
    starts.push(ids.length);
  }
  const packed = {
    ...packedRows(ids, positions),
    starts: Int32Array.from(starts),
    time: 0,
    firstRows: new Int32Array(0),
  };
  return { packed, rows: Int32Array.from(rows), gold: Int32Array.from(gold) };
}

/** By the places of the pieces that are to be guessed: 15 % of them, at least one; none where nothing can be. */
export function fatesOf(
  passage: Passage,
  kind: MaskingKind,
  random: Random,
  canBeGuessed: (id: number) => boolean = () => true,
): ReadonlyMap<number, Fate> {
  const open = [...passage.ids.keys()].filter((place) => canBeGuessed(passage.ids[place] as number));
  const wanted = Math.min(open.length, Math.max(1, Math.round(maskedShare * passage.ids.length)));
  const fates = new Map<number, Fate>();
  if (kind === 'tokens') {
    for (const place of random.shuffle(open).slice(0, wanted)) fates.set(place, fate(random));
    return fates;
  }
  const can = new Set(open);
  const { words } = passage;
  while (fates.size < wanted) {
    const length = spanLength(random);
    const first = random.integer(words.length - 1);
    const ofSpan = fate(random);
    // A span ends where enough is chosen, with a whole word.
    for (let word = first; word < Math.min(first + length, words.length - 1) && fates.size < wanted; word++) {
      for (let place = words[word] as number; place < (words[word + 1] as number); place++) {
        if (can.has(place) && !fates.has(place)) fates.set(place, ofSpan);
      }
    }
  }
  return fates;
}

/** Words of a span: geometric with p = 0.2, from 1 to 10; 3.8 on average. */
export function spanLength(random: Random): number {
  const all = 1 - (1 - endOfSpan) ** longestSpan;
  const length = Math.ceil(Math.log1p(-all * random.next()) / Math.log(1 - endOfSpan));
  return Math.min(longestSpan, Math.max(1, length));
}

function fate(random: Random): Fate {
  const drawn = random.next();
  return drawn < hiddenShare ? 'hidden' : drawn < hiddenShare + replacedShare ? 'replaced' : 'left';
}
