/** A run under way: paused, resumed, stopped, and what has to wait for its end. */
import { describe, expect, it } from 'vitest';
import type { RunEvent, RunResult } from '../../workers/protocol/engine.ts';
import { codeOf, type Subject, training, until } from './subject.ts';

export function describeSteering(subject: Subject): void {
  describe('a run under way', () => {
    const long = () => subject.toTrain(training(500));
    let events: RunEvent[];
    let underWay: Promise<RunResult>;
    let runId: string;
    const told = (type: RunEvent['type']) => events.some((event) => event.type === type);

    /** Begins a long run and waits for an event of it. */
    const begin = async (type: RunEvent['type']) => {
      events = [];
      underWay = subject.engine.run(long(), (event) => events.push(event));
      // A test that fails before it waits for the run must not fail for its rejection.
      underWay.catch(() => {});
      await until(() => told(type));
      runId = events[0]?.runId ?? '';
    };

    it('stands still from pause to resume, and keeps the best epoch when it is stopped', async () => {
      await begin('epoch');
      await subject.engine.pause('another run');
      await subject.engine.pause(runId);
      await until(() => told('paused'));
      const before = events.length;
      await new Promise((resolve) => setTimeout(resolve, 40));
      expect(events).toHaveLength(before);
      await subject.engine.stop('another run');
      await subject.engine.resume(runId);
      await until(() => told('resumed') && events.length > before + 3);
      await subject.engine.stop(runId);
      const { stages, main, model, tests } = await underWay;
      expect(stages.find(({ id }) => id === main)).toMatchObject({ stopped: 'by the user', epochs: 500 });
      expect(stages[0]?.records.length).toBeLessThan(500);
      expect(tests.main.tokens).toBeGreaterThan(0);
      await subject.engine.removeModel(model.id);
    });

    it('is stopped while it is paused', async () => {
      await begin('epoch');
      await subject.engine.pause(runId);
      await until(() => told('paused'));
      await subject.engine.stop(runId);
      expect((await underWay).stages[0]?.stopped).toBe('by the user');
    });

    it('has nothing to keep where it is stopped in its first epoch', async () => {
      await begin('stage');
      await subject.engine.stop(runId);
      expect(await codeOf(underWay)).toBe('run-stopped');
      expect(told('epoch') || told('finished')).toBe(false);
    });

    it('is the only one, and keeps models and backend where they are', async () => {
      await begin('epoch');
      const refused = [
        subject.engine.run(subject.toTrain(), () => {}),
        subject.engine.removeModel(subject.source.id),
        subject.engine.chooseBackend('cpu'),
      ].map(codeOf);
      expect(await Promise.all(refused)).toEqual(Array(3).fill('run-in-progress'));
      await subject.engine.stop(runId);
      await underWay;
    });

    it('is over for pause, resume and stop once it has ended', async () => {
      const { result } = await subject.run(subject.toTrain(training(1)));
      for (const command of ['pause', 'resume', 'stop'] as const) await subject.engine[command](result.runId);
      expect((await subject.run(subject.toTrain(training(1)))).result.runId).not.toBe(result.runId);
    });
  });
}
