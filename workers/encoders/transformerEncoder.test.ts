import { dispose, memory, type Scalar, square, sum, type Tensor3D, tidy, variableGrads } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { onEachBackend, openTestBackend } from '../kernels/testing.ts';
import { drawnParameters, givenParameters, type Weight } from '../layers/parameters.ts';
import { disposeParts, parametersOf, partSource } from '../layers/part.ts';
import { storedWeights } from '../layers/snapshot.ts';
import { transformerEncoder as declared } from '../protocol/encoders/transformer.ts';
import { defaultsOf } from '../protocol/fields.ts';
import type { EncoderSpecifications } from '../protocol/specification.ts';
import { createRandom } from '../text/random.ts';
import type { Encoder, GivenEncoder } from './encoder.ts';
import { wordPieceFiles } from './testing.ts';
import { TokenizerPart } from './tokenizerPart.ts';
import { TransformerEncoder, transformerEncoder } from './transformerEncoder.ts';

type Specification = EncoderSpecifications['transformer'];

const letters = [...'abcdefghij'];
const files = wordPieceFiles([
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  '[MASK]',
  ...letters,
  ...letters.map((l) => `##${l}`),
  'cab',
  'Ada',
]);

const bert: Specification = {
  kind: 'transformer',
  ...defaultsOf(declared.fields),
  ...{ embeddingSize: 16, hiddenSize: 16, heads: 2, layers: 2, intermediateSize: 24, maximumLength: 16 },
};
const modern: Specification = {
  ...bert,
  ...{ positions: 'rotary', norms: 'before', gated: true, biases: false, normBiases: false, tokenTypes: 0 },
  ...{ localWindow: 4, globalEvery: 3, layers: 3 },
};

function begin(specification = bert, given: Partial<GivenEncoder> = {}): Encoder {
  const whole: GivenEncoder = { texts: { 'tokenizer.files': files }, weights: {}, ...given };
  const source = givenParameters(whole.weights, createRandom(1));
  return transformerEncoder.create(specification, { sentences: [], vectors: null, given: whole }, partSource(source));
}

/** Larger weights than BERT's first ones, so that a word’s state depends on its neighbours visibly. */
async function lively(specification: Specification): Promise<Encoder> {
  const drawn = begin(specification);
  const weights = await storedWeights(drawn);
  disposeParts([drawn]);
  const larger = ([name, { shape, values }]: [string, Weight]): [string, Weight] => [
    name,
    { shape, values: name.endsWith('gain') ? values : values.map((value) => 20 * value) },
  ];
  const sized = drawn.specification as Specification;
  return begin(sized, { weights: Object.fromEntries(Object.entries(weights).map(larger)) });
}

async function featuresOf(encoder: Encoder, sentences: readonly (readonly string[])[]): Promise<Float32Array[][]> {
  const features = tidy(() => encoder.encode(sentences, null) as Tensor3D); // [batch, time, features]
  const [, time, size] = features.shape;
  const values = (await features.data()) as Float32Array;
  features.dispose();
  return sentences.map((words, row) =>
    words.map((_, column) => values.slice((row * time + column) * size, (row * time + column + 1) * size)),
  );
}

const sentences = [['ab', 'cab', 'j'], ['d'], ['hij', 'a', 'e', 'fg', 'b']];

onEachBackend(() => {
  test.each([
    { name: 'BERT', specification: bert },
    { name: 'ModernBERT', specification: modern },
  ])('a sentence has the same bits alone and among others, in $name', async ({ specification }) => {
    const encoder = await lively(specification);
    const together = await featuresOf(encoder, sentences);
    for (const [row, sentence] of sentences.entries()) {
      expect((await featuresOf(encoder, [sentence]))[0]).toEqual(together[row]);
    }
    disposeParts([encoder]);
  });

  test('a sentence longer than the model is read in windows, and its words have the states of their windows', async () => {
    const encoder = await lively(bert);
    // 14 pieces fit between the special ones, of which a quarter is read twice: three.
    const long = [...'abcdefghijabcdefghij'];
    const [whole] = await featuresOf(encoder, [long]);
    const [[first], [second]] = [
      await featuresOf(encoder, [long.slice(0, 14)]),
      await featuresOf(encoder, [long.slice(11)]),
    ];
    // In the middle of what both windows read, a word has as much before it as behind it.
    expect(whole).toEqual([...(first ?? []).slice(0, 13), ...(second ?? []).slice(2)]);
    disposeParts([encoder]);
  });

  test.each([
    { name: 'BERT', specification: bert },
    { name: 'ModernBERT', specification: modern },
    { name: 'BERT with adapters', specification: bert, adapts: true },
  ])(
    'layers that are too large to be kept are computed again, with the same bits, in $name',
    async ({ specification, adapts }) => {
      const gradientsOf = async (most: number) => {
        const source = drawnParameters(createRandom(1));
        const text = new TokenizerPart('tokenizer', files);
        const encoder = new TransformerEncoder(
          { ...specification, vocabularySize: 27 },
          text,
          [],
          partSource(source),
          most,
        );
        if (adapts) encoder.adapt({ loraRank: 2, loraScale: 2, loraPlaces: 'all' }, drawnParameters(createRandom(2)));
        encoder.learnRows(sentences);
        const mode = { rate: 0.2, random: createRandom(3) };
        const { value, grads } = variableGrads(() => sum(square(encoder.encode(sentences, mode))) as Scalar);
        const read = [await value.data()];
        for (const { name } of Object.values(encoder.adapterParameters ?? parametersOf(encoder)))
          read.push((await grads[name]?.data()) as Float32Array);
        dispose([value, ...Object.values(grads)]);
        disposeParts([encoder]);
        return read;
      };
      expect(await gradientsOf(0)).toEqual(await gradientsOf(1e9));
    },
  );

  test('dropout is the run’s: none in use, and the same for the same stream', async () => {
    const encoder = await lively(bert);
    const dropped = async (seed: number, rate: number) => {
      const features = tidy(() => encoder.encode(sentences, { rate, random: createRandom(seed) }));
      const values = await features.data();
      features.dispose();
      return [...values];
    };
    const plain = tidy(() => encoder.encode(sentences, null));
    expect(await dropped(1, 0)).toEqual([...(await plain.data())]);
    plain.dispose();
    const once = await dropped(1, 0.3);
    expect(await dropped(1, 0.3)).toEqual(once);
    expect(await dropped(2, 0.3)).not.toEqual(once);
    disposeParts([encoder]);
  });
});

