import { expect, it } from 'vitest';
import { bilstmCrf } from '../workers/protocol/architectures/bilstmCrf.ts';
import { blstm } from '../workers/protocol/architectures/blstm.ts';
import type { Architecture } from '../workers/protocol/architectures.ts';
import type { Corpus } from '../workers/protocol/corpus.ts';
import { documentFromWords } from '../workers/text/documents.ts';
import { adaptation, training } from './configurations.ts';
import type { Outcome, Trial } from './experiment.ts';
import { TimeLeft } from './timeLeft.ts';

const corpusOf = (sentences: number): Corpus => ({
  name: 'test',
  kind: 'spans',
  categories: [],
  documents: [
    documentFromWords(
      { id: '1', annotated: 'all' },
      Array.from({ length: sentences }, () => ({ words: ['a'] })),
    ),
  ],
});
const empty = { ...corpusOf(0), documents: [] };

function trial(key: string, sentences: number, architecture: Architecture = blstm, adapts?: string): Trial {
  const trained = training(architecture, 1, { epochs: 10 });
  return {
    key,
    configuration: adapts === undefined ? trained : adaptation(trained, {}),
    target: { train: corpusOf(sentences), dev: empty, test: empty },
    ...(adapts !== undefined && { adapts }),
    vectors: false,
  };
}

const outcome = (epochs: number, epochSeconds: number) => ({ epochs, epochSeconds }) as Outcome;

it('knows nothing before an epoch was measured', () => {
  expect(new TimeLeft([trial('a', 10)]).left()).toBeNull();
});

it('reckons by sentences and epochs, with less of what is under way', () => {
  const [first, second] = [trial('a', 10), trial('b', 20)];
  const time = new TimeLeft([first, second]);
  time.begin(first);
  time.epoch(first, 1, 2);
  // 0.2 s a sentence: nine epochs of 10, and ten of 20.
  expect(time.left()?.seconds).toBeCloseTo(18 + 40);
  expect(time.left()?.atMost).toBe(true);
});

it('takes as many epochs as finished trainings of the architecture did', () => {
  const [first, second] = [trial('a', 10), trial('b', 10)];
  const time = new TimeLeft([first, second]);
  time.finish(first, outcome(4, 1), true);
  expect(time.left()).toEqual({ seconds: 4, atMost: false });
});

it('takes an adaptation for what it adapts, and an architecture not yet measured for as slow as the slowest', () => {
  const [source, adapted, other] = [trial('a', 10), trial('b', 10, bilstmCrf, 'a'), trial('c', 10, bilstmCrf)];
  const time = new TimeLeft([source, adapted, other]);
  time.finish(source, outcome(2, 1), true);
  expect(time.left()?.seconds).toBeCloseTo(2 + 10);
});

it('has nothing left where all are finished', () => {
  const only = trial('a', 10);
  const time = new TimeLeft([only]);
  time.finish(only, outcome(2, 1), true);
  expect(time.left()?.seconds).toBe(0);
});
