/** ModernBERT's token-classification models have a layer between encoder and labels: held against transformers as a whole. */
import { test } from 'vitest';
import { readCheckpoint } from '../checkpoint/readCheckpoint.ts';
import { savedFolder } from '../checkpoint/testing.ts';
import { writeCheckpoint } from '../checkpoint/writeCheckpoint.ts';
import { expectClose, onEachBackend, readFixture } from '../kernels/testing.ts';
import { Tagger } from '../models/tagger.ts';
import { checkpointTagger } from './checkpointTagger.ts';

interface Said {
  readonly words: readonly string[];
  /** By the checkpoint's labels. */
  readonly logits: readonly (readonly number[])[];
}

function softmax(logits: readonly number[]): number[] {
  const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
  const sum = powers.reduce((all, each) => all + each);
  return powers.map((each) => each / sum);
}

onEachBackend(() => {
  test.each(['as transformers saved it', 'written here and read again'])('%s', async (form) => {
    const said = readFixture<Said[]>('modernBertTagger');
    const read = readCheckpoint(savedFolder('modernbert'));
    const checkpoint = form.startsWith('written') ? readCheckpoint(writeCheckpoint(read)) : read;
    if (!checkpoint.head) throw new Error('It has no head.');
    const { labels } = checkpoint.head;
    const tagger = Tagger.fromState(checkpointTagger('modern', checkpoint, checkpoint.head));
    const probabilities = await tagger.marginals(said.map(({ words }) => words));
    const places = tagger.output.tags.map((tag) => labels.indexOf(tag));
    said.forEach(({ logits }, sentence) => {
      const expected = logits.flatMap((row) => places.map((place) => softmax(row)[place] as number));
      expectClose(probabilities[sentence] as Float32Array, expected, 1e-4);
    });
    tagger.dispose();
  });
});
