/** The vectors of the words at hand and of no others, from the file that a run was given; how many have one is told. */
import type { VectorsWanted } from '../../encoders/encoder.ts';
import type { VectorCoverage } from '../../protocol/vectorCoverage.ts';
import { readVectors, type WordVectors } from '../../text/vectors.ts';
import type { RunContext } from './context.ts';

/** @param wanted null where the model has no use for vectors. */
export async function vectorsFor(
  { request, emit }: Pick<RunContext, 'request' | 'emit'>,
  wanted: VectorsWanted | null,
): Promise<{ readonly vectors: WordVectors | null; readonly coverage?: VectorCoverage }> {
  if (!request.vectors || !wanted) return { vectors: null };
  const { name, blob } = request.vectors;
  const vectors = await readVectors(blob.stream(), {
    fileName: name,
    wanted: wanted.wanted,
    ...(wanted.dimension !== undefined && { dimension: wanted.dimension }),
    onProgress: (bytes) =>
      emit({ type: 'phase', label: `Reading vectors from ${name}`, fraction: blob.size ? bytes / blob.size : 1 }),
  });
  for (const problem of vectors.problems) emit({ type: 'warning', problem });
  const coverage = { file: name, ...wanted.coverage(vectors) };
  emit({ type: 'vectors', coverage });
  return { vectors, coverage };
}
