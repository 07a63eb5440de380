/** What a run tells and gives that is done with several seeds, or with what a search drew. */
import { describe, expect, it } from 'vitest';
import type { SingleConfiguration } from '../../workers/protocol/configuration.ts';
import type { RunRequest, RunResult } from '../../workers/protocol/engine.ts';
import { bestDevF1 } from '../../workers/text/runResult.ts';
import { expectTold } from './runs.ts';
import { type Subject, training } from './subject.ts';

function bestOf({ stages }: RunResult): string | undefined {
  return [...stages].sort((a, b) => bestDevF1(b) - bestDevF1(a))[0]?.id;
}

export function describeRepeating(subject: Subject): void {
  describe('a run that is repeated', () => {
    const seeds = (): RunRequest => {
      const run = training(2) as SingleConfiguration;
      return { ...subject.toTrain(), configuration: { version: 2, task: 'repeat', run, seeds: [4, 5] } };
    };

    it('is done with each seed and keeps the model of the best dev score', async () => {
      const told = await subject.run(seeds());
      expectTold(told);
      const { result, events } = told;
      expect(result.stages.map(({ id, label }) => [id, label])).toEqual([
        ['seed 4: main', 'seed 4'],
        ['seed 5: main', 'seed 5'],
      ]);
      expect(result.repetitions.map(({ seed, main, stages }) => [seed, main, stages])).toEqual(
        [4, 5].map((seed) => [seed, `seed ${seed}: main`, [`seed ${seed}: main`]]),
      );
      expect(result.main).toBe(bestOf(result));
      expect(`seed ${result.seed}: main`).toBe(result.main);
      expect(result.tests).toEqual(result.repetitions.find(({ main }) => main === result.main)?.tests);
      expect(events.filter(({ type }) => type === 'started')).toHaveLength(1);
      await subject.engine.removeModel(result.model.id);
    });

    it('keeps what is finished where it is stopped', async () => {
      const result = await subject.engine.run(seeds(), (event) => {
        if (event.type === 'stage' && event.stage.id === 'seed 5: main') void subject.engine.stop(event.runId);
      });
      expect(result.repetitions.map(({ seed }) => seed)).toEqual([4]);
      expect(result.main).toBe('seed 4: main');
      await subject.engine.removeModel(result.model.id);
    });

    it('has in a search what each trial drew, and a model as its trial shaped it', async () => {
      const run = training(1);
      const trials: Record<string, number>[] = [
        { wordHidden: 6, dropout: 0.1 },
        { wordHidden: 10, dropout: 0.3 },
      ];
      if (run.task !== 'train') throw new Error('Not a training.');
      const told = await subject.run({
        ...subject.toTrain(),
        configuration: { version: 2, task: 'search', run, trials },
      });
      expectTold(told);
      const { repetitions, main, model, stages } = told.result;
      expect(repetitions.map(({ seed, main: id, chosen }) => [seed, id, chosen])).toEqual(
        trials.map((chosen, index) => [run.seed, `trial ${index + 1}: main`, chosen]),
      );
      expect(stages.map(({ settings }) => settings.dropout)).toEqual([0.1, 0.3]);
      const { dropout, wordHidden } = repetitions.find((each) => each.main === main)?.chosen ?? {};
      expect(model).toMatchObject({ settings: { dropout }, specification: { encoder: { wordHidden } } });
      await subject.engine.removeModel(model.id);
    });
  });
}
