import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { storedTensors } from '../text/safetensors.ts';
import type { Checkpoint } from './checkpoint.ts';
import { readCheckpoint } from './readCheckpoint.ts';
import { familyNames, savedFolder } from './testing.ts';
import { writeCheckpoint } from './writeCheckpoint.ts';

const configOf = (checkpoint: Omit<Checkpoint, 'facts'>) =>
  JSON.parse(new TextDecoder().decode(writeCheckpoint(checkpoint).find(({ path }) => path === 'config.json')?.bytes));

/** A tokenizer whose sequences begin with <s>, by which RoBERTa's models are known. */
const pieces = JSON.parse(
  readFileSync(new URL('../../test/parity/fixtures/pieces.json', import.meta.url), 'utf8'),
) as Record<string, { tokenizer: unknown }>;
const withTokenizer = (checkpoint: Checkpoint, name: string): Checkpoint => {
  const { shape } = checkpoint.weights['pieceTable.rows'] as { shape: readonly number[] };
  const values = new Float32Array(600 * (shape[1] ?? 0)).fill(0.25);
  return {
    ...checkpoint,
    specification: { ...checkpoint.specification, vocabularySize: 600 },
    weights: { ...checkpoint.weights, 'pieceTable.rows': { shape: [600, shape[1] ?? 0], values } },
    texts: { 'tokenizer.files': [JSON.stringify(pieces[name]?.tokenizer), '{}'] },
  };
};

describe('an encoder as a folder, read again', () => {
  it.each(familyNames)('is the same: %s', (family) => {
    const { facts: _, ...checkpoint } = readCheckpoint(savedFolder(family));
    const { facts, ...again } = readCheckpoint(writeCheckpoint(checkpoint));
    const plain = ({ specification, weights, head }: typeof again) => ({ specification, weights, head });
    expect(plain(again)).toEqual(plain(checkpoint));
    expect(facts.notes).toEqual([]);
  });

  it.each([
    ['roberta', 'byteLevel', 'RoBERTa'],
    ['xlm-roberta', 'unigram', 'XLM-R'],
  ])('has the rows of %s back that stand for padding', (modelType, tokenizer, label) => {
    const checkpoint = withTokenizer(readCheckpoint(savedFolder('roberta')), tokenizer);
    const files = writeCheckpoint(checkpoint);
    expect(configOf(checkpoint)).toMatchObject({ model_type: modelType, max_position_embeddings: 26, pad_token_id: 1 });
    const again = readCheckpoint(files);
    expect(again.facts.family).toBe(label);
    expect(again.specification).toEqual(checkpoint.specification);
    expect(again.weights).toEqual(checkpoint.weights);
  });

  it('has the names that transformers gave the tensors', () => {
    const namesIn = (files: readonly { path: string; bytes: Uint8Array }[]) => {
      const bytes = files.find(({ path }) => path === 'model.safetensors')?.bytes ?? new Uint8Array();
      const fault = (message: string) => {
        throw new Error(message);
      };
      return [...storedTensors(bytes, fault)].map(([name, { shape }]) => `${name} [${shape}]`).sort();
    };
    for (const family of ['bert', 'distilbert'] as const) {
      expect(namesIn(writeCheckpoint(readCheckpoint(savedFolder(family))))).toEqual(namesIn(savedFolder(family)));
    }
  });

  it('says the labels of its head, and its architecture', () => {
    expect(configOf(readCheckpoint(savedFolder('bert')))).toMatchObject({
      architectures: ['BertForTokenClassification'],
      id2label: { 0: 'O', 4: 'I-LOC' },
      label2id: { O: 0, 'I-LOC': 4 },
    });
    expect(configOf(readCheckpoint(savedFolder('electra'))).architectures).toEqual(['ElectraModel']);
    const encoder = { ...readCheckpoint(savedFolder('modernbert')), head: null };
    expect(configOf(encoder).architectures).toEqual(['ModernBertModel']);
    expect(readCheckpoint(writeCheckpoint(encoder)).facts.notes).toEqual([]);
  });

  it('is refused where transformers has no such network', () => {
    const { specification, ...rest } = readCheckpoint(savedFolder('bert'));
    expect(() => writeCheckpoint({ ...rest, specification: { ...specification, positions: 'rotary' } })).toThrow(
      'No family of transformers',
    );
    const modern = readCheckpoint(savedFolder('modernbert'));
    const without = { ...modern.specification, headLayer: false };
    expect(() => writeCheckpoint({ ...modern, specification: without })).toThrow('have a layer there between');
    const with_ = { ...specification, headLayer: true };
    expect(() => writeCheckpoint({ ...rest, specification: with_ })).toThrow('have no layer there between');
  });
});
