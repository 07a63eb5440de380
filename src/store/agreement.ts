/** Two annotators' corpora that are laid side by side in Evaluate: which, what was found out, and what somebody decided. */
import { create } from 'zustand';
import type { Agreement, Decision, Decisions } from '../../workers/protocol/agreement.ts';
import type { Problem } from '../../workers/protocol/errors.ts';

interface MeasuredAgreement extends Agreement {
  /** The corpora as they were: id and revision. */
  readonly of: string;
  readonly names: readonly [a: string, b: string];
}

/** What somebody decided between two annotators. */
interface Decided {
  /** By the differences' keys, so that a decision holds when the corpora change elsewhere. */
  readonly decided: Decisions;
  /** What was decided before each decision, the last one last. */
  readonly earlier: readonly { readonly decided: Decisions; readonly at: number }[];
}

interface AgreementState extends Decided {
  /** Ids of corpora; null where nobody chose. */
  readonly a: string | null;
  readonly b: string | null;
  readonly measuring: boolean;
  readonly problem: Problem | null;
  readonly measured: MeasuredAgreement | null;
  /** By pair: what was decided between those who were chosen before. */
  readonly others: Readonly<Record<string, Decided>>;
  /** Of the difference that is shown, among all. */
  readonly at: number;
}

const nothingDecided: Decided = { decided: {}, earlier: [] };

export const useAgreement = create<AgreementState>()(() => ({
  a: null,
  b: null,
  measuring: false,
  problem: null,
  measured: null,
  ...nothingDecided,
  others: {},
  at: 0,
}));

type Pair = Pick<AgreementState, 'a' | 'b'>;

const keyOf = ({ a, b }: Pair) => JSON.stringify([a, b]);

/** Other annotators' decisions are not these': each pair keeps its own until it is chosen again. */
export function chooseAnnotators(choice: Partial<Pair>): void {
  const { a, b, decided, earlier, others } = useAgreement.getState();
  const [before, pair] = [
    { a, b },
    { a, b, ...choice },
  ];
  const key = keyOf(pair);
  if (key === keyOf(before)) return;
  const kept = { ...others, ...(Object.keys(decided).length > 0 && { [keyOf(before)]: { decided, earlier } }) };
  const { [key]: known = nothingDecided, ...further } = kept;
  useAgreement.setState({ ...pair, ...known, others: further, measured: null, at: 0, problem: null });
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
