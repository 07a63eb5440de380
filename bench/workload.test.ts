import { describe, expect, it } from 'vitest';
import { entriesOf, inventedWorkload, sentencesOfLength, stepSentences, tags } from './workload.ts';

const workload = inventedWorkload();

describe('the invented sentences', () => {
  it('are the same every time', () => {
    expect(inventedWorkload().training.slice(0, 50)).toEqual(workload.training.slice(0, 50));
  });

  it('hold words that the vocabulary knows, and tags that the tagger has', () => {
    const known = new Set(entriesOf(workload).words);
    for (const { words, tags: gold } of workload.training.slice(0, 200)) {
      expect(gold).toHaveLength(words.length);
      expect(words.every((word) => known.has(word))).toBe(true);
      expect(gold.every((tag) => tags.includes(tag))).toBe(true);
    }
  });

  it('are as long as CoNLL-2003’s, 14.5 tokens of 4.4 characters in the mean', () => {
    const words = workload.training.flatMap((sentence) => sentence.words);
    const characters = words.reduce((sum, word) => sum + word.length, 0);
    expect(words.length / workload.training.length).toBeGreaterThan(13.5);
    expect(words.length / workload.training.length).toBeLessThan(15.5);
    expect(characters / words.length).toBeGreaterThan(3.9);
    expect(characters / words.length).toBeLessThan(4.9);
  });
});

describe('what is cut from them', () => {
  it('gives the step 32 different sentences of 28 to 30 tokens', () => {
    const chosen = stepSentences(workload);
    expect(new Set(chosen).size).toBe(32);
    for (const index of chosen) expect([28, 29, 30]).toContain(workload.training[index]?.words.length);
  });

  it('gives a sweep sentences of exactly one length', () => {
    const sentences = sentencesOfLength(workload, 64, 128);
    expect(sentences.map(({ words }) => words.length)).toEqual(new Array(64).fill(128));
  });
});
