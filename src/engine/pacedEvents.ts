/**
 * A run's events at a pace that spares the page. Steps are told several times a second, for hours; each would be a change
 * of the state, and the trainer needs the cores. They wait until half a second has passed or something else is told.
 */
const everyMilliseconds = 500;

export interface PacedEvents<Event> {
  take(event: Event): void;
  /** Hands on what waits. */
  flush(): void;
}

/** @param mayWait whether it can wait for the next ones. */
export function pacedEvents<Event extends { readonly type: string }>(
  handOn: (events: readonly Event[]) => void,
  mayWait: (event: Event) => boolean = ({ type }) => type === 'step',
): PacedEvents<Event> {
  let waiting: Event[] = [];
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
      if (!mayWait(event)) flush();
      else timer ??= setTimeout(flush, everyMilliseconds);
    },
    flush,
  };
}
