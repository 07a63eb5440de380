/** What an adaptation in a model's history did to keep what was known, and whether it did: for its card, in the page and in the file. */

import type { AdaptationConfiguration } from '../protocol/configuration.ts';
import type { HistoryEntry, RunEntry } from '../protocol/history.ts';
import type { ConsultedModel, ModelSpecification } from '../protocol/specification.ts';
import type { ChosenShare, YardstickScores } from '../protocol/yardstick.ts';
import { counted } from './counted.ts';

/** Sentences; none where the run was no adaptation. */
export function adaptationInWords({ configuration, yardstick, mixed, consulted }: RunEntry): string[] {
  if (configuration.task !== 'adapt') return [];
  const { adaptation, entityRatio } = configuration;
  const kinds = Object.entries(adaptation.kinds).map(([kind, category]) => `${kind} a kind of ${category}`);
  const remedies = remediesOf(adaptation, { kept: mixed?.share, asked: consulted?.share });
  return [
    ...(kinds.length > 0 ? [`Learned ${kinds.join(', ')}.`] : []),
    `Against forgetting: ${remedies.join(', ') || 'nothing'}. What nobody looked for: ${treatment(adaptation, entityRatio)}.`,
    ...(yardstick ? [yardstickInWords(yardstick)] : []),
  ];
}

interface SharesTaken {
  /** How much of what was learned the mixture keeps; undefined where nothing is known of it. */
  readonly kept: number | undefined;
  /** How much of each score is the source model's; undefined where nothing is known of it. */
  readonly asked: number | undefined;
}

function remediesOf(
  { rehearse, imagine, distil, pull, mix, consult, freeze }: AdaptationConfiguration,
  { kept, asked }: SharesTaken,
) {
  const share = kept === undefined ? '' : ` (${keptInWords(kept)})`;
  const itsShare = asked === undefined ? '' : ` (${askedInWords(asked)})`;
  return [
    ...(rehearse > 0 ? [`rehearsal (${rehearse} × an epoch)`] : []),
    ...(imagine > 0 ? [`made-up sentences as the source model labels them (${imagine} for each an epoch)`] : []),
    ...(distil > 0 ? [`distillation (weight ${distil})`] : []),
    ...(pull > 0 ? [`a pull to the source model’s weights (weight ${pull})`] : []),
    ...(mix ? [`the best mixture with the source model${share}`] : []),
    ...(consult === 0 ? [] : [`the source model asked as well${itsShare}`]),
    ...(freeze ? ['all but the output layer frozen'] : []),
  ];
}

/** @param share of what was learned, from 0 to 1. */
function keptInWords(share: number): string {
  if (share === 1) return 'nothing taken from it';
  if (share === 0) return 'nothing kept of what was learned';
  return `${Math.round(100 * share)} % of what was learned kept`;
}

/** @param share of each score, from 0 to 1. */
function askedInWords(share: number): string {
  return share === 0 ? 'after all it is not' : `${Math.round(100 * share)} % of each score`;
}

export function mixtureInWords({ share, dev }: ChosenShare): string {
  const why = share === 1 ? ', since it was best as it was trained' : share === 0 ? ', so that it is as it began' : '';
  return `Mixed with the source model: ${keptInWords(share)}${why} (dev F1 ${dev.overall.f1.toFixed(2)}).`;
}

export function consultingInWords({ share, dev }: ChosenShare): string {
  const f1 = `(dev F1 ${dev.overall.f1.toFixed(2)})`;
  if (share === 0) return `The source model is not asked as well, since the trained model was best by itself ${f1}.`;
  return `The source model is asked as well, for ${Math.round(100 * share)} % of each score ${f1}.`;
}

interface Asking {
  readonly specification: ModelSpecification;
  readonly history: readonly HistoryEntry[];
}

/** What that means for whoever uses the model: a sentence; none where it asks no other. */
export function consultedInWords({ specification: { consulted }, history }: Asking): string[] {
  if (!consulted) return [];
  const runs = history.flatMap((entry, index) => (entry.task === 'edit' ? [] : [{ entry, step: index + 1 }]));
  // An adaptation since, which asked nobody anew, went on with what the model asked already.
  const begun = runs.findLast(({ entry }) => (entry.consulted?.share ?? 0) > 0);
  const isLatest = !begun || begun === runs.at(-1);
  const asked = isLatest ? 'the model that it was adapted from' : `the model that it was before step ${begun.step}`;
  const within = consulted.specification.consulted ? ', which asks its own in turn' : '';
  const times = timesInWords(consulted);
  return [
    `It asks ${asked} as well${within}, and holds it: it is about ${times} as large as it would be by itself, and takes ${times} as long.`,
  ];
}

function timesInWords({ specification }: ConsultedModel): string {
  let models = 2;
  for (let next = specification.consulted; next; next = next.specification.consulted) models++;
  return models === 2 ? 'twice' : `${models} times`;
}

function treatment({ unannotated, pseudoConfidence }: AdaptationConfiguration, entityRatio: number | undefined) {
  const sure = pseudoConfidence > 0 ? `, where it was at least ${pseudoConfidence} sure` : '';
  if (unannotated === 'pseudo') return `labelled by the source model${sure}`;
  if (unannotated === 'as-o') return 'taken as O';
  return `summed over${entityRatio === undefined ? '' : `, a share of ${entityRatio} of all words expected in entities`}`;
}

function yardstickInWords({ corpus, sentences, before, after, strict }: YardstickScores): string {
  const [from, to, byName] = [before, after, strict].map(({ overall }) => overall.f1.toFixed(2));
  const strictly = to === byName ? '' : ` (${byName} by names alone)`;
  return `Old categories on ${counted(sentences, 'sentence')} of ${corpus}: F1 ${from} before, ${to} after${strictly}.`;
}
