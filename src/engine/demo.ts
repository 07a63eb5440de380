/** The demo: a corpus and a source model that ship with the page, so that it shows what it does without a file. */
import { defaultAdaptation } from '../../workers/protocol/configuration.ts';
import { partNames } from '../../workers/protocol/corpus.ts';
import type { CorpusFile, CorpusSummary } from '../../workers/protocol/engine.ts';
import { GraftError, problemFrom } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { setTarget, useCorpora } from '../store/corpora.ts';
import { useDemo } from '../store/demo.ts';
import { useModels } from '../store/models.ts';
import { adaptFrom, setAdaptation, setField, setSeed } from '../store/setup.ts';
import { showPanel, useView } from '../store/view.ts';
import { importCorpus } from './corpora.ts';
import { chooseSource, loadSourceModel } from './models.ts';
import { fetchOwn } from './ownFiles.ts';
import { startRun } from './runs.ts';

const demoCorpusName = 'Support desk';
const demoModelName = 'Support desk source';

/** The demo's corpus and model as they ship: names can be changed, others may have the same, and what is changed is another. */
const shipped = new WeakSet<CorpusSummary | ModelSummary>();

export function isFromDemo(thing: CorpusSummary | ModelSummary | null): boolean {
  return thing !== null && shipped.has(thing);
}

/** It is as it ships: where the demo brought it, in this visit or in an earlier one. */
export function noteShipped(thing: CorpusSummary | ModelSummary): void {
  shipped.add(thing);
}

const bytesOf = async (path: string) => new Uint8Array(await (await fetchOwn(path)).arrayBuffer());

function showStep(label: string, fraction: number): void {
  useView.setState({ busy: { label, fraction, secondsLeft: null } });
}

/** What the demo trains: Address as new, else as any adaptation begins, and for as long as a talk's patience lasts. */
export function setUpDemo(model: ModelSummary): void {
  adaptFrom(model);
  setField('epochs', 6);
  setField('patience', 6);
  setSeed(1);
  setAdaptation({ ...defaultAdaptation, newCategories: ['Address'] });
}

function readDemoCorpus(): Promise<readonly CorpusFile[]> {
  return Promise.all(
    partNames.map(async (part) => {
      const name = `target-${part}.jsonl`;
      return { name, part, bytes: await bytesOf(`demo/${name}`) };
    }),
  );
}

/** Brings the demo's corpus and model in, or finds them there. Null when that failed; the page says why. */
export async function loadDemo(): Promise<ModelSummary | null> {
  useView.setState({ problem: null });
  try {
    showStep('Loading the demo corpus', 0.1);
    const known = useCorpora.getState().corpora.find(isFromDemo);
    if (known) setTarget(known.id);
    else {
      const corpus = await importCorpus(demoCorpusName, readDemoCorpus(), { format: 'jsonl' });
      if (!corpus) {
        throw new GraftError(useCorpora.getState().problem ?? problemFrom('The demo corpus could not be read.'));
      }
      noteShipped(corpus);
      useDemo.setState({ corpus: corpus.id });
    }
    showStep('Loading the demo model', 0.6);
    const loaded = useModels.getState().models.find(isFromDemo);
    if (loaded) {
      chooseSource(loaded);
      return loaded;
    }
    const model = await loadSourceModel(`${demoModelName}.graft`, bytesOf('demo/source-model.graft'));
    if (!model) throw new GraftError(useModels.getState().problem ?? problemFrom('The demo model could not be read.'));
    noteShipped(model);
    useDemo.setState({ model: model.id });
    return model;
  } catch (thrown) {
    useView.setState({ problem: problemFrom(thrown) });
    return null;
  } finally {
    useView.setState({ busy: null });
  }
}

/** One click from an empty page to a run that learns a new category. */
export async function tryDemo(): Promise<void> {
  const model = await loadDemo();
  if (!model) return;
  setUpDemo(model);
  showPanel('train');
  await startRun();
}
