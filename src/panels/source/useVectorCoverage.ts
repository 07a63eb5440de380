/** How many words of the corpus have a vector in the file that was chosen: looked through once for each corpus and model. */
import { useEffect, useState } from 'react';
import type { RunRequest } from '../../../workers/protocol/engine.ts';
import { type Problem, problemFrom } from '../../../workers/protocol/errors.ts';
import type { VectorCoverage } from '../../../workers/protocol/vectorCoverage.ts';
import { type Progress, timedProgress } from '../../engine/progress.ts';
import { plannedRequest } from '../../engine/runs.ts';
import { studio } from '../../engine/studio.ts';
import { useSourceCorpora, useTargetCorpus } from '../../store/corpora.ts';
import { useSourceModel } from '../../store/models.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { useSetup } from '../../store/setup.ts';

interface Found {
  readonly coverage?: VectorCoverage | null;
  readonly problem?: Problem;
}

/** By the file, and by what is looked up in it. */
const found = new WeakMap<Blob, Map<string, Found>>();

function questionOf({ configuration, corpora, models }: RunRequest): string {
  const encoder = 'specification' in configuration ? configuration.specification.encoder : null;
  const read = [corpora.target, ...(corpora.sources ?? [])].map(({ id, revision }) => [id, revision]);
  return JSON.stringify([read, encoder, models.source ?? null]);
}

/** Null where there are no vectors, or no corpus or model to look words up for. */
export function useVectorCoverage(): (Found & { readonly progress: Progress | null }) | null {
  const vectors = useSetup((state) => state.vectors);
  const specification = useSetup((state) => state.specification);
  const task = useSetup((state) => state.task);
  const corpus = useTargetCorpus();
  const sources = useSourceCorpora();
  const source = useSourceModel();
  const running = useRunUnderWay();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [, setNews] = useState(0);
  // What is planned follows from these.
  void [specification, task, source, sources];
  const request = vectors && corpus ? plannedRequest() : null;
  const question = request && questionOf(request);
  const known = vectors && question !== null ? found.get(vectors.blob)?.get(question) : undefined;
  useEffect(() => {
    const asked = plannedRequest();
    if (!vectors || question === null || !asked || known || running) return;
    const call = new AbortController();
    const note = (news: Found) => {
      const others = found.get(vectors.blob) ?? new Map<string, Found>();
      found.set(vectors.blob, others.set(question, news));
      setNews((count) => count + 1);
    };
    studio()
      .engine.vectorCoverage(asked, timedProgress(setProgress, call.signal))
      .then((coverage) => note({ coverage }))
      .catch((thrown) => note({ problem: problemFrom(thrown) }))
      .finally(() => setProgress(null));
    return () => call.abort();
  }, [vectors, question, known, running]);
  return question === null ? null : { ...known, progress };
}
