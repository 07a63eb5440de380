/**
 * `tagger.json`: what an exported tagger needs beside its network, read by the scripts that come along. What words or pieces become
 * numbers by, how tags are chosen, how they become spans.
 */
import type { ModelState } from '../models/state.ts';
import { allowedAfter } from '../outputs/autoregression.ts';
import { permittedBy } from '../outputs/crf.ts';
import { capitalisations, characterTypes } from '../text/letterCase.ts';
import { createPieceTokenizer } from '../text/pieces/pieceTokenizer.ts';
import { longestSpelling } from '../text/sentenceBatch.ts';
import { unknownRow } from '../text/vocabulary.ts';
import type { StoredWeights } from './storedWeights.ts';

/** How sentences become what the network reads. */
type Reads =
  | {
      readonly kind: 'pieces';
      readonly maximumLength: number;
      readonly start: number;
      readonly end: number;
      readonly unknown: number;
    }
  | {
      readonly kind: 'words';
      /** Row by row; the first are padding and the unknown. */
      readonly words: readonly string[];
      readonly characters: readonly string[];
      readonly unknown: number;
      readonly digitsToZero: boolean;
      readonly longestSpelling: number;
      /** Rows of the tables behind padding; absent of a network that does not read them. */
      readonly characterTypes?: readonly string[];
      readonly capitalisations?: readonly string[];
    };

/** How tags are chosen of what the network gives. */
type Chooses =
  | { readonly kind: 'each' }
  /** @property transitions [tags + 2][tags + 2], from and to, start and end last. */
  | { readonly kind: 'path'; readonly transitions: readonly (readonly number[])[] }
  /** @property allowed [tags + 2][tags]: at the start, after each tag; last, at the end. */
  | {
      readonly kind: 'attention-decoder' | 'label-aware';
      readonly allowed: readonly (readonly number[])[];
      readonly beam: number;
    };

export interface TaggerData {
  readonly version: 1;
  readonly name: string;
  readonly tags: readonly string[];
  readonly scheme: string;
  readonly reads: Reads;
  readonly chooses: Chooses;
}

export function taggerData(state: ModelState, stored: StoredWeights): TaggerData {
  const { name, tags, specification } = state;
  const { scheme } = specification.output;
  return { version: 1, name, tags, scheme, reads: readsOf(state), chooses: choosesOf(state, stored) };
}

function readsOf({ specification: { encoder }, texts }: ModelState): Reads {
  if (encoder.kind === 'transformer') {
    const { special } = createPieceTokenizer(texts['tokenizer.files'] ?? []);
    const { start, end, unknown } = special;
    return {
      ...{ kind: 'pieces', start, end, unknown },
      maximumLength: encoder.maximumLength,
    };
  }
  return {
    kind: 'words',
    words: texts['wordTable.words'] ?? [],
    characters: texts['characterTable.characters'] ?? [],
    unknown: unknownRow,
    digitsToZero: encoder.digitsToZero,
    longestSpelling,
    ...(encoder.kind === 'bilstm-cnn' && encoder.characterTypes && { characterTypes }),
    ...(encoder.kind === 'bilstm-cnn' && encoder.capitalisation && { capitalisations }),
  };
}

/** Far below any score that a model learns, as in training. */
const impossible = -1e4;

function choosesOf({ specification: { output }, tags }: ModelState, stored: StoredWeights): Chooses {
  if (output.kind === 'crf') {
    const { values } = stored.of('transitions.scores');
    const permitted = permittedBy(tags, output.scheme);
    const side = permitted.length;
    const score = (from: number, to: number) => values[from * side + to] as number;
    const transitions = permitted.map((row, from) =>
      row.map((may, to) => (may ? score(from, to) : Math.fround(score(from, to) + impossible))),
    );
    return { kind: 'path', transitions };
  }
  if (output.kind === 'attention-decoder' || output.kind === 'label-aware') {
    const allowed = [...allowedAfter(tags, output.scheme)];
    const rows = Array.from({ length: tags.length + 2 }, (_, row) =>
      allowed.slice(row * tags.length, (row + 1) * tags.length),
    );
    return { kind: output.kind, allowed: rows, beam: output.kind === 'attention-decoder' ? output.beamWidth : 1 };
  }
  return { kind: 'each' };
}
