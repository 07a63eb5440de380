/** The vectors of the words at hand and of no others, from the file that a run is given; how many have one is told. */
import type { VectorsWanted } from '../../encoders/encoder.ts';
import type { RunRequest } from '../../protocol/engine.ts';
import type { Problem } from '../../protocol/errors.ts';
import type { VectorCoverage } from '../../protocol/vectorCoverage.ts';
import { readVectors, type WordVectors } from '../../text/vectors.ts';
import type { RunContext } from './context.ts';

/** @param onProgress from 0 to 1. */
export async function readWanted(
  { name, blob }: NonNullable<RunRequest['vectors']>,
  { wanted, dimension, coverage }: VectorsWanted,
  onProgress: (fraction: number) => void,
): Promise<{ readonly vectors: WordVectors; readonly coverage: VectorCoverage }> {
  const vectors = await readVectors(blob.stream(), {
    fileName: name,
    wanted,
    ...(dimension !== undefined && { dimension }),
    onProgress: (bytes) => onProgress(blob.size ? bytes / blob.size : 1),
  });
  return { vectors, coverage: { file: name, ...coverage(vectors) } };
}

/** @param wanted null where the model has no use for vectors. */
export async function vectorsFor(
  { request, emit }: Pick<RunContext, 'request' | 'emit'>,
  wanted: VectorsWanted | null,
): Promise<{ readonly vectors: WordVectors | null; readonly coverage?: VectorCoverage }> {
  if (!request.vectors) return { vectors: null };
  if (!wanted) {
    emit({ type: 'warning', problem: withoutUse(request.vectors.name) });
    return { vectors: null };
  }
  const label = `Reading vectors from ${request.vectors.name}`;
  const read = await readWanted(request.vectors, wanted, (fraction) => emit({ type: 'phase', label, fraction }));
  for (const problem of read.vectors.problems) emit({ type: 'warning', problem });
  emit({ type: 'vectors', coverage: read.coverage });
  return read;
}

function withoutUse(file: string): Problem {
  return {
    code: 'vectors-without-use',
    message: `The model reads pieces of words by its encoder: ${file} is not read.`,
    remedy: 'Leave the vectors out.',
  };
}
