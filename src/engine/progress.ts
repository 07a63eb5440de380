/** Time left, worked out from how long the part that is done took. Workers say only how far they are. */
import type { OnProgress } from '../../workers/protocol/engine.ts';

export interface Progress {
  readonly label: string;
  /** 0 to 1. */
  readonly fraction: number;
  /** Null as long as too little is done to tell. */
  readonly secondsLeft: number | null;
}

const tooEarlyToTell = 0.03;

/**
 * A callback for a worker call, which tells `show` what to display until `call` is aborted: a last word may arrive after
 * the call's result, on another port.
 */
export function timedProgress(
  show: (progress: Progress) => void,
  call: AbortSignal,
  now: () => number = () => performance.now(),
): OnProgress {
  const began = now();
  return ({ label, fraction }) => {
    if (call.aborted) return;
    const seconds = (now() - began) / 1000;
    const secondsLeft = fraction < tooEarlyToTell || fraction > 1 ? null : (seconds / fraction) * (1 - fraction);
    show({ label, fraction, secondsLeft });
  };
}

/** `1 min 20 s`, `8 s`, `under a second`: short, and rounded the more the longer it takes. */
export function describeSeconds(seconds: number): string {
  if (seconds < 1) return 'under a second';
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  if (seconds < 600) {
    const tens = Math.round(seconds / 10);
    const rest = (tens % 6) * 10;
    return rest === 0 ? `${tens / 6} min` : `${Math.floor(tens / 6)} min ${rest} s`;
  }
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