describe('a transformer', () => {
  beforeAll(() => openTestBackend('cpu'));

  it('begins as BERT does where no numbers are given, with a row for each piece', async () => {
    const encoder = begin({ ...bert, embeddingSize: 24 });
    expect(encoder.specification).toMatchObject({ vocabularySize: 27 });
    const weights = await storedWeights(encoder);
    expect(weights['pieceTable.rows']?.shape).toEqual([27, 24]);
    expect(weights['embeddingProjection.weights']?.shape).toEqual([24, 16]);
    const all = Array.from(weights['layers.0.attentionInput.weights']?.values ?? []);
    const deviation = Math.sqrt(all.reduce((sum, value) => sum + value * value, 0) / all.length);
    expect(deviation).toBeGreaterThan(0.018);
    expect(deviation).toBeLessThan(0.022);
    expect(new Set(weights['layers.1.feedForwardNorm.gain']?.values)).toEqual(new Set([1]));
    expect(new Set(weights['layers.1.feedForwardOutput.bias']?.values)).toEqual(new Set([0]));
    disposeParts([encoder]);
  });

  it('has neither the biases nor the norms that its kin have, where it is ModernBERT', () => {
    const encoder = begin(modern);
    const names = Object.keys(parametersOf(encoder));
    expect(names.filter((name) => name.endsWith('bias'))).toEqual([]);
    expect(names.filter((name) => name.includes('attentionNorm'))).toEqual([
      'layers.1.attentionNorm.gain',
      'layers.2.attentionNorm.gain',
    ]);
    expect(names).toContain('finalNorm.gain');
    expect(names).not.toContain('positionTable.rows');
    disposeParts([encoder]);
  });

  it('keeps a table that is larger than its tokenizer, where its numbers are given', () => {
    const rows = { shape: [40, 16], values: new Float32Array(640) };
    const encoder = begin({ ...bert, vocabularySize: 40 }, { weights: { 'pieceTable.rows': rows } });
    expect(encoder.specification).toMatchObject({ vocabularySize: 40 });
    expect(encoder.facts).toEqual([
      { label: 'pieces', value: 40 },
      { label: 'layers', value: 2 },
    ]);
    disposeParts([encoder]);
  });

  it('knows the words that are one piece, takes in no other, and has no use for vectors', async () => {
    const encoder = begin();
    expect(encoder.knownWords).toEqual([...letters, 'cab', 'Ada']);
    expect(encoder.countNewWords([['unheard']])).toBe(0);
    expect(await encoder.learnText({ sentences: [['unheard']], vectors: null }, createRandom(1))).toBe(0);
    expect(encoder.vectorsWanted([['a']])).toBeNull();
    disposeParts([encoder]);
  });

  it.each([
    [
      'has no tokenizer',
      () => transformerEncoder.create(bert, { sentences: [], vectors: null }, drawn()),
      /no tokenizer/,
    ],
    [
      'has heads of unequal sizes',
      () => begin({ ...bert, heads: 3 }),
      /hidden size of 16 does not give 3 attention heads/,
    ],
    ['turns pairs of an odd size', () => begin({ ...modern, heads: 16 }), /16 attention heads an even number/],
    [
      'has fewer rows than pieces',
      () =>
        begin(
          { ...bert, vocabularySize: 9 },
          { weights: { 'pieceTable.rows': { shape: [9, 16], values: new Float32Array(144) } } },
        ),
      /knows 27 pieces, but the table of pieces has 9 rows/,
    ],
  ])('is refused where it %s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  const drawn = () => partSource(drawnParameters(createRandom(1)));

  it('leaves no tensor behind', async () => {
    const before = memory().numTensors;
    const encoder = begin();
    await featuresOf(encoder, sentences);
    disposeParts([encoder]);
    expect(memory().numTensors).toBe(before);
  });
});
