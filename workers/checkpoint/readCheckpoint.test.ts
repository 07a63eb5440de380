import { describe, expect, it } from 'vitest';
import { readNumbers, storedTensors } from '../text/safetensors.ts';
import { readCheckpoint } from './readCheckpoint.ts';
import { changed, familyNames, heldBy, safetensorsOf, savedFolder, utf8, withConfig, withTensors } from './testing.ts';

const fault = (message: string) => {
  throw new Error(message);
};

describe.each(familyNames)('a folder of %s', (family) => {
  const held = heldBy(family);
  const names = Object.keys(held.weights).filter((name) => !name.startsWith('outputLayer.'));

  it('has the specification that transformers makes of its config.json', () => {
    const headLayer = family === 'modernbert';
    expect(readCheckpoint(savedFolder(family)).specification).toEqual({ ...held.specification, headLayer });
  });

  it('has the numbers that transformers holds', () => {
    const { weights } = readCheckpoint(savedFolder(family));
    const ofEncoder = Object.keys(weights).filter((name) => !name.startsWith('headLayer.'));
    expect(ofEncoder.sort()).toEqual(names.sort());
    for (const name of names) {
      const { shape, values } = held.weights[name] as (typeof held.weights)[string];
      expect(weights[name]?.shape, name).toEqual(shape);
      expect(weights[name]?.values, name).toEqual(Float32Array.from(values));
    }
  });
});

describe('a head for tokens', () => {
  it('comes with its labels', () => {
    const { head } = readCheckpoint(savedFolder('bert'));
    const held = heldBy('bert').weights;
    expect(head?.labels).toEqual(['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC']);
    expect(head?.weights.values).toEqual(Float32Array.from(held['outputLayer.weights']?.values ?? []));
    expect(head?.bias.values).toEqual(Float32Array.from(held['outputLayer.bias']?.values ?? []));
  });

  it.each(['roberta', 'distilbert', 'electra', 'xlm-r'] as const)(
    'is absent in a model for something else: %s',
    (family) => {
      expect(readCheckpoint(savedFolder(family)).head).toBeNull();
    },
  );

  it('of ModernBERT comes with the layer before it, whose bias may be missing', () => {
    const { head, weights, facts } = readCheckpoint(savedFolder('modernbert'));
    expect(head?.labels).toEqual(['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC']);
    expect(weights['headLayer.dense.weights']?.shape).toEqual([8, 8]);
    expect(weights['headLayer.dense.bias']?.values).toEqual(new Float32Array(8));
    expect(facts.notes).toEqual([]);
  });

  it('of ModernBERT is refused where it activates otherwise than the layers below', () => {
    const files = withConfig(savedFolder('modernbert'), { classifier_activation: 'relu' });
    expect(() => readCheckpoint(files)).toThrow('Its head activates by relu');
  });

  it.each([
    [
      'no names',
      { id2label: { 0: 'LABEL_0', 1: 'LABEL_1', 2: 'LABEL_2', 3: 'LABEL_3', 4: 'LABEL_4' } },
      'have no names',
    ],
    ['no list of them', { id2label: null }, 'have no names'],
    ['one name twice', { id2label: { 0: 'O', 1: 'X', 2: 'Y', 3: 'Z', 4: 'X' } }, 'X stands twice'],
    ['too few', { id2label: { 0: 'O', 1: 'X' } }, 'classifier.weight is [5,8]'],
  ])('is refused where its labels have %s', (_, entries, message) => {
    expect(() => readCheckpoint(withConfig(savedFolder('bert'), entries))).toThrow(message);
  });
});

