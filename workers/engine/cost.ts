/**
 * What a run over a transformer would cost here: a tagger of its shape takes three steps on one batch of its corpus and is
 * forgotten. By how many pieces there are, the time of an epoch follows.
 */
import type { GivenEncoder } from '../encoders/encoder.ts';
import { TransformerEncoder } from '../encoders/transformerEncoder.ts';
import type { ModelState } from '../models/state.ts';
import { Tagger } from '../models/tagger.ts';
import type { AdaptConfiguration, SingleConfiguration, TrainConfiguration } from '../protocol/configuration.ts';
import type { Corpus, Splits } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import type { TrainingCost } from '../protocol/trainingCost.ts';
import { trainingBatches } from '../text/batches.ts';
import { type Example, sentencesOf, TagSets } from '../text/examples.ts';
import { atLabellingRate } from '../text/labellingRate.ts';
import type { PieceTokenizer } from '../text/pieces/pieceTokenizer.ts';
import { createRandom } from '../text/random.ts';
import { Optimizer } from '../training/optimizer.ts';
import { parameterGroups } from '../training/rates.ts';
import { categoriesIn } from '../transfer/targetCorpus.ts';
import { checkParts, needsEncoder, needsSource } from './runs/checks.ts';
import { stepOf } from './runs/learner.ts';
import { freshTagger } from './runs/train.ts';

/** What a run begins with: a new one with an encoder, an adaptation with a model. */
export interface BeginsWith {
  readonly encoder: GivenEncoder | undefined;
  readonly source: ModelState | null;
}

/** @throws GraftError where the run is none that this can be said of, or the corpus has nothing to learn. */
export async function costOf(
  configuration: SingleConfiguration,
  splits: Splits,
  beginsWith: BeginsWith,
): Promise<TrainingCost> {
  if (configuration.task === 'joint') throw notMeasured();
  const { settings, seed } = configuration;
  checkParts(splits);
  const random = createRandom(seed);
  const rate = configuration.task === 'train' ? (configuration.labellingRate ?? 1) : 1;
  const train = atLabellingRate(splits.train, rate, random.fork('labelling rate'));
  const tagger = taggerOf(configuration, splits, beginsWith);
  try {
    const { encoder } = tagger;
    if (!(encoder instanceof TransformerEncoder)) throw notMeasured();
    const examples = unlabelled(train, tagger);
    const sentences = examples.map(({ words }) => words);
    const lengths = sentences.map(({ length }) => length);
    const pieces = sentences.map((words) => piecesIn(words, encoder.tokenizer));
    const batches = trainingBatches(lengths, settings, random.fork('order'));
    const rowsOf = (batch: readonly number[]) => sum(batch.map((sentence) => pieces[sentence] as number));
    const all = sum(pieces);
    const onDev = sum([...sentencesOf(splits.dev)].map((words) => piecesIn(words, encoder.tokenizer)));
    const learned = all * settings.rounds;
    const middle = learned / batches.length;
    const usual = batches.reduce((best, batch) =>
      Math.abs(rowsOf(batch) - middle) < Math.abs(rowsOf(best) - middle) ? batch : best,
    );
    const onTags = configuration.task === 'adapt' && configuration.adaptation.freeze;
    tagger.freeze(onTags ? Number.POSITIVE_INFINITY : settings.frozenLayers);
    if (settings.loraRank > 0) tagger.adapt(settings, random.fork('adapters'));
    tagger.learnRows(sentences);
    const parameters = onTags ? tagger.output.ofTags : tagger.learningParameters;
    const trainable = { parameters, depths: tagger.depths, outputVariables: tagger.outputVariables };
    const optimizer = new Optimizer(
      parameterGroups(trainable, settings, () => settings.learningRate),
      settings,
    );
    try {
      const step = stepOf(tagger, examples, usual);
      const dropout = { rate: settings.dropout, random: random.fork('dropout') };
      const learn = async () => {
        const loss = optimizer.step(() => step.loss(dropout));
        await loss.data();
        loss.dispose();
      };
      const score = () => tagger.tagKnown(usual.map((sentence) => examples[sentence] as Example));
      // The first of each prepares what the others find: kernels, buffers, what frozen layers make of the sentences.
      await learn();
      await score();
      const learning = Math.min(await secondsOf(learn), await secondsOf(learn));
      const scoring = await secondsOf(score);
      return {
        steps: batches.length,
        longest: Math.min(encoder.specification.maximumLength, most(pieces)),
        rows: most(batches.map(rowsOf)),
        pieces: all + onDev,
        differentPieces: encoder.piecesOf(sentences).size,
        secondsAnEpoch: (learning * learned + scoring * onDev) / rowsOf(usual),
      };
    } finally {
      optimizer.dispose();
    }
  } finally {
    tagger.freeze(0);
    tagger.dispose();
  }
}

/** One that costs what the run's does: an adaptation's has some tags more, which is little beside the encoder. */
function taggerOf(
  configuration: TrainConfiguration | AdaptConfiguration,
  splits: Splits,
  { encoder, source }: BeginsWith,
): Tagger {
  if (configuration.task === 'adapt') {
    if (!source) throw needsSource();
    if (source.specification.encoder.kind !== 'transformer') throw notMeasured();
    return Tagger.fromState(source);
  }
  const { architecture, specification, seed } = configuration;
  if (specification.encoder.kind !== 'transformer') throw notMeasured();
  if (!encoder) throw needsEncoder();
  return freshTagger({
    ...{ name: '', architecture, specification, categories: categoriesIn(splits), train: splits.train },
    text: { vectors: null, gazetteers: [], given: encoder },
    random: createRandom(seed),
  });
}

/** Every sentence, each word with the first tag: what it costs does not depend on what is said of it. */
function unlabelled(corpus: Corpus, { output }: Tagger): Example[] {
  const sets = new TagSets(output.tags.length);
  return [...sentencesOf(corpus)].map((words) => ({ words, known: new Int32Array(words.length), sets }));
}

/** With the special ones at both ends. */
function piecesIn(words: readonly string[], tokenizer: Pick<PieceTokenizer, 'piecesOf'>): number {
  return 2 + sum(words.map((word) => tokenizer.piecesOf(word).ids.length));
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const most = (numbers: readonly number[]) => numbers.reduce((largest, each) => Math.max(largest, each), 0);

function notMeasured(): GraftError {
  return new GraftError({
    code: 'cost-kind',
    message: 'What a run costs is measured beforehand only of one that learns one corpus over a transformer.',
    remedy: 'Start the run: after its first steps it says how long it will take.',
  });
}
