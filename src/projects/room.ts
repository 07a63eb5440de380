/** How much room there is: the browser is asked to keep what is stored, and a disk that gets full is told before it is. */
import { useProject } from '../store/project.ts';

/** A browser that has less than this left, or so little of all that it may have, is nearly full. */
const least = { bytes: 100_000_000, share: 0.1 } as const;
/** Milliseconds. */
const everyMinute = 60_000;

let watching: ReturnType<typeof setInterval> | null = null;

/** Asked for once something is there: before, nobody would know what for. */
export function watchRoom(): void {
  const { storage } = navigator;
  if (watching !== null || !storage?.estimate) return;
  void storage.persist?.().catch(() => false);
  watching = setInterval(() => void measureRoom(), everyMinute);
  useProject.subscribe(({ saving }, before) => {
    const isDone = saving.page.waiting === 0 && before.saving.page.waiting > 0;
    if (isDone || saving.page.problem !== before.saving.page.problem) void measureRoom();
  });
  void measureRoom();
}

async function measureRoom(): Promise<void> {
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  const left = quota - usage;
  const isScarce = quota > 0 && (left < least.bytes || left < least.share * quota);
  useProject.setState({ scarce: isScarce ? { used: usage, quota } : null });
}
