/** Puts the page into the state that an address describes, and writes the address of the state it is in. */
import { problemFrom } from '../../workers/protocol/errors.ts';
import { listed } from '../listed.ts';
import { setTogether, sourceCorpora, targetCorpus, useCorpora } from '../store/corpora.ts';
import { sourceModel, useModels } from '../store/models.ts';
import { isUnderWay, shownRun, useRuns } from '../store/runs.ts';
import { type Choice, setChoice, useSetup } from '../store/setup.ts';
import { setPresenter, showPanel, showProblem, useView } from '../store/view.ts';
import { isFromDemo, loadDemo } from './demo.ts';
import { decodeSetup, encodeSetup, type LinkedSetup } from './link.ts';

/** What the set-up needs and no link can carry. */
function filesOf(setup: Pick<LinkedSetup, 'demo' | 'corpus' | 'model' | 'together'>): string[] {
  const { demo, corpus, model, together } = setup;
  const corpora = [...(corpus && !demo ? [corpus] : []), ...together];
  return [...(model && !demo ? [`the source model “${model}”`] : []), ...corpora.map((name) => `the corpus “${name}”`)];
}

function sayWhatIsMissing(setup: LinkedSetup): void {
  const missing = filesOf(setup);
  if (missing.length === 0) return;
  showProblem({
    code: 'link-without-files',
    message: `This link’s settings are restored, what they are for is not: it was made with ${listed(missing)}, and files do not travel in links.`,
    remedy: 'Load them in Source and Corpus, and go on from there: the settings stay.',
  });
}

let stopTicking = () => {};

/** The corpora that a link names to be learned together are ticked as they come, each once. */
function tickAsTheyCome(names: readonly string[]): void {
  stopTicking();
  const waiting = new Set(names);
  const tick = () => {
    const { corpora } = useCorpora.getState();
    for (const { id, name } of corpora) if (waiting.delete(name)) setTogether(id, true);
    if (waiting.size === 0) stopTicking();
  };
  stopTicking = useCorpora.subscribe((now, before) => {
    if (now.corpora !== before.corpora) tick();
  });
  tick();
}

let stopKeeping = () => {};

/**
 * A source model that is loaded brings settings that suit it. Those of a link were chosen for the model that the link
 * speaks of, and stay when it comes.
 */
function keepSettingsForModel(): void {
  stopKeeping();
  stopKeeping = useModels.subscribe(({ roles: { source } }, before) => {
    if (source === before.roles.source) return;
    stopKeeping();
    const { settings } = useSetup.getState();
    if (source) queueMicrotask(() => useSetup.setState({ settings }));
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
    if (setup.demo && !(await loadDemo())) return;
    sayWhatIsMissing(setup);
    setChoice(setup.choice);
    tickAsTheyCome(setup.together);
    stopKeeping();
    if (!setup.demo && setup.choice.task === 'adapt') keepSettingsForModel();
    setPresenter(setup.presenter);
    showPanel(setup.panel);
  } catch (thrown) {
    showProblem(problemFrom(thrown));
  }
}

interface SetupLink {
  readonly address: string;
  /** What of the user's own it names: models, corpora and categories, in words. */
  readonly names: readonly string[];
  /** What has to be loaded by hand where the link is opened, in words; empty where the link restores everything. */
  readonly lacks: string;
}

/** The address of the set-up at hand. */
export function linkToSetup(): SetupLink {
  const { panel, presenter } = useView.getState();
  const corpora = useCorpora.getState();
  const corpus = targetCorpus(corpora);
  const choice = useSetup.getState();
  const model = choice.task === 'adapt' ? sourceModel(useModels.getState()) : null;
  const demo = isFromDemo(corpus) && (choice.task !== 'adapt' || isFromDemo(model));
  const together = choice.task === 'joint' ? sourceCorpora(corpora).map(({ name }) => name) : [];
  const named = { corpus: corpus?.name ?? null, model: model?.name ?? null, together };
  const setup = { choice, demo, ...named, panel, presenter };
  const categories = categoriesIn(choice);
  const address = new URL(window.location.href);
  // Whether something is stored is for those to say who open it.
  address.search = '';
  address.hash = encodeSetup(setup);
  const vectors = choice.vectors ? [`the word vectors “${choice.vectors.name}”`] : [];
  const lists = choice.task === 'adapt' ? [] : choice.gazetteers.map(({ name }) => `the gazetteer “${name}”`);
  const files = filesOf(setup);
  return {
    address: address.href,
    names: [...files, ...(categories.length > 0 ? [`the categories ${listed(categories)}`] : [])],
    lacks: listed([...files, ...vectors, ...lists]),
  };
}

/** Those that its link names. */
function categoriesIn({ task, adaptation, joint }: Choice): string[] {
  if (task === 'train') return [];
  if (task === 'joint') return distinct(Object.entries(joint.labelMap).flat(2));
  const { newCategories, annotated, categoryMap, kinds } = adaptation;
  const mapped = Object.entries(categoryMap).flatMap(([from, to]) => (to === null ? [from] : [from, to]));
  return distinct([
    ...newCategories,
    ...(annotated === 'corpus' ? [] : annotated),
    ...mapped,
    ...Object.entries(kinds).flat(),
  ]);
}

const distinct = (names: readonly string[]) => [...new Set(names)];
