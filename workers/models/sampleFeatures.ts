/**
 * Features of an encoder without a text: sentences are made of the words that it knows, drawn at random. Good enough to see
 * what a row of the output says to words of all kinds; the same each time.
 */
import { tidy } from '@tensorflow/tfjs-core';
import type { Encoder } from '../encoders/encoder.ts';
import { createRandom } from '../text/random.ts';

/** So many words for each number that is to be found, but not without end. */
const wordsPerNumber = 50;
const mostWords = 20_000;
const sentencesInBatch = 32;
const [shortest, longest] = [6, 15];

/** [words · features] */
export async function sampleFeatures(encoder: Encoder): Promise<Float32Array> {
  const { featureSize, knownWords } = encoder;
  const random = createRandom(1);
  const wanted = Math.min(mostWords, wordsPerNumber * (featureSize + 1));
  const sample = new Float32Array(wanted * featureSize);
  const draw = () => knownWords[random.integer(knownWords.length)] as string;
  for (let taken = 0; taken < wanted; ) {
    const sentences = Array.from({ length: sentencesInBatch }, () =>
      Array.from({ length: shortest + random.integer(longest - shortest + 1) }, draw),
    );
    const features = tidy(() => encoder.encode(sentences, null)); // [batch, time, features]
    const values = (await features.data()) as Float32Array;
    const time = features.shape[1];
    features.dispose();
    sentences.forEach(({ length }, sentence) => {
      const words = Math.min(length, wanted - taken);
      const start = sentence * time * featureSize;
      sample.set(values.subarray(start, start + words * featureSize), taken * featureSize);
      taken += words;
    });
  }
  return sample;
}
