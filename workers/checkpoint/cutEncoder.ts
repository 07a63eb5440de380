/** A smaller encoder out of a whole one, as plain data: fewer rows of the table of pieces, fewer layers. Nothing is computed. */
import type { Weight } from '../layers/parameters.ts';
import type { TrimmedPieces } from '../text/pieces/trimPieces.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { TransformerSpecification } from './family.ts';
import { checkpointError } from './faults.ts';

type CutEncoder = Pick<Checkpoint, 'specification' | 'weights' | 'texts' | 'masked'>;

/**
 * So many layers out of all, evenly spaced, the last among them (Sajjad and others 2023 compare which ones to leave out).
 * @returns their places from 0, rising.
 */
export function evenlySpaced(all: number, wanted: number): number[] {
  return Array.from({ length: wanted }, (_, n) => Math.round(((n + 1) * all) / wanted) - 1);
}

/**
 * @param trimmed null: all pieces stay. @param layers places of those that stay, from 0, rising.
 * @throws GraftError where a layer would stand in the place of one of another kind.
 */
export function cutEncoder(whole: CutEncoder, trimmed: TrimmedPieces | null, layers: readonly number[]): CutEncoder {
  const { specification, weights, texts, masked } = whole;
  checkKinds(specification, layers);
  const newPlaces = new Map(layers.map((place, newPlace) => [place, newPlace]));
  const cut = Object.entries(weights).flatMap(([name, weight]): [string, Weight][] => {
    if (name === 'pieceTable.rows') return [[name, trimmed ? someRows(weight, trimmed.kept) : weight]];
    const [, layer, rest] = /^layers\.(\d+)\.(.*)$/.exec(name) ?? [];
    if (layer === undefined) return [[name, weight]];
    const place = newPlaces.get(Number(layer));
    return place === undefined ? [] : [[`layers.${place}.${rest}`, weight]];
  });
  return {
    specification: {
      ...specification,
      layers: layers.length,
      ...(trimmed && { vocabularySize: trimmed.kept.length }),
    },
    weights: Object.fromEntries(cut),
    texts: trimmed ? { ...texts, 'tokenizer.files': trimmed.files } : texts,
    masked: masked && trimmed ? { ...masked, weights: cutHead(masked.weights, trimmed) } : masked,
  };
}

function cutHead(weights: Readonly<Record<string, Weight>>, { kept }: TrimmedPieces): Record<string, Weight> {
  const cut = Object.entries(weights).map(([name, weight]) => [
    name,
    name === 'maskedHead.output.bias' ? someRows(weight, kept) : weight,
  ]);
  return Object.fromEntries(cut);
}

/** Of a table [rows, …] those rows. */
function someRows({ shape: [, ...rest], values }: Weight, rows: Int32Array): Weight {
  const width = rest.reduce((product, size) => product * size, 1);
  const some = new Float32Array(rows.length * width);
  rows.forEach((row, at) => {
    some.set(values.subarray(row * width, (row + 1) * width), at * width);
  });
  return { shape: [rows.length, ...rest], values: some };
}

/** Where layers differ by their places, in what they see or in their norms. */
function checkKinds({ norms, localWindow, globalEvery }: TransformerSpecification, layers: readonly number[]): void {
  const kindOf = (place: number) =>
    `${norms === 'before' && place === 0} ${localWindow > 0 && place % globalEvery !== 0}`;
  const other = layers.find((place, newPlace) => kindOf(place) !== kindOf(newPlace));
  if (other === undefined) return;
  throw checkpointError(
    'checkpoint-layers',
    `Its layers are of several kinds by their places, and layer ${other + 1} would stand in the place of one of another kind.`,
    { say: 'Keep all layers of this encoder (without --layers), and fewer pieces (--pieces).' },
  );
}
