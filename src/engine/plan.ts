/** Keeps the plan of the adaptation up to date with corpus, source model and set-up, for Labels and Train. */
import type { AdaptationPlan } from '../../workers/protocol/adaptationPlan.ts';
import type { AdaptationConfiguration, AdaptConfiguration } from '../../workers/protocol/configuration.ts';
import type { RunRequest } from '../../workers/protocol/engine.ts';
import { type Problem, problemFrom } from '../../workers/protocol/errors.ts';
import { targetCorpus, useCorpora } from '../store/corpora.ts';
import { sourceModel, useModels } from '../store/models.ts';
import { useSetup } from '../store/setup.ts';
import { plannedRequest } from './runs.ts';
import { studio } from './studio.ts';

let latest = 0;

async function workOut(): Promise<void> {
  latest += 1;
  const asked = latest;
  const request = plannedRequest();
  if (request?.configuration.task !== 'adapt') {
    useSetup.setState({ plan: null, planProblem: null, unfit: [] });
    return;
  }
  try {
    const plan = await studio().engine.planAdaptation(request);
    if (asked === latest) useSetup.setState({ plan, planProblem: null, unfit: [] });
  } catch (thrown) {
    const problem = problemFrom(thrown);
    const unfit = unfitCategories(problem, request.configuration.adaptation);
    const plan = unfit.length > 0 ? await planWithout(unfit, request, request.configuration) : null;
    if (asked === latest) useSetup.setState({ plan, planProblem: problem, unfit });
  }
}

/** Which new categories the problem is about: those that the model knows, or the corpus does not hold. */
function unfitCategories(
  { code }: Problem,
  { newCategories, categoryMap }: AdaptationConfiguration,
): readonly string[] {
  if (code !== 'category-known' && code !== 'category-not-in-corpus') return [];
  const known = sourceModel(useModels.getState())?.categories ?? [];
  const there = new Set(
    targetCorpus(useCorpora.getState())?.categories.map((name) =>
      Object.hasOwn(categoryMap, name) ? categoryMap[name] : name,
    ),
  );
  return newCategories.filter((category) => known.includes(category) || !there.has(category));
}

/** What could be done without them: the table stays, and with it the way to mend what is wrong. */
async function planWithout(
  unfit: readonly string[],
  request: RunRequest,
  configuration: AdaptConfiguration,
): Promise<AdaptationPlan | null> {
  const { adaptation } = configuration;
  const newCategories = adaptation.newCategories.filter((category) => !unfit.includes(category));
  const without = { ...request, configuration: { ...configuration, adaptation: { ...adaptation, newCategories } } };
  return await studio()
    .engine.planAdaptation(without)
    .catch(() => null);
}

/** Works the plan out anew whenever something that it depends on changes. Returns a function that ends this. */
export function keepPlanUpToDate(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(workOut, 120);
  };
  const ends = [
    useSetup.subscribe((now, before) => {
      if (now.task !== before.task || now.adaptation !== before.adaptation) soon();
    }),
    useModels.subscribe((now, before) => {
      if (now.roles !== before.roles) soon();
    }),
    useCorpora.subscribe((now, before) => {
      if (now.roles !== before.roles || now.corpora !== before.corpora) soon();
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const end of ends) end();
  };
}
