/** Having measured what the run that is set up would cost. */
import { problemFrom } from '../../workers/protocol/errors.ts';
import { costKey, useCosts } from '../store/costs.ts';
import { plannedRequest } from './runs.ts';
import { studio } from './studio.ts';

export async function measureCost(): Promise<void> {
  const request = plannedRequest();
  const begins = request?.models.source ?? request?.models.encoder;
  if (!request || !begins) return;
  useCosts.setState({ measuring: true, problem: null });
  try {
    const cost = await studio().engine.measureCost(request);
    const key = costKey(request.corpora.target, begins);
    const { settings } = request.configuration;
    useCosts.setState(({ measured }) => ({ measured: { ...measured, [key]: { ...cost, settings } } }));
  } catch (thrown) {
    useCosts.setState({ problem: problemFrom(thrown) });
  } finally {
    useCosts.setState({ measuring: false });
  }
}
