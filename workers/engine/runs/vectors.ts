/** The vectors of the words at hand and of no others, from the file that a run was given. */
import type { VectorsWanted } from '../../encoders/encoder.ts';
import { readVectors, type WordVectors } from '../../text/vectors.ts';
import type { RunContext } from './context.ts';

/** @param wanted null where the model has no use for vectors. */
export async function vectorsFor(
  { request, emit }: Pick<RunContext, 'request' | 'emit'>,
  wanted: VectorsWanted | null,
): Promise<WordVectors | null> {
  if (!request.vectors || !wanted) return null;
  const { name, blob } = request.vectors;
  const vectors = await readVectors(blob.stream(), {
    fileName: name,
    ...wanted,
    onProgress: (bytes) =>
      emit({ type: 'phase', label: `Reading vectors from ${name}`, fraction: blob.size ? bytes / blob.size : 1 }),
  });
  for (const problem of vectors.problems) emit({ type: 'warning', problem });
  return vectors;
}
