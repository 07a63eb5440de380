/**
 * A sum over everything that a trial's result depends on: its configuration, the sentences as they are learned, the model
 * that it begins with. A result that is kept counts only as long as the sum is the same.
 */
import { createHash } from 'node:crypto';
import { defaultAdaptation } from '../workers/protocol/configuration.ts';
import { type Corpus, partNames, type Splits } from '../workers/protocol/corpus.ts';
import { transformerEncoder } from '../workers/protocol/encoders/transformer.ts';
import { settingsFields } from '../workers/protocol/settings.ts';
import type { Pretraining, Trial } from './experiment.ts';

const known = new WeakMap<Corpus, string>();

/** Over texts, tokens, annotation: all that a corpus is. */
function sumOfCorpus(corpus: Corpus): string {
  const before = known.get(corpus);
  if (before !== undefined) return before;
  const { documents, ...facts } = corpus;
  const hash = createHash('sha256').update(JSON.stringify(facts));
  for (const document of documents) hash.update(JSON.stringify(document));
  const sum = hash.digest('hex');
  known.set(corpus, sum);
  return sum;
}

function sumOfSplits(splits: Splits): string {
  const sums = partNames.map((part) => sumOfCorpus(splits[part]));
  return createHash('sha256').update(sums.join()).digest('hex');
}

/** Settings that came when results were kept already, at the value that they had before: those results still count. */
const { newCategories, annotated, unannotated, initialisation, freeze, categoryMap, compareWithRandom, ...added } =
  defaultAdaptation;
const laterDefaults: Readonly<Record<string, unknown>> = {
  layerDecay: settingsFields.layerDecay.default,
  frozenLayers: settingsFields.frozenLayers.default,
  outputRate: settingsFields.outputRate.default,
  rounds: settingsFields.rounds.default,
  headLayer: transformerEncoder.fields.headLayer.default,
  loraRank: settingsFields.loraRank.default,
  loraScale: settingsFields.loraScale.default,
  loraPlaces: settingsFields.loraPlaces.default,
  ...added,
};

const withoutLaterDefaults = (key: string, value: unknown) =>
  Object.hasOwn(laterDefaults, key) && JSON.stringify(laterDefaults[key]) === JSON.stringify(value) ? undefined : value;

/** What a trial begins with beside its configuration; undefined where it has none of a kind. */
interface Begun {
  /** The sum of the trial whose model this one adapts. */
  readonly adapted: string | undefined;
  /** What tells the vectors from others, and the pretrained encoder. */
  readonly vectors: string | undefined;
  readonly encoder?: string | undefined;
}

export function fingerprintOf(
  { configuration, target, sources = [], yardstick }: Trial,
  { adapted, vectors, encoder }: Begun,
): string {
  const corpora = [target, ...sources].map(sumOfSplits);
  const measuredBy = yardstick && sumOfCorpus(yardstick.test);
  // What is undefined is left out of the text, and so out of the sum.
  const summed = JSON.stringify(
    { configuration, corpora, adapted, vectors, measuredBy, encoder },
    withoutLaterDefaults,
  );
  return createHash('sha256').update(summed).digest('hex');
}

/** @param begun what tells the encoder that it goes on with from others; undefined where it begins from nothing. */
export function fingerprintOfPretraining(
  { from, text, settings, seed }: Pretraining,
  begun: string | undefined,
): string {
  const summed = JSON.stringify({ from, settings, seed, corpora: [sumOfSplits(text)], begun });
  return createHash('sha256').update(summed).digest('hex');
}
