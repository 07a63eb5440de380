/** Two annotators' corpora that are laid side by side in Evaluate: which, what was found out, and what somebody decided. */
import { create } from 'zustand';
import type { Agreement, Decision, Decisions } from '../../workers/protocol/agreement.ts';
import type { Problem } from '../../workers/protocol/errors.ts';

interface MeasuredAgreement extends Agreement {
  /** The corpora as they were: id and revision. */
  readonly of: string;
  readonly names: readonly [a: string, b: string];
}

interface AgreementState {
  /** Ids of corpora; null where nobody chose. */
  readonly a: string | null;
  readonly b: string | null;
  readonly measuring: boolean;
  readonly problem: Problem | null;
  readonly measured: MeasuredAgreement | null;
  /** By the differences' keys, so that a decision holds when the corpora change elsewhere. */
  readonly decided: Decisions;
  /** What was decided before each decision, the last one last. */
  readonly earlier: readonly { readonly decided: Decisions; readonly at: number }[];
  /** Of the difference that is shown, among all. */
  readonly at: number;
}

export const useAgreement = create<AgreementState>()(() => ({
  a: null,
  b: null,
  measuring: false,
  problem: null,
  measured: null,
  decided: {},
  earlier: [],
  at: 0,
}));

/** Other annotators' decisions are not these'. */
export function chooseAnnotators(choice: Partial<Pick<AgreementState, 'a' | 'b'>>): void {
  useAgreement.setState({ ...choice, measured: null, decided: {}, earlier: [], at: 0, problem: null });
}

export const isDecided = (decided: Decisions, key: string) => Object.hasOwn(decided, key);

/** Decides the difference that is shown, and goes to the next that is not decided yet, where there is one. */
export function decide(decision: Decision): void {
  const { measured, decided: before, earlier, at } = useAgreement.getState();
  const differences = measured?.differences ?? [];
  const key = differences[at]?.key;
  if (key === undefined) return;
  const decided = { ...before, [key]: decision };
  const isOpen = (place: number) => !isDecided(decided, differences[place]?.key ?? '');
  const places = [...differences.keys()];
  const next = places.find((place) => place > at && isOpen(place)) ?? places.find(isOpen) ?? at;
  useAgreement.setState({ decided, earlier: [...earlier, { decided: before, at }], at: next });
}

export function undoDecision(): void {
  const { earlier } = useAgreement.getState();
  const last = earlier.at(-1);
  if (last) useAgreement.setState({ ...last, earlier: earlier.slice(0, -1) });
}

export function showDifference(by: 1 | -1): void {
  const { at, measured } = useAgreement.getState();
  const last = (measured?.differences.length ?? 0) - 1;
  useAgreement.setState({ at: Math.max(0, Math.min(last, at + by)) });
}
