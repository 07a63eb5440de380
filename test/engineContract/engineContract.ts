/**
 * What page and terminal may rely on, whichever engine stands behind the words of `engine.ts`: the real one and the page's
 * stand-in are held to this one suite. It speaks of the corpus only as the services describe it, since the stand-in
 * brings a corpus of its own.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { describeRepeating } from './repeating.ts';
import { describeAdapting, describeTraining } from './runs.ts';
import { describeSteering } from './steering.ts';
import { type Services, Subject } from './subject.ts';
import { describeSuggestions } from './suggest.ts';
import { describeTogether } from './together.ts';
import { describeCorpora, describeModels } from './use.ts';

/** Declares the suite. @param open Gives an engine and corpora that know each other and hold nothing yet. */
export function describeEngine(open: () => Services | Promise<Services>): void {
  const subject = new Subject();
  beforeAll(async () => subject.fill(await open()));
  describeCorpora(subject);
  describeTraining(subject);
  describeAdapting(subject);
  describeTogether(subject);
  describeRepeating(subject);
  describeSteering(subject);
  describeModels(subject);
  describeSuggestions(subject);
  describe('the backend', () => {
    it('is the one that was asked for', async () => {
      expect((await subject.engine.chooseBackend('cpu')).name).toBe('cpu');
      const { tensors, bytes } = await subject.engine.memory();
      expect(tensors >= 0 && bytes >= 0).toBe(true);
    });
  });
}