describe('the forms in which people have a checkpoint', () => {
  const plain = readCheckpoint(savedFolder('bert'));

  it.each([
    ['in a folder within another', savedFolder('bert').map((file) => ({ ...file, path: `models/bert/${file.path}` }))],
    ['with the paths of Windows', savedFolder('bert').map((file) => ({ ...file, path: `bert\\${file.path}` }))],
    [
      'with a folder of something else below',
      [...savedFolder('bert'), { path: '1_Pooling/config.json', bytes: utf8('{"word_embedding_dimension": 8}') }],
    ],
    [
      'with a byte-order mark',
      changed(savedFolder('bert'), 'config.json', (bytes) => Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes])),
    ],
    [
      'with the older names of norms',
      withTensors(savedFolder('bert'), (tensors) =>
        Object.fromEntries(
          Object.entries(tensors).map(([name, tensor]) => [
            name.replace('LayerNorm.weight', 'LayerNorm.gamma').replace('LayerNorm.bias', 'LayerNorm.beta'),
            tensor,
          ]),
        ),
      ),
    ],
    [
      'without the prefix of the family',
      withTensors(savedFolder('bert'), (tensors) =>
        Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name.replace(/^bert\./, ''), tensor])),
      ),
    ],
    [
      'with the weights under another name',
      savedFolder('bert').map((file) => ({
        ...file,
        path: file.path.replace('model.safetensors', 'bert.safetensors'),
      })),
    ],
  ])('%s', (_, files) => {
    const { weights, head, specification } = readCheckpoint(files);
    expect(weights).toEqual(plain.weights);
    expect({ head, specification }).toEqual({ head: plain.head, specification: plain.specification });
  });

  it('says what it leaves aside', () => {
    expect(readCheckpoint(savedFolder('roberta')).facts.notes.join()).toContain('the pooler (2 tensors)');
    expect(readCheckpoint(savedFolder('electra')).facts.notes.join()).toContain(
      'the head that tells replaced pieces (4 tensors)',
    );
    // A head for masked pieces is none of it: a pretraining goes on with it.
    expect(readCheckpoint(savedFolder('xlm-r'))).toMatchObject({
      masked: { activation: 'gelu' },
      facts: { notes: [] },
    });
  });

  it('says that a table has rows to spare', () => {
    const files = withConfig(
      withTensors(savedFolder('roberta'), (tensors) => {
        const rows = tensors['embeddings.word_embeddings.weight'];
        if (!rows) throw new Error('no rows');
        return { ...tensors, 'embeddings.word_embeddings.weight': { shape: [24, 8], values: new Float32Array(192) } };
      }),
      { vocab_size: 24 },
    );
    expect(readCheckpoint(files).facts.notes.join()).toContain('24 rows for 21 pieces');
  });
});

describe('ModernBERT as older files describe it', () => {
  const older = (entries: object) =>
    readCheckpoint(
      withConfig(savedFolder('modernbert'), { layer_types: undefined, rope_parameters: undefined, ...entries }),
    ).specification;

  it('counts its layers and names two bases', () => {
    expect(older({ global_attn_every_n_layers: 3, global_rope_theta: 160, local_rope_theta: 10 })).toEqual({
      ...heldBy('modernbert').specification,
      headLayer: true,
    });
    expect(older({ global_attn_every_n_layers: 1 })).toMatchObject({ globalEvery: 1, localWindow: 0 });
  });

  it('has the usual bases where none is named, and the global one everywhere where it says so', () => {
    expect(older({})).toMatchObject({ rotaryBase: 160_000, localRotaryBase: 10_000 });
    expect(older({ local_rope_theta: null })).toMatchObject({ rotaryBase: 160_000, localRotaryBase: 160_000 });
  });

  it('has zeros for biases that only the other half of a layer has', () => {
    const files = withTensors(withConfig(savedFolder('modernbert'), { mlp_bias: true }), (tensors) => ({
      ...tensors,
      ...Object.fromEntries(
        [0, 1, 2, 3].flatMap((layer) => [
          [`model.layers.${layer}.mlp.Wi.bias`, { shape: [24], values: new Float32Array(24).fill(1) }],
          [`model.layers.${layer}.mlp.Wo.bias`, { shape: [8], values: new Float32Array(8).fill(2) }],
        ]),
      ),
    }));
    const { specification, weights } = readCheckpoint(files);
    expect(specification.biases).toBe(true);
    expect(weights['layers.1.feedForwardOutput.bias']?.values).toEqual(new Float32Array(8).fill(2));
    expect(weights['layers.1.attentionInput.bias']?.values).toEqual(new Float32Array(24));
  });
});

