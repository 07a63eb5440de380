import { describe, expect, it } from 'vitest';
import type { Tagger } from '../models/tagger.ts';
import type { Document, Splits } from '../protocol/corpus.ts';
import type { SuggestionRequest } from '../protocol/suggestions.ts';
import { documentFromWords } from '../text/documents.ts';
import { Suggestions } from './suggestions.ts';

/** `Ida saw 4`: a person, which the model knows, and a number, which it does not. */
const documents = (count: number, first = 0) =>
  Array.from(
    { length: count },
    (_, place): Document => ({
      ...documentFromWords({ id: `${first + place}`, annotated: 'all' }, [
        { words: ['Ida', 'saw', `${first + place}`] },
      ]),
      spans: [
        { start: 0, end: 3, category: 'Person' },
        { start: 8, end: 8 + `${first + place}`.length, category: 'Number' },
      ],
    }),
  );

/** What a model is asked, in sentences. */
function desk(train: readonly Document[]) {
  const asked = { tagged: 0, features: 0 };
  const tagger = {
    ...{ kind: 'spans', categories: ['Person'], scheme: 'iob2', encoder: { featureSize: 2 } },
    output: { specification: { kind: 'crf' } },
    tag: async (sentences: readonly (readonly string[])[]) => {
      asked.tagged += sentences.length;
      return sentences.map((words) => ({ tags: words.map(tagOf), probabilities: words.map(() => 0.9) }));
    },
    weigh: async (sentences: readonly (readonly string[])[]) => ({
      tagged: sentences.map((words) => ({ tags: words.map(tagOf), probabilities: words.map(() => 0.9) })),
      marginals: null,
    }),
    features: async (sentences: readonly (readonly string[])[]) => {
      asked.features += sentences.length;
      return sentences.map((words) => Float32Array.from(words.flatMap((word) => (/\d/.test(word) ? [1, 0] : [0, 1]))));
    },
  } as unknown as Tagger;
  const part = (given: readonly Document[]) => ({
    ...{ name: 'calls', kind: 'spans' as const, categories: ['Person', 'Number'] },
    // They cross from another worker: each time they are other objects.
    documents: structuredClone(given),
  });
  const held = { train, dev: documents(40) };
  const splits = async (): Promise<Splits> => ({ train: part(held.train), dev: part(held.dev), test: part([]) });
  const suggestions = new Suggestions({ splits, submitted: splits, use: (_, work) => work(tagger) });
  const request = (revision: number): SuggestionRequest => ({
    ...{ corpus: { id: 'calls', revision }, part: 'train', modelId: 'model', likeness: true },
  });
  return { asked, held, suggestions, request };
}

const tagOf = (word: string) => (word === 'Ida' ? 'B-Person' : 'O');

describe('suggestions that are asked for again', () => {
  it('do not find out anew how far the same model can be believed on the same sentences', async () => {
    const { asked, held, suggestions, request } = desk(documents(3));
    const first = await suggestions.suggest(request(1));
    expect(asked.tagged).toBe(40);
    expect(await suggestions.suggest(request(2))).toEqual(first);
    expect(asked.tagged).toBe(40);
    held.dev = held.dev.map((document, place) => (place === 0 ? { ...document, spans: [] } : document));
    const other = await suggestions.suggest(request(3));
    expect(asked.tagged).toBe(80);
    expect(other.dev?.support).toBe((first.dev?.support ?? 0) - 2);
  });

  it('read of what is annotated only what was annotated since', async () => {
    const { asked, held, suggestions, request } = desk(documents(30));
    await suggestions.suggest(request(1));
    expect(asked.features).toBe(30 + 30);
    held.train = [...held.train, ...documents(2, 500)];
    await suggestions.suggest(request(2));
    expect(asked.features).toBe(60 + 2 + 32);
    const [last] = suggestions.of('calls', 'train', ['501']);
    expect(last?.suggestions.map(({ source }) => source)).toEqual(['model', 'likeness']);
  });

  it('compare with no more words than are asked, however many are annotated', async () => {
    const { asked, suggestions, request } = desk(documents(3000));
    await suggestions.suggest({ ...request(1), likeness: false });
    expect(asked.features).toBe(0);
    await suggestions.suggest(request(2));
    // Likeness is told of 2000 documents, some at a time; of what is annotated 300 words of the category are read, and 900 of none.
    expect(asked.features).toBeLessThan(300 + 900 + 2000 + 256);
  });

  it('are ended while what is annotated is read, and what there was stays', async () => {
    const { asked, suggestions, request } = desk(documents(300));
    await suggestions.suggest({ ...request(1), likeness: false });
    const told: string[] = [];
    const working = suggestions.suggest(request(2), ({ label }) => {
      told.push(label);
      if (label === 'Reading what is annotated') suggestions.stop();
    });
    await expect(working).rejects.toThrow('Suggestions were stopped');
    expect([told.at(-1), asked.features]).toEqual(['Reading what is annotated', 64]);
    expect(suggestions.of('calls', 'train', ['7'])[0]?.suggestions).toHaveLength(1);
  });

  it('are ended while vectors are read', async () => {
    const { suggestions, request } = desk(documents(3));
    const lines = Array.from({ length: 100_000 }, (_, place) => `w${place} 1 2\n`).join('');
    const packed = await new Response(new Blob([lines]).stream().pipeThrough(new CompressionStream('gzip'))).blob();
    const { modelId: _, ...others } = request(1);
    const working = suggestions.suggest({ ...others, vectors: { name: 'v.gz', blob: packed } }, ({ label }) => {
      if (label === 'Reading v.gz') suggestions.stop();
    });
    await expect(working).rejects.toThrow('Suggestions were stopped');
  });
});
