import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import { smallTagger } from './testing.ts';
import { measureOf, weighSentences } from './weighSentences.ts';

const sentences = [['Ada', 'Marsh', 'moved', 'to', 'Velby'], [], ['the', 'router', 'is', 'broken'], ['Velby']];

beforeAll(() => openTestBackend('cpu'));

describe.each(['blstm', 'bilstm-crf', 'seq2seq'])('sentences weighed by a %s', (architecture) => {
  it('have the tagger’s spans, each as sure as its least sure tag', async () => {
    const tagger = smallTagger(architecture, { sentences, seed: 4 });
    const before = memory().numTensors;
    const weighed = await weighSentences(tagger, sentences);
    expect(memory().numTensors).toBe(before);
    const tagged = await tagger.tag([sentences[0] as string[]]);
    for (const { start, end, confidence } of weighed[0]?.spans ?? []) {
      const own = (tagged[0]?.probabilities ?? []).slice(start, end);
      for (const probability of own) expect(confidence).toBeLessThanOrEqual(probability + 1e-5);
      expect(own.some((probability) => Math.abs(probability - confidence) < 1e-5)).toBe(true);
    }
    expect(weighed[1]).toEqual({ spans: [], uncertainty: 0 });
    tagger.dispose();
  });

  it('are no more uncertain than all tags being alike', async () => {
    const tagger = smallTagger(architecture, { sentences, seed: 4 });
    const weighed = await weighSentences(tagger, sentences);
    const most = Math.log(tagger.output.tags.length);
    weighed.forEach(({ uncertainty }, sentence) => {
      const words = sentences[sentence]?.length ?? 0;
      expect(uncertainty).toBeGreaterThanOrEqual(0);
      if (measureOf(tagger) === 'entropy') expect(uncertainty).toBeLessThanOrEqual(words * most + 1e-4);
      if (words > 0) expect(uncertainty).toBeGreaterThan(0);
    });
    expect(measureOf(tagger)).toBe(architecture === 'seq2seq' ? 'unlikelihood' : 'entropy');
    tagger.dispose();
  });
});
