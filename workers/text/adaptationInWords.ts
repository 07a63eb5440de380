/** What an adaptation in a model's history did to keep what was known, and whether it did: for its card, in the page and in the file. */
import type { AdaptationConfiguration } from '../protocol/configuration.ts';
import type { RunEntry } from '../protocol/history.ts';
import type { YardstickScores } from '../protocol/yardstick.ts';

/** Sentences; none where the run was no adaptation. */
export function adaptationInWords({ configuration, yardstick, mixed }: RunEntry): string[] {
  if (configuration.task !== 'adapt') return [];
  const { adaptation, entityRatio } = configuration;
  const kinds = Object.entries(adaptation.kinds).map(([kind, category]) => `${kind} a kind of ${category}`);
  const remedies = remediesOf(adaptation, mixed?.share);
  return [
    ...(kinds.length > 0 ? [`Learned ${kinds.join(', ')}.`] : []),
    `Against forgetting: ${remedies.join(', ') || 'nothing'}. What nobody looked for: ${treatment(adaptation, entityRatio)}.`,
    ...(yardstick ? [yardstickInWords(yardstick)] : []),
  ];
}

/** @param kept how much of what was learned the mixture keeps; undefined where nothing is known of it. */
function remediesOf({ rehearse, distil, pull, mix, freeze }: AdaptationConfiguration, kept: number | undefined) {
  const share = kept === undefined ? '' : ` (${Math.round(100 * kept)} % of what was learned)`;
  return [
    ...(rehearse > 0 ? [`rehearsal (${rehearse} × an epoch)`] : []),
    ...(distil > 0 ? [`distillation (weight ${distil})`] : []),
    ...(pull > 0 ? [`a pull to the source model’s weights (weight ${pull})`] : []),
    ...(mix ? [`the best mixture with the source model${share}`] : []),
    ...(freeze ? ['all but the output layer frozen'] : []),
  ];
}

function treatment({ unannotated, pseudoConfidence }: AdaptationConfiguration, entityRatio: number | undefined) {
  const sure = pseudoConfidence > 0 ? `, where it was sure by ${pseudoConfidence}` : '';
  if (unannotated === 'pseudo') return `labelled by the source model${sure}`;
  if (unannotated === 'as-o') return 'taken as O';
  return `summed over${entityRatio === undefined ? '' : `, a share of ${entityRatio} of all words expected in entities`}`;
}

function yardstickInWords({ corpus, sentences, before, after, strict }: YardstickScores): string {
  const [from, to, byName] = [before, after, strict].map(({ overall }) => overall.f1.toFixed(2));
  const strictly = to === byName ? '' : ` (${byName} by names alone)`;
  return `Old categories on ${sentences} sentences of ${corpus}: F1 ${from} before, ${to} after${strictly}.`;
}
