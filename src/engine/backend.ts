/** Choosing what computes, and asking how much memory it holds. */
import type { BackendPreference } from '../../workers/protocol/configuration.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import { useBackend } from '../store/backend.ts';
import { studio } from './studio.ts';

export async function chooseBackend(preference: BackendPreference): Promise<void> {
  useBackend.setState({ preference, choosing: true, problem: null });
  try {
    useBackend.setState({ info: await studio().engine.chooseBackend(preference) });
  } catch (thrown) {
    useBackend.setState({ problem: problemFrom(thrown) });
  } finally {
    useBackend.setState({ choosing: false });
  }
}

/** Asks now and then, for the status line. The engine answers between two steps, so it is asked no faster than that. */
export function watchMemory(everyMilliseconds = 2000): () => void {
  let waiting = false;
  const timer = setInterval(async () => {
    if (waiting || document.hidden) return;
    waiting = true;
    try {
      useBackend.setState({ memory: await studio().engine.memory() });
    } catch {
      // A worker that cannot answer has said so where it failed; the figure just stays as it was.
    } finally {
      waiting = false;
    }
  }, everyMilliseconds);
  return () => clearInterval(timer);
}
