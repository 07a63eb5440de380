import { describe, expect, it } from 'vitest';
import { bertTagger } from '../../workers/protocol/architectures/bertTagger.ts';
import { settingsFor } from '../../workers/protocol/architectures/fineTuning.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { useCorpora } from './corpora.ts';
import { standardSettings } from './standardSettings.ts';

const holding = (judged: boolean) => {
  const parts = { train: { sentences: 1900, submittedSentences: 32 } };
  const corpus = { id: 'letters', judged, parts } as unknown as CorpusSummary;
  return { ...useCorpora.getInitialState(), corpora: [corpus], roles: { target: 'letters', yardstick: null } };
};

describe('the standard settings', () => {
  it('go by the submitted sentences, once a document was submitted', () => {
    expect(standardSettings(bertTagger.name, holding(false))).toEqual(settingsFor(bertTagger, 1900));
    const settings = standardSettings(bertTagger.name, holding(true));
    const stepsARound = Math.ceil(32 / settings.batchSize);
    expect(settings.epochs * settings.rounds * stepsARound).toBeGreaterThanOrEqual(200);
  });
});
