/** Bringing corpora in and changing them, from the page. Results and failures land in `store/corpora.ts`. */
import type { PartName } from '../../workers/protocol/corpus.ts';
import type { CorpusFile, CorpusSummary, ImportOptions } from '../../workers/protocol/engine.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import { offerUndo } from '../shell/undo.tsx';
import {
  forgetCorpus,
  keepCorpus,
  setAsideCorpus,
  setTarget,
  takeBackCorpus,
  updateCorpus,
  useCorpora,
} from '../store/corpora.ts';
import { timedProgress } from './progress.ts';
import { studio } from './studio.ts';

/** The bytes of `files` are handed to the worker and are gone afterwards. Null when it failed; the store says why. */
export async function importCorpus(
  name: string,
  files: readonly CorpusFile[] | Promise<readonly CorpusFile[]>,
  options: ImportOptions,
): Promise<CorpusSummary | null> {
  useCorpora.setState({ problem: null, importing: { label: 'Reading the files', fraction: 0, secondsLeft: null } });
  const call = new AbortController();
  const onProgress = timedProgress((importing) => useCorpora.setState({ importing }), call.signal);
  try {
    const corpus = await studio().corpora.importCorpus(name, await files, options, onProgress);
    keepCorpus(corpus);
    return corpus;
  } catch (thrown) {
    useCorpora.setState({ problem: problemFrom(thrown) });
    return null;
  } finally {
    call.abort();
    useCorpora.setState({ importing: null });
  }
}

export async function renameCorpus(corpusId: string, name: string): Promise<void> {
  try {
    updateCorpus(await studio().corpora.renameCorpus(corpusId, name));
  } catch (thrown) {
    useCorpora.setState({ problem: problemFrom(thrown) });
  }
}

/** Renames, merges or leaves out categories. */
export async function mapCategories(
  corpusId: string,
  mapping: Readonly<Record<string, string | null>>,
): Promise<boolean> {
  useCorpora.setState({ problem: null });
  try {
    keepChange(await studio().corpora.mapCategories(corpusId, mapping), 'The categories of “…” were changed.');
    return true;
  } catch (thrown) {
    useCorpora.setState({ problem: problemFrom(thrown) });
    return false;
  }
}

/** @param message what was done, with the corpus's name in the place of the dots. */
function keepChange(changed: CorpusSummary, message: string): void {
  const before = useCorpora.getState().corpora.find(({ id }) => id === changed.id);
  updateCorpus(changed);
  if (before?.revision === changed.revision) return;
  const takeBack = async () => {
    try {
      updateCorpus(await studio().corpora.takeBackChange(changed.id, changed.revision));
    } catch (thrown) {
      useCorpora.setState({ problem: problemFrom(thrown) });
    }
  };
  offerUndo(
    message.replace('…', () => changed.name),
    () => void takeBack(),
  );
}

/** Takes out of a part what stands in another too. */
export async function deduplicate(corpusId: string, from: PartName): Promise<void> {
  useCorpora.setState({ problem: null });
  try {
    keepChange(await studio().corpora.deduplicate(corpusId, from), `Sentences of “…” were taken out of ${from}.`);
  } catch (thrown) {
    useCorpora.setState({ problem: problemFrom(thrown) });
  }
}

/** Takes a corpus off the page. The worker forgets it once nobody can ask for it back any more. */
export function removeCorpus(corpusId: string): void {
  const { corpora, roles } = useCorpora.getState();
  const corpus = corpora.find(({ id }) => id === corpusId);
  if (!corpus) return;
  setAsideCorpus(corpusId);
  const instead = useCorpora.getState().roles.target;
  // Files that were read again have put another in its place, and the worker has forgotten it.
  const isAside = () => useCorpora.getState().removed.some(({ id }) => id === corpusId);
  const takeBack = () => {
    if (!isAside()) return;
    takeBackCorpus(corpusId);
    // Whoever chose another target since then keeps it.
    if (roles.target === corpusId && useCorpora.getState().roles.target === instead) setTarget(corpusId);
  };
  const settle = () => {
    if (isAside()) void dropCorpus(corpusId);
  };
  offerUndo(`The corpus “${corpus.name}” was removed.`, takeBack, settle);
}

/** The worker forgets a corpus, and so does the page, at once and for good. */
export async function dropCorpus(corpusId: string): Promise<void> {
  try {
    await studio().corpora.removeCorpus(corpusId);
    forgetCorpus(corpusId);
  } catch (thrown) {
    useCorpora.setState({ problem: problemFrom(thrown) });
  }
}
