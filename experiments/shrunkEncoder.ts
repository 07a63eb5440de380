/**
 * Whether a shrunk encoder earns a place among what comes with Graft: beside the BiLSTM-CRF with the word vectors that come along
 * already, from nothing, on the targets and in the numbers of sentences of small-data. `graft shrink` makes the encoder; it is
 * given by --encoder.
 *
 * What it takes, on one quiet core, over an encoder of six layers: 60 trainings of half a minute to five minutes, two hours.
 */
import type { Experiment } from './experiment.ts';
import { shrunkEncoderReport } from './shrunkEncoderReport.ts';
import { howMeasured, readTargets, sizesFor, trialsOf, withOneSeed } from './smallData.ts';
import type { Way } from './smallDataReport.ts';

const seeds = [1, 2, 3];
const bilstm: Way = {
  ...{ key: 'bilstm-shipped', label: 'BiLSTM-CRF, the shipped vectors', base: 'bilstm', from: 'nothing', seeds },
};
const shrunk: Way = { key: 'shrunk', label: 'Tagger over the shrunk encoder', base: 'encoder', from: 'nothing', seeds };

export const shrunkEncoder: Experiment = {
  name: 'shrunk-encoder',
  title: 'Whether a shrunk encoder earns its place beside the shipped vectors',
  vectors: 'shipped',
  async plan(corpora, quick, encoder) {
    const all = [bilstm, ...(encoder ? [shrunk] : [])];
    const ways = quick ? all.map(withOneSeed) : all;
    const plan = { targets: await readTargets(corpora), ways, sizes: sizesFor(quick), encoder };
    return {
      notes: [
        `${howMeasured} Everything begins from nothing: no source model. F1 in percent, the mean over ${quick ? 'one seed' : 'three seeds'}; in brackets the minutes of a training.`,
        encoder
          ? `Over the encoder ${encoder.name}: a tagger with its default settings, which go by the number of sentences.`
          : 'No encoder was given (--encoder), and so there are no figures of one.',
      ],
      // One seed after another: each gives all sizes.
      trials: seeds.flatMap((seed) =>
        ways.flatMap((way) => (way.seeds.includes(seed) ? trialsOf({ ...way, seeds: [seed] }, plan, quick) : [])),
      ),
      report: (outcomes) => shrunkEncoderReport(outcomes, plan),
    };
  },
};