describe('weights in fewer bits', () => {
  const matrix = 'bert.encoder.layer.0.intermediate.dense.weight';
  const rows = 12;

  /** The model with that matrix in another type, and what stands beside it. */
  const stored = (
    type: string,
    bytes: Uint8Array,
    beside: Record<string, { type: string; shape: number[]; bytes: Uint8Array }> = {},
  ) =>
    changed(savedFolder('bert'), 'model.safetensors', (file) => {
      const tensors = Object.fromEntries(storedTensors(file, fault));
      return safetensorsOf({ ...tensors, [matrix]: { type, shape: [rows, 8], bytes }, ...beside });
    });
  const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer);
  const whole = readNumbers(
    storedTensors(savedFolder('bert').find(({ path }) => path === 'model.safetensors')?.bytes as Uint8Array, fault).get(
      matrix,
    ) ?? {
      type: '',
      shape: [],
      bytes: new Uint8Array(),
    },
  ) as Float32Array;
  /** [inputs, outputs], as the file has it: [outputs, inputs]. */
  const matrixOf = (files: ReturnType<typeof stored>) => {
    const values = readCheckpoint(files).weights['layers.0.feedForwardInput.weights']?.values ?? [];
    return Array.from({ length: rows * 8 }, (_, index) => values[(index % 8) * rows + Math.floor(index / 8)] as number);
  };
  const near = (found: readonly number[], wanted: ArrayLike<number>, most: number) =>
    expect(Math.max(...found.map((value, index) => Math.abs(value - (wanted[index] as number))))).toBeLessThanOrEqual(
      most,
    );

  const integers = Int8Array.from({ length: rows * 8 }, (_, index) => ((index * 37) % 255) - 127);
  const scales = Float32Array.from({ length: rows }, (_, row) => 2 ** -(row % 4));

  it('are read in bfloat16', () => {
    const upper = Uint16Array.from(new Uint32Array(whole.buffer), (word) => word >>> 16);
    near(matrixOf(stored('BF16', bytesOf(upper))), whole, 0.01);
  });

  it('are read in eight bits with a scale for each row, or one for all', () => {
    const expected = Float32Array.from(integers, (value, index) => value * (scales[Math.floor(index / 8)] as number));
    const byRow = { [`${matrix}_scale`]: { type: 'F32', shape: [rows, 1], bytes: bytesOf(scales) } };
    expect(matrixOf(stored('I8', bytesOf(integers), byRow))).toEqual([...expected]);
    const one = { [`${matrix}_scale`]: { type: 'F32', shape: [], bytes: bytesOf(Float32Array.of(0.5)) } };
    expect(matrixOf(stored('I8', bytesOf(integers), one))).toEqual(Array.from(integers, (value) => value / 2));
  });

  it('are read as bitsandbytes stores them, a row’s largest number beside', () => {
    const largest = { [matrix.replace('weight', 'SCB')]: { type: 'F32', shape: [rows], bytes: bytesOf(scales) } };
    const expected = Float32Array.from(
      integers,
      (value, index) => (value * (scales[Math.floor(index / 8)] as number)) / 127,
    );
    near(matrixOf(stored('I8', bytesOf(integers), largest)), expected, 1e-6);
  });

  it('are refused without scales, with too few of them, and in types that are not read', () => {
    const read =
      (...stores: Parameters<typeof stored>) =>
      () =>
        readCheckpoint(stored(...stores));
    expect(read('I8', bytesOf(integers))).toThrow(`${matrix} holds numbers of eight bits, but there are no scales`);
    const few = { [`${matrix}_scale`]: { type: 'F32', shape: [2], bytes: bytesOf(scales.slice(0, 2)) } };
    expect(read('I8', bytesOf(integers), few)).toThrow('12 rows, but 2 scales');
    expect(read('F8_E4M3', bytesOf(integers))).toThrow(`${matrix} holds numbers of the type F8_E4M3`);
  });
});
