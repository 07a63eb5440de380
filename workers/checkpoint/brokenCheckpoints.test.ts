import { describe, expect, it } from 'vitest';
import type { CheckpointFile } from '../protocol/checkpoint.ts';
import { GraftError } from '../protocol/errors.ts';
import { readCheckpoint } from './readCheckpoint.ts';
import { changed, savedFolder, utf8, withConfig, withTensors } from './testing.ts';

const bert = savedFolder('bert');
const weights = 'model.safetensors';
const without = (files: readonly CheckpointFile[], path: string) => changed(files, path, () => undefined);
const pointer = utf8('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 440449768\n');
const rows = 'bert.embeddings.word_embeddings.weight';

/** A length in front of the header that is none. */
const headerOf = (length: bigint) =>
  changed(bert, weights, (bytes) => {
    const forged = bytes.slice();
    new DataView(forged.buffer).setBigUint64(0, length, true);
    return forged;
  });

const cases: readonly (readonly [string, readonly CheckpointFile[], code: string, message: string])[] = [
  ['no config.json', without(bert, 'config.json'), 'checkpoint-config', 'There is no config.json'],
  [
    'two checkpoints',
    ['a', 'b'].flatMap((folder) => bert.map((file) => ({ ...file, path: `${folder}/${file.path}` }))),
    'checkpoint-several',
    'a/config.json, b/config.json',
  ],
  [
    'a config.json that is cut off',
    changed(bert, 'config.json', (bytes) => bytes.slice(0, 50)),
    'checkpoint-json',
    'not JSON',
  ],
  ['a config.json that lacks a size', withConfig(bert, { hidden_size: null }), 'checkpoint-config', 'hidden_size'],
  [
    'heads that do not divide the states',
    withConfig(bert, { num_attention_heads: 3 }),
    'checkpoint-config',
    '3 attention heads',
  ],
  ['another family', withConfig(bert, { model_type: 'deberta-v2' }), 'checkpoint-unsupported', 'deberta-v2'],
  [
    'relative positions',
    withConfig(bert, { position_embedding_type: 'relative_key' }),
    'checkpoint-unsupported',
    'relative_key',
  ],
  ['a decoder', withConfig(bert, { is_decoder: true }), 'checkpoint-unsupported', 'is_decoder'],
  ['an activation that is not known', withConfig(bert, { hidden_act: 'mish' }), 'checkpoint-unsupported', 'mish'],
  [
    'layers in no regular order',
    withConfig(savedFolder('modernbert'), {
      layer_types: ['full_attention', 'full_attention', 'sliding_attention', 'full_attention'],
    }),
    'checkpoint-unsupported',
    'layer_types',
  ],
  ['no weights', without(bert, weights), 'checkpoint-weights', 'There are no weights'],
  [
    'pickled weights alone',
    [...without(bert, weights), { path: 'pytorch_model.bin', bytes: utf8('PK') }],
    'checkpoint-pickled',
    'pytorch_model.bin',
  ],
  ['weights that are a pointer', changed(bert, weights, () => pointer), 'checkpoint-pointer', weights],
  ['a tokenizer that is a pointer', changed(bert, 'vocab.txt', () => pointer), 'checkpoint-pointer', 'vocab.txt'],
  [
    'weights that are cut off',
    changed(bert, weights, (bytes) => bytes.slice(0, -100)),
    'checkpoint-weights',
    'it is cut off',
  ],
  ['a header of 2 GB', headerOf(2n ** 31n), 'checkpoint-weights', 'The header claims 2147483648 bytes'],
  ['a header beyond all measure', headerOf(2n ** 63n), 'checkpoint-weights', 'The header claims'],
  [
    'a shard that is missing',
    without(savedFolder('xlm-r'), 'model-00002-of-00002.safetensors'),
    'checkpoint-shard',
    'model-00002-of-00002.safetensors',
  ],
  [
    'an index that is none',
    changed(savedFolder('xlm-r'), 'model.safetensors.index.json', () => utf8('{}')),
    'checkpoint-json',
    'model.safetensors.index.json',
  ],
  [
    'a tensor that is missing',
    withTensors(bert, ({ [rows]: _, ...rest }) => rest),
    'checkpoint-tensor',
    'embeddings.word_embeddings.weight is missing',
  ],
  [
    'a tensor of another shape',
    withTensors(bert, (tensors) => ({ ...tensors, [rows]: { shape: [21, 4], values: new Float32Array(84) } })),
    'checkpoint-shape',
    `${rows} is [21,4]; a model as config.json describes it has [21,8]`,
  ],
  [
    'more layers than config.json says',
    withConfig(bert, { num_hidden_layers: 1 }),
    'checkpoint-tensor',
    'encoder.layer.1.',
  ],
  [
    'a number that is none',
    withTensors(bert, (tensors) => {
      tensors[rows]?.values.fill(Number.NaN, 7, 8);
      return tensors;
    }),
    'checkpoint-finite',
    `${rows} holds NaN at place 7`,
  ],
  [
    'a number that is not finite',
    withTensors(bert, (tensors) => {
      tensors['classifier.bias']?.values.fill(Number.POSITIVE_INFINITY);
      return tensors;
    }),
    'checkpoint-finite',
    'classifier.bias holds Infinity',
  ],
  [
    'a tokenizer of SentencePiece alone',
    [...without(bert, 'vocab.txt'), { path: 'sentencepiece.bpe.model', bytes: utf8('x') }],
    'checkpoint-tokenizer',
    'sentencepiece.bpe.model',
  ],
  ['no tokenizer', without(bert, 'vocab.txt'), 'tokenizer', 'neither tokenizer.json nor vocab.txt'],
  [
    'a vocabulary larger than the table',
    changed(bert, 'vocab.txt', (bytes) => utf8(`${new TextDecoder().decode(bytes)}##z\n`)),
    'checkpoint-tokenizer',
    '22 pieces, but the model’s table of pieces has 21 rows',
  ],
  [
    'a vocabulary of another model',
    withConfig(bert, { vocab_size: 30_522 }),
    'checkpoint-tokenizer',
    '21 pieces, but the model’s table of pieces has 30522 rows',
  ],
  ['a vocabulary without a piece that begins', changed(bert, 'vocab.txt', () => utf8('a\nb\n')), 'tokenizer', '[CLS]'],
];

describe('a broken checkpoint is refused by what is wrong with it', () => {
  it.each(cases)('%s', (_, files, code, message) => {
    let thrown: unknown;
    try {
      readCheckpoint(files);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(GraftError);
    const { problem, message: said } = thrown as GraftError;
    expect(problem.code).toBe(code);
    expect(said).toContain(message);
    expect(problem.remedy.length).toBeGreaterThan(20);
  });
});
