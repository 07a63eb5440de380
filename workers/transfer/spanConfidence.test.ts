/** How sure a model is of a whole span, held against the sum over all sequences of tags. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import type { Tagger } from '../models/tagger.ts';
import { smallTagger } from '../models/testing.ts';
import { TagSets } from '../text/examples.ts';
import { confidentSpans } from './spanConfidence.ts';

const words = ['Ada', 'Marsh', 'calls'];
const tagged = { tags: ['B-Person', 'E-Person', 'O'], probabilities: [0.5, 0.25, 1] };
const span = { start: 0, end: 2, category: 'Person' };

/** The probability of all sequences in which the first two words are exactly this span. */
async function bySum(tagger: Tagger): Promise<number> {
  const { tags } = tagger.output;
  const sets = new TagSets(tags.length);
  const [begin, end] = [tags.indexOf('B-Person'), tags.indexOf('E-Person')];
  const sequences = tags.map((_, last) => ({ words, known: Int32Array.of(begin, end, last), sets }));
  const shares = (await tagger.shareOf(sequences)) as Float32Array;
  return shares.reduce((sum, each) => sum + each, 0);
}

describe('confidence in a whole span', () => {
  beforeAll(() => openTestBackend('cpu'));

  it('of a CRF is the probability of all sequences in which it stands', async () => {
    const tagger = smallTagger('bilstm-crf', { sentences: [words] });
    const [[found] = []] = await confidentSpans(tagger, [words], [tagged]);
    expect(found).toMatchObject(span);
    const expected = await bySum(tagger);
    expect(expected).toBeGreaterThan(1e-4);
    expect(found?.confidence).toBeCloseTo(expected, 5);
    tagger.dispose();
  });

  it('of an output that takes each word by itself is the product over its words', async () => {
    const tagger = smallTagger('blstm', { sentences: [words] });
    const [[found] = []] = await confidentSpans(tagger, [words], [tagged]);
    expect(found).toEqual({ ...span, confidence: 0.125 });
    expect(await confidentSpans(tagger, [words], [{ tags: ['O', 'O', 'O'], probabilities: [1, 1, 1] }])).toEqual([[]]);
    tagger.dispose();
  });
});
