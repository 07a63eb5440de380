/** Puts the page into the state that an address describes, and writes the address of the state it is in. */
import { problemFrom } from '../../workers/protocol/errors.ts';
import { type Hyperparameters, hyperparameterFields } from '../../workers/protocol/hyperparameters.ts';
import { selectedCorpus, useCorpora } from '../store/corpora.ts';
import { sourceModel, useModels } from '../store/models.ts';
import { isUnderWay, useRun } from '../store/run.ts';
import { setConfiguration, useSetup } from '../store/setup.ts';
import { setPresenter, showPanel, showProblem, useView } from '../store/view.ts';
import { demoCorpusName, demoModelName, loadDemo } from './demo.ts';
import { decodeSetup, encodeSetup, type LinkedSetup } from './link.ts';

/** The network's own sizes are the source model's, whatever the link says. */
function withSizesOf(model: Hyperparameters, linked: Hyperparameters): Hyperparameters {
  const sizes = Object.entries(model).filter(
    ([key]) => hyperparameterFields[key as keyof Hyperparameters].group === 'model',
  );
  return { ...linked, ...Object.fromEntries(sizes) };
}

function sayWhatIsMissing({ corpus, model }: LinkedSetup): void {
  const missing = [model && `the source model "${model}"`, corpus && `the corpus "${corpus}"`].filter(Boolean);
  if (missing.length === 0) return;
  showProblem({
    code: 'link-without-files',
    message: `This link's set-up is restored; it was made with ${missing.join(' and ')}, and files do not travel in links.`,
    remedy: 'Load them in Source and Corpus, and go on from there.',
  });
}

export async function openLink(hash: string): Promise<void> {
  try {
    const setup = decodeSetup(hash);
    if (!setup) return;
    if (isUnderWay(useRun.getState().status)) {
      showProblem({
        code: 'link-during-run',
        message: 'A run is under way, so the set-up in the address was not opened.',
        remedy: 'Stop the run first, then open the link again.',
      });
      return;
    }
    if (setup.demo) {
      const model = await loadDemo();
      if (!model) return;
      const { configuration } = setup;
      setConfiguration({
        ...configuration,
        architecture: model.architecture,
        hyperparameters: withSizesOf(model.hyperparameters, configuration.hyperparameters),
      });
    } else {
      setConfiguration(setup.configuration);
      sayWhatIsMissing(setup);
    }
    setPresenter(setup.presenter);
    showPanel(setup.panel);
  } catch (thrown) {
    showProblem(problemFrom(thrown));
  }
}

/** The address of the set-up at hand. */
export function linkToSetup(): string {
  const { panel, presenter } = useView.getState();
  const corpus = selectedCorpus(useCorpora.getState());
  const model = sourceModel(useModels.getState());
  const { configuration } = useSetup.getState();
  const demo = corpus?.name === demoCorpusName && model?.name === demoModelName;
  const setup = { configuration, demo, corpus: corpus?.name ?? null, model: model?.name ?? null, panel, presenter };
  const address = new URL(window.location.href);
  address.hash = encodeSetup(setup);
  return address.href;
}
