/** Keeps the plan of the adaptation up to date with corpus, source model and set-up, for the Labels panel. */
import { problemFrom } from '../../workers/protocol/errors.ts';
import { useCorpora } from '../store/corpora.ts';
import { useModels } from '../store/models.ts';
import { useSetup } from '../store/setup.ts';
import { plannedRequest } from './runs.ts';
import { studio } from './studio.ts';

let latest = 0;

async function workOut(): Promise<void> {
  latest += 1;
  const asked = latest;
  const request = plannedRequest();
  if (request?.configuration.task !== 'adapt') {
    useSetup.setState({ plan: null, planProblem: null });
    return;
  }
  try {
    const plan = await studio().engine.planAdaptation(request);
    if (asked === latest) useSetup.setState({ plan, planProblem: null });
  } catch (thrown) {
    if (asked === latest) useSetup.setState({ plan: null, planProblem: problemFrom(thrown) });
  }
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
