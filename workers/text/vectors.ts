/**
 * Word vectors that other people trained, from files that can be larger than memory: GloVe text, word2vec text and
 * fastText's .vec, as they are, gzipped or in a zip archive. A file is read once, in passing, and only the words that
 * are wanted are kept.
 */
import { GraftError, type Problem } from '../protocol/errors.ts';
import { type ByteSink, feedChunks } from './vectorContainers.ts';
import { VectorLines } from './vectorLines.ts';

/** Vectors of some words, one row a word. */
export class WordVectors {
  private readonly rows: ReadonlyMap<string, number>;

  /**
   * @param values row by row; [words, dimension].
   * @param problems lines of the file that were left out, and why.
   */
  constructor(
    readonly words: readonly string[],
    readonly dimension: number,
    readonly values: Float32Array,
    readonly problems: readonly Problem[] = [],
  ) {
    this.rows = new Map(words.map((word, row) => [word, row]));
  }

  /** Whether the word has a vector exactly as written. */
  has(word: string): boolean {
    return this.rows.has(word);
  }

  /** The word's vector as written, then lower-cased; [dimension], a view into `values`. */
  lookup(word: string): Float32Array | undefined {
    const row = this.rows.get(word) ?? this.rows.get(word.toLowerCase());
    return row === undefined ? undefined : this.values.subarray(row * this.dimension, (row + 1) * this.dimension);
  }
}

export interface ReadVectorsOptions {
  /** For messages. What the file is in is told by its bytes, not by its name. */
  readonly fileName: string;
  /** Which words to keep, as the file writes them; all by default. */
  readonly wanted?: (word: string) => boolean;
  /** The dimension that the model needs: picks the entry of a zip archive; another one is refused. */
  readonly dimension?: number;
  /** Bytes of the file read so far, as it lies on disk. */
  readonly onProgress?: (bytes: number) => void;
}

/**
 * Reads a file of word vectors of any size in memory proportional to the words kept. Of a zip archive the first entry
 * with vectors (of the dimension asked for) is read. Lines that cannot be used are left out and named in `problems`.
 * @throws GraftError where the file is empty, binary, damaged, holds no vectors or vectors of another dimension.
 */
export async function readVectors(
  stream: ReadableStream<Uint8Array>,
  { fileName, wanted = () => true, dimension, onProgress = () => {} }: ReadVectorsOptions,
): Promise<WordVectors> {
  const entriesOfOtherDimension: string[] = [];
  let chosen: VectorLines | undefined;

  const openEntry = (entryName: string | undefined): ByteSink => {
    const lines = new VectorLines(entryName ? `${fileName}/${entryName}` : fileName, wanted);
    return {
      push(bytes) {
        lines.push(bytes);
        if (dimension !== undefined && lines.dimension !== undefined && lines.dimension !== dimension) {
          entriesOfOtherDimension.push(`${entryName ?? fileName} (${lines.dimension})`);
          return 'skip';
        }
        return 'more';
      },
      end() {
        lines.end();
        if (dimension !== undefined && lines.dimension !== dimension) {
          entriesOfOtherDimension.push(`${entryName ?? fileName} (${lines.dimension})`);
          return 'next';
        }
        chosen = lines;
        return 'found';
      },
    };
  };

  await feedChunks(stream, { fileName, onProgress, openEntry });
  if (!chosen) throw noEntry(fileName, dimension, entriesOfOtherDimension);
  return new WordVectors(chosen.words, chosen.dimension ?? 0, chosen.values(), chosen.problems());
}

function noEntry(fileName: string, dimension: number | undefined, others: readonly string[]): GraftError {
  if (dimension === undefined || others.length === 0) {
    return new GraftError({
      code: 'vectors-absent',
      file: fileName,
      message: 'The archive holds no text file with word vectors.',
      remedy: 'Give a zip archive with a GloVe, word2vec or fastText text file in it, or the text file itself.',
    });
  }
  return new GraftError({
    code: 'vector-dimension',
    file: fileName,
    message: `The file holds no vectors of ${dimension} dimensions, but of: ${others.join(', ')}.`,
    remedy: `Give vectors of ${dimension} dimensions, those that the source model was trained with.`,
  });
}
