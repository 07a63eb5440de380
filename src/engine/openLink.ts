/** Puts the page into the state that an address describes, and writes the address of the state it is in. */
import { problemFrom } from '../../workers/protocol/errors.ts';
import { targetCorpus, useCorpora } from '../store/corpora.ts';
import { sourceModel, useModels } from '../store/models.ts';
import { isUnderWay, shownRun, useRuns } from '../store/runs.ts';
import { setChoice, useSetup } from '../store/setup.ts';
import { setPresenter, showPanel, showProblem, useView } from '../store/view.ts';
import { demoCorpusName, demoModelName, loadDemo } from './demo.ts';
import { decodeSetup, encodeSetup, type LinkedSetup } from './link.ts';

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
    if (isUnderWay(shownRun(useRuns.getState()).status)) {
      showProblem({
        code: 'link-during-run',
        message: 'A run is under way, so the set-up in the address was not opened.',
        remedy: 'Stop the run first, then open the link again.',
      });
      return;
    }
    if (!setup.demo) sayWhatIsMissing(setup);
    else if (!(await loadDemo())) return;
    setChoice(setup.choice);
    setPresenter(setup.presenter);
    showPanel(setup.panel);
  } catch (thrown) {
    showProblem(problemFrom(thrown));
  }
}

/** The address of the set-up at hand. */
export function linkToSetup(): string {
  const { panel, presenter } = useView.getState();
  const corpus = targetCorpus(useCorpora.getState());
  const model = sourceModel(useModels.getState());
  const demo = corpus?.name === demoCorpusName && model?.name === demoModelName;
  const choice = useSetup.getState();
  const setup = { choice, demo, corpus: corpus?.name ?? null, model: model?.name ?? null, panel, presenter };
  const address = new URL(window.location.href);
  address.hash = encodeSetup(setup);
  return address.href;
}
