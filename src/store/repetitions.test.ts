import { beforeEach, describe, expect, it } from 'vitest';
import { setUpDemo } from '../engine/demo.ts';
import { fakeStudio } from '../engine/fake.ts';
import { startRun } from '../engine/runs.ts';
import { setStudio } from '../engine/studio.ts';
import { bringCorpus, bringModel, emptyPage } from '../testing.ts';
import { otherSeedsSoFar, repetitionsSoFar } from './repetitions.ts';
import type { RunState } from './runState.ts';
import { endRun, shownRun, useRuns } from './runs.ts';
import { setAdaptation, setField, setRepeating, setTask } from './setup.ts';

const shown = () => shownRun(useRuns.getState());

beforeEach(async () => {
  emptyPage();
  setStudio(fakeStudio(0));
  await bringCorpus();
  setUpDemo(await bringModel('source'));
  setField('epochs', 1);
});

describe('the seeds of a run so far', () => {
  it('are none where it is not repeated', async () => {
    await startRun();
    expect(repetitionsSoFar(shown())).toEqual([]);
  });

  it('have of several ways to begin the one that was kept', async () => {
    setAdaptation({ initialisation: 'best' });
    setRepeating({ how: 'seeds', seeds: 2 });
    await startRun();
    const { result } = shown();
    const rows = repetitionsSoFar(shown());
    expect(rows.map(({ seed, stage }) => [seed, stage.id])).toEqual(
      result?.repetitions.map(({ seed, main }) => [seed, main]),
    );
    expect(rows.filter(({ kept }) => kept).map(({ stage }) => stage.id)).toEqual([result?.main]);
    expect(rows.map(({ tests }) => tests)).toEqual(result?.repetitions.map(({ tests }) => tests));
  });

  it('come in while it goes on, and end with the one in which it failed', async () => {
    setRepeating({ how: 'seeds', seeds: 3 });
    const second: RunState[] = [];
    const end = useRuns.subscribe(() => {
      const { stage, stages } = shown();
      if (stage?.startsWith('seed 2') && stages.at(-1)?.records.length === 1) second.push(shown());
    });
    await startRun();
    end();
    const [underWay] = second as [RunState, ...RunState[]];
    const states = (run: RunState) => repetitionsSoFar(run).map((each) => [each.seed, each.underWay, each.cutOff]);
    expect(states(underWay)).toEqual([
      [1, false, false],
      [2, true, false],
    ]);
    useRuns.setState({ runs: { 'run 1': underWay }, shownId: 'run 1' });
    endRun('run 1', { code: 'loss-nan', message: 'The loss is not a number.', remedy: 'Lower the rate.' });
    expect(states(shown())).toEqual([
      [1, false, false],
      [2, false, true],
    ]);
  });

  it('have curves that stand behind the shown one’s, those of a search not', async () => {
    setRepeating({ how: 'seeds', seeds: 3 });
    await startRun();
    const { result } = shown();
    const others = result?.repetitions.filter(({ main }) => main !== result.main).map(({ main }) => main) ?? [];
    const curves = others.map((id) => result?.stages.find((stage) => stage.id === id)?.records);
    expect(others).toHaveLength(2);
    expect(otherSeedsSoFar(shown())).toEqual(curves);
    setTask('train');
    setRepeating({ how: 'search', trials: 2 });
    await startRun();
    expect(otherSeedsSoFar(shown())).toEqual([]);
  });
});
