/**
 * A run's events at a pace that spares the page. Steps are told several times a second, for hours; each would be a change
 * of the state, and the trainer needs the cores. They wait until half a second has passed or something else is told.
 */
import type { RunEvent } from '../../workers/protocol/engine.ts';

const everyMilliseconds = 500;

export interface PacedEvents {
  take(event: RunEvent): void;
  /** Hands on what waits. */
  flush(): void;
}

export function pacedEvents(handOn: (events: readonly RunEvent[]) => void): PacedEvents {
  let waiting: RunEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    handOn(events);
  };
  return {
    take(event) {
      waiting.push(event);
      if (event.type !== 'step') flush();
      else timer ??= setTimeout(flush, everyMilliseconds);
    },
    flush,
  };
}
