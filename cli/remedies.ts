/** `--remedy NAME[=WEIGHT]`: what is done against forgetting, put together from all that were given. */
import { InvalidArgumentError } from 'commander';
import type { UnannotatedTreatment } from '../workers/protocol/configuration.ts';

export interface Remedies {
  readonly unannotated?: UnannotatedTreatment;
  readonly distil?: number;
  readonly rehearse?: number;
  readonly mix?: boolean;
}

const treatments: Readonly<Record<string, UnannotatedTreatment>> = {
  none: 'as-o',
  pseudo: 'pseudo',
  marginal: 'marginal',
};
/** These may be given a weight. */
const weighed = ['distil', 'rehearse'] as const;
const names = [...Object.keys(treatments), ...weighed, 'mix'];

export const remedyHelp =
  'against forgetting: none, pseudo or marginal, which say what --unannotated says (by default pseudo); ' +
  'distil, learn what the source model says of the sentences as well (by default with weight 1); ' +
  'rehearse, the sentences that the source model carries, each so often an epoch (by default 1); ' +
  'mix, afterwards the best point on the line between the weights before and after; repeatable';

/** For an option that can be given several times. */
export function readRemedy(text: string, previous: Remedies = {}): Remedies {
  const [name = '', written] = text.split('=', 2);
  const weighty = weighed.find((each) => each === name);
  if (!names.includes(name))
    throw new InvalidArgumentError(`There is no remedy ${name}. They are ${names.join(', ')}.`);
  if (weighty) return { ...previous, [weighty]: weightOf(written) };
  if (written !== undefined) throw new InvalidArgumentError(`${name} takes no weight.`);
  if (name === 'mix') return { ...previous, mix: true };
  const unannotated = treatments[name] as UnannotatedTreatment;
  if (previous.unannotated && previous.unannotated !== unannotated)
    throw new InvalidArgumentError('Of none, pseudo and marginal one can be chosen.');
  return { ...previous, unannotated };
}

function weightOf(written = '1'): number {
  const weight = Number(written);
  if (written.trim() !== '' && weight > 0 && weight <= 100) return weight;
  throw new InvalidArgumentError('Give a weight above 0 and up to 100.');
}
