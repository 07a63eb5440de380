/** Tagging a folder in one go: the texts go to the model as they lie on the disk, and come back as a corpus. */
import { describeProblem, problemFrom } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { freeName } from '../freeName.ts';
import { inPage } from '../inPage.ts';
import { keepCorpus, useCorpora } from '../store/corpora.ts';
import { useTagging } from '../store/tagging.ts';
import type { PathedFile } from './droppedFiles.ts';
import { timedProgress } from './progress.ts';
import { studio } from './studio.ts';

/** The call under way. One that was called off no longer writes into the store. */
let latest: AbortController | null = null;

/** What comes of it, or why nothing did, stands in the store. */
export async function tagFolder(model: ModelSummary, files: readonly PathedFile[]): Promise<void> {
  const call = new AbortController();
  latest = call;
  const { reviewBelow } = useTagging.getState();
  useTagging.setState({ problem: null, finished: null, tagging: { label: 'Tagging', fraction: 0, secondsLeft: null } });
  const onProgress = timedProgress((tagging) => useTagging.setState({ tagging }), call.signal);
  try {
    const sent = files.map(({ file, path }) => ({ name: path, blob: file }));
    const tagged = await studio().engine.tagFiles(model.id, sent, { reviewBelow }, onProgress);
    if (call.signal.aborted) return;
    const { corpora, removed } = useCorpora.getState();
    const taken = [...corpora, ...removed].map(({ name }) => name);
    const name = freeName(`${folderOf(files)}, tagged`, taken);
    const file = { name: 'tagged.jsonl', bytes: tagged.corpus, part: 'train' as const };
    const corpus = await studio().corpora.importCorpus(name, [file], { whole: true });
    keepCorpus(corpus);
    const { documents, spans, review, problems, assumed } = tagged;
    const told = [...problems.map((problem) => inPage(describeProblem(problem))), ...assumed];
    useTagging.setState({
      finished: { corpusId: corpus.id, name, model: model.name, documents, spans, reviewBelow, review, told },
    });
  } catch (thrown) {
    if (!call.signal.aborted) useTagging.setState({ problem: problemFrom(thrown) });
  } finally {
    if (!call.signal.aborted) useTagging.setState({ tagging: null });
    call.abort();
  }
}

export function stopTagging(): void {
  latest?.abort();
  useTagging.setState({ tagging: null });
  void studio()
    .engine.stopTagging()
    .catch((thrown) => useTagging.setState({ problem: problemFrom(thrown) }));
}

/** What the files have in common, else how many they are. */
function folderOf(files: readonly PathedFile[]): string {
  const [first] = files;
  const folder = first?.path.split('/')[0] ?? '';
  const isFolder = files.every(({ path }) => path.startsWith(`${folder}/`));
  if (isFolder) return folder;
  return files.length === 1 ? folder.replace(/\.[^.]+$/, '') : `${files.length} texts`;
}
