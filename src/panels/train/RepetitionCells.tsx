/** What the tables of seeds and of trials say alike. */
import type { RepetitionSoFar } from '../../store/repetitions.ts';
import classes from './Repetitions.module.css';

/** What is to be known of a seed or a trial beside its figures. */
export function repetitionNote({ kept, cutOff, underWay }: RepetitionSoFar): string {
  return [kept && 'best, kept', cutOff && 'cut off', underWay && 'under way'].filter(Boolean).join(', ');
}

/** `4 of 6`: the best epoch, and how many there were. */
export function EpochCell({ repetition: { stage } }: { readonly repetition: RepetitionSoFar }) {
  return (
    <td className={classes.figure}>
      {stage.bestEpoch ?? '–'} of {stage.records.length}
    </td>
  );
}

/** On the test sentences; null where there are none, or as long as nothing was tested. */
export function testF1({ tests }: RepetitionSoFar): number | null {
  return tests && tests.main.tokens > 0 ? tests.main.overall.f1 : null;
}
