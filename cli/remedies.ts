/** `--remedy NAME[=WEIGHT]`: what is done against forgetting, put together from all that were given. */
import { InvalidArgumentError } from 'commander';
import type { AdaptationPlan } from '../workers/protocol/adaptationPlan.ts';
import type { AdaptationConfiguration, UnannotatedTreatment } from '../workers/protocol/configuration.ts';
import type { Problem } from '../workers/protocol/errors.ts';

export interface Remedies {
  /** What suits the source model, beneath what is named beside it. */
  readonly auto?: boolean;
  readonly unannotated?: UnannotatedTreatment;
  readonly pseudoConfidence?: number;
  readonly entityRatio?: number;
  readonly distil?: number;
  readonly pull?: number;
  readonly rehearse?: number;
  readonly imagine?: number;
  readonly mix?: boolean;
  readonly consult?: AdaptationConfiguration['consult'];
}

const treatments: Readonly<Record<string, UnannotatedTreatment>> = {
  none: 'as-o',
  pseudo: 'pseudo',
  marginal: 'marginal',
};
/** These may be given a weight, and have one of their own where none is given. */
const weights = { distil: 1, rehearse: 1, imagine: 1, pull: 10 } as const;
const names = ['auto', ...Object.keys(treatments), 'ratio', ...Object.keys(weights), 'mix', 'consult'];
/** In newspaper text (Effland and Collins 2021). */
const usualRatio = 0.15;

export const remedyHelp = 'what is done against forgetting, by default auto; the list stands below; repeatable';

const meanings: Readonly<Record<string, string>> = {
  auto: 'what suits the source model',
  none: 'plain adaptation: what nobody looked for counts as O',
  pseudo: 'the source model labels what nobody looked for; pseudo=0.9: where it is so sure; pseudo=soft: softly',
  marginal: 'what nobody looked for stays open, and the loss sums over it',
  ratio: 'marginal for sparse annotation, a share of 0.15 of all words expected in entities (or ratio=0.3)',
  distil: 'what the source model says of the sentences is learned as well; distil=2 weighs that twice',
  rehearse: 'the sentences that the source model carries are learned again, once an epoch; rehearse=3: three times',
  imagine: 'sentences made up of the target’s are learned as the source model labels them (imagine=3: thrice)',
  pull: 'the weights are drawn back to the source model’s, by weight 10; pull=3: less so',
  mix: 'afterwards the best point on the line between the weights before and after',
  consult: 'afterwards the source model is asked as well; consult=0.3: for that share of each score',
};

export function remediesInHelp(): string {
  const width = Math.max(...names.map(({ length }) => length)) + 2;
  return `Remedies:\n${names.map((name) => `  ${name.padEnd(width)}${meanings[name]}`).join('\n')}`;
}

/** For an option that can be given several times. */
export function readRemedy(text: string, previous: Remedies = {}): Remedies {
  const [name = '', written] = text.split('=', 2);
  if (!names.includes(name))
    throw new InvalidArgumentError(`There is no remedy ${name}. They are ${names.join(', ')}.`);
  if (Object.hasOwn(weights, name)) {
    const usual = weights[name as keyof typeof weights];
    return { ...previous, [name]: written === undefined ? usual : numberUpTo(100, written, 'a weight') };
  }
  if ((name === 'none' && previous.auto) || (name === 'auto' && previous.unannotated === 'as-o'))
    throw new InvalidArgumentError(
      'none is plain adaptation, so nothing can be chosen beside it (auto). Give one of them.',
    );
  if (name === 'mix' || name === 'auto') {
    if (written !== undefined) throw new InvalidArgumentError(`${name} takes no weight.`);
    return { ...previous, [name]: true };
  }
  if (name === 'consult') {
    return { ...previous, consult: written === undefined ? 'best' : numberUpTo(0.99, written, 'a share') };
  }
  return { ...previous, ...treatmentOf(name, written, previous) };
}

/** What is done with what nobody looked for. */
function treatmentOf(name: string, written: string | undefined, previous: Remedies): Remedies {
  const sums = name === 'ratio' || (name === 'pseudo' && written === 'soft');
  const unannotated = sums ? 'marginal' : (treatments[name] as UnannotatedTreatment);
  if (previous.unannotated && previous.unannotated !== unannotated)
    throw new InvalidArgumentError('Of none, pseudo and marginal (with ratio and pseudo=soft) one can be chosen.');
  if (name === 'ratio') {
    const entityRatio = written === undefined ? usualRatio : numberUpTo(0.99, written, 'a share');
    return { unannotated, entityRatio };
  }
  if (written === undefined) return { unannotated };
  if (name !== 'pseudo') throw new InvalidArgumentError(`${name} takes no weight.`);
  // In the place of labels the source model's probabilities.
  if (sums) return { unannotated, distil: previous.distil ?? weights.distil };
  return { unannotated, pseudoConfidence: numberUpTo(1, written, 'a probability') };
}

function numberUpTo(most: number, written: string, what: string): number {
  const number = Number(written);
  if (written.trim() !== '' && number > 0 && number <= most) return number;
  throw new InvalidArgumentError(`Give ${what} above 0 and up to ${most}.`);
}

/**
 * What is on, in words: `rehearse=1, pseudo`.
 * @param open whether the target leaves anything open, see `leavesOpen`.
 */
export function remediesInWords(
  adaptation: AdaptationConfiguration,
  entityRatio: number | undefined,
  open: boolean,
): string {
  const { distil, rehearse, imagine, pull, mix, consult } = adaptation;
  const weighed = Object.entries({ rehearse, imagine, distil, pull }).filter(([, weight]) => weight > 0);
  const treatment = open ? [treatmentInWords(adaptation, entityRatio)] : [];
  const asked = consult === 0 ? [] : [consult === 'best' ? 'consult' : `consult=${consult}`];
  const afterwards = [...(mix ? ['mix'] : []), ...asked];
  const on = [...weighed.map(([name, weight]) => `${name}=${weight}`), ...afterwards, ...treatment];
  // Beside another remedy it says what becomes of categories that nobody looked for, and that none of them is taken for anything.
  const said = on.length > 1 ? on.filter((each) => each !== 'none') : on;
  return said.join(', ') || 'nothing';
}

function treatmentInWords(
  { unannotated, pseudoConfidence }: AdaptationConfiguration,
  entityRatio: number | undefined,
): string {
  if (entityRatio !== undefined) return `ratio=${entityRatio}`;
  const name = Object.keys(treatments).find((each) => treatments[each] === unannotated) as string;
  return name === 'pseudo' && pseudoConfidence > 0 ? `pseudo=${pseudoConfidence}` : name;
}

/**
 * Whether nobody looked for some category in some sentence, so that there is something for the treatment to do. What is new the
 * source model cannot label, but a sum may leave it open.
 */
export function leavesOpen(
  { unannotated }: AdaptationConfiguration,
  { categories }: Pick<AdaptationPlan, 'categories'>,
): boolean {
  const states = unannotated === 'marginal' ? ['known', 'not-in-target', 'new'] : ['known', 'not-in-target'];
  return categories.some(({ state, annotated }) => states.includes(state) && !annotated);
}

/** Where somebody asked for a treatment, and the target leaves nothing open. @param corpus its name. */
export function nothingOpen(adaptation: AdaptationConfiguration, corpus: string): Problem {
  return {
    code: 'nothing-open',
    message: `--remedy ${treatmentInWords(adaptation, undefined)} has nothing to do: in ${corpus} every document counts as looked through for every category that the model knows.`,
    remedy:
      'If nobody looked for some of them, name those that were looked for (--annotated); else leave the remedy out.',
  };
}
