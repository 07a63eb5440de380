/** What the page's tests share: a corpus and a source model, from the stand-in studio, and a page without anything. */
import type { ModelSummary } from '../workers/protocol/model.ts';
import { takeUp } from './engine/annotating.ts';
import { fakeStudio } from './engine/fake.ts';
import { chooseSource } from './engine/models.ts';
import { setStudio, studio } from './engine/studio.ts';
import { useAdapting } from './store/adapting.ts';
import { useAgreement } from './store/agreement.ts';
import { useAnnotating } from './store/annotating.ts';
import { useComparison } from './store/comparison.ts';
import { keepCorpus, targetCorpus, useCorpora } from './store/corpora.ts';
import { useDeidentifying } from './store/deidentifying.ts';
import { useDemo } from './store/demo.ts';
import { useEncoders } from './store/encoders.ts';
import { useEvaluation } from './store/evaluation.ts';
import { useKeptRun } from './store/keptRun.ts';
import { useLikenesses } from './store/likenesses.ts';
import { keepModel, useModels } from './store/models.ts';
import { usePretraining } from './store/pretraining.ts';
import { useProject } from './store/project.ts';
import { useRuns } from './store/runs.ts';
import { useSaved } from './store/saved.ts';
import { useSetup } from './store/setup.ts';
import { useSuggesting } from './store/suggesting.ts';
import { useTagging } from './store/tagging.ts';
import { useUndo } from './store/undo.ts';
import { useView } from './store/view.ts';

/** As if the page had just been opened. */
export function emptyPage(): void {
  useCorpora.setState(useCorpora.getInitialState(), true);
  useModels.setState(useModels.getInitialState(), true);
  useRuns.setState(useRuns.getInitialState(), true);
  useKeptRun.setState(useKeptRun.getInitialState(), true);
  useSetup.setState(useSetup.getInitialState(), true);
  useEvaluation.setState(useEvaluation.getInitialState(), true);
  useComparison.setState(useComparison.getInitialState(), true);
  useLikenesses.setState(useLikenesses.getInitialState(), true);
  useView.setState(useView.getInitialState(), true);
  useUndo.setState(useUndo.getInitialState(), true);
  useSaved.setState(useSaved.getInitialState(), true);
  useEncoders.setState(useEncoders.getInitialState(), true);
  usePretraining.setState(usePretraining.getInitialState(), true);
  useDemo.setState(useDemo.getInitialState(), true);
  useProject.setState(useProject.getInitialState(), true);
  useAnnotating.setState(useAnnotating.getInitialState(), true);
  useSuggesting.setState(useSuggesting.getInitialState(), true);
  useAdapting.setState(useAdapting.getInitialState(), true);
  useAgreement.setState(useAgreement.getInitialState(), true);
  useDeidentifying.setState(useDeidentifying.getInitialState(), true);
  useTagging.setState(useTagging.getInitialState(), true);
}

export async function bringCorpus(): Promise<void> {
  const files = [{ name: 'train.jsonl', bytes: new Uint8Array([1]) }];
  keepCorpus(await studio().corpora.importCorpus('Support desk', files, {}));
}

export async function bringModel(name: string): Promise<ModelSummary> {
  const model = await studio().engine.loadModel(name, new Uint8Array([1]));
  keepModel(model);
  chooseSource(model);
  return model;
}

/** Annotate, with a corpus and a source model of the stand-in studio. */
export async function beginAnnotating(): Promise<void> {
  setStudio(fakeStudio(0));
  emptyPage();
  await bringCorpus();
  await bringModel('desk');
  const corpus = targetCorpus(useCorpora.getState());
  if (corpus) await takeUp(corpus);
}
