import { describe, expect, it } from 'vitest';
import { trimPieces } from '../text/pieces/trimPieces.ts';
import { storedTensors } from '../text/safetensors.ts';
import { cutEncoder, evenlySpaced } from './cutEncoder.ts';
import { readCheckpoint } from './readCheckpoint.ts';
import { familyNames, savedFiles, savedFolder, withMorePieces } from './testing.ts';
import { writeCheckpoint } from './writeCheckpoint.ts';

const maskedNames = ['bert', 'roberta', 'distilbert', 'electra', 'modernbert'] as const;
const rowsOf = ({ shape, values }: { shape: readonly number[]; values: Float32Array }) => {
  const width = values.length / (shape[0] ?? 1);
  return Array.from({ length: shape[0] ?? 0 }, (_, row) => [...values.subarray(row * width, (row + 1) * width)]);
};

describe('layers that are kept', () => {
  it('are evenly spaced, and the last is among them', () => {
    expect(evenlySpaced(6, 3)).toEqual([1, 3, 5]);
    expect(evenlySpaced(12, 4)).toEqual([2, 5, 8, 11]);
    expect(evenlySpaced(6, 4)).toEqual([1, 2, 4, 5]);
    expect(evenlySpaced(5, 1)).toEqual([4]);
    expect(evenlySpaced(3, 3)).toEqual([0, 1, 2]);
  });
});

describe('an encoder that was cut', () => {
  it.each(maskedNames)('has the rows of the pieces that it kept, in its head too, and is read again: %s', (family) => {
    const whole = readCheckpoint(withMorePieces(savedFiles(`masked/${family}`), ['ab', 'bc', 'cd', 'abc']));
    const { specification, texts } = whole;
    const files = texts['tokenizer.files'] ?? [];
    const all = Array.from({ length: specification.layers }, (_, layer) => layer);
    const counts = { [specification.vocabularySize - 1]: 1, length: specification.vocabularySize };
    const trimmed = trimPieces(files, counts, specification.vocabularySize - 2);
    const cut = cutEncoder(whole, trimmed, all);
    const rows = rowsOf(whole.weights['pieceTable.rows'] as never);
    const kept = [...trimmed.kept];
    expect(rowsOf(cut.weights['pieceTable.rows'] as never)).toEqual(kept.map((id) => rows[id]));
    const bias = whole.masked?.weights['maskedHead.output.bias']?.values ?? [];
    expect([...(cut.masked?.weights['maskedHead.output.bias']?.values ?? [])]).toEqual(kept.map((id) => bias[id]));
    const again = readCheckpoint(writeCheckpoint({ ...cut, head: null }));
    expect(again.specification).toMatchObject({ vocabularySize: kept.length, layers: specification.layers });
    expect(again.weights).toEqual(cut.weights);
    expect(again.masked?.weights).toEqual(cut.masked?.weights);
    expect(again.facts.notes).toEqual([]);
  });

  it('has the layers that it kept under new numbers', () => {
    const whole = readCheckpoint(savedFolder('bert'));
    const { weights, specification } = cutEncoder(whole, null, [1]);
    expect(specification).toEqual({ ...whole.specification, layers: 1 });
    expect(weights['layers.0.attentionInput.weights']).toBe(whole.weights['layers.1.attentionInput.weights']);
    expect(Object.keys(weights).some((name) => name.startsWith('layers.1.'))).toBe(false);
    expect(weights['pieceTable.rows']).toBe(whole.weights['pieceTable.rows']);
  });

  it('keeps all layers where they are of several kinds', () => {
    const whole = readCheckpoint(savedFolder('modernbert'));
    expect(() => cutEncoder(whole, null, [1])).toThrow('of several kinds');
    expect(cutEncoder(whole, null, [0]).specification.layers).toBe(1);
  });
});

describe('numbers of eight bits', () => {
  it.each(familyNames)('are read again within half a step of their row: %s', (family) => {
    const { facts: _, ...checkpoint } = { ...readCheckpoint(savedFolder(family)), head: null };
    const files = writeCheckpoint(checkpoint, 'int8');
    const again = readCheckpoint(files);
    expect(again.facts.notes).toEqual([]);
    expect(again.specification).toEqual(readCheckpoint(writeCheckpoint(checkpoint)).specification);
    for (const [name, { shape, values }] of Object.entries(again.weights)) {
      const whole = checkpoint.weights[name]?.values as Float32Array;
      if (shape.length < 2) expect(values).toEqual(whole);
      // A row there is a row of a table here, and of a matrix a column.
      const width = shape[1] as number;
      const placeOf = (n: number) => (name.endsWith('.rows') ? Math.floor(n / width) : n % width);
      const largest: number[] = [];
      whole.forEach((value, n) => {
        largest[placeOf(n)] = Math.max(largest[placeOf(n)] ?? 0, Math.abs(value));
      });
      values.forEach((value, n) => {
        const step = (largest[placeOf(n)] as number) / 127;
        expect(Math.abs(value - (whole[n] as number))).toBeLessThanOrEqual(0.5001 * step);
      });
    }
  });

  it('take a byte each, scales stand at even addresses, and config.json says so to others', () => {
    const files = writeCheckpoint({ ...readCheckpoint(savedFolder('bert')), head: null }, 'int8');
    const bytesOf = (name: string) => files.find(({ path }) => path === name)?.bytes;
    const { quantization_config: said } = JSON.parse(new TextDecoder().decode(bytesOf('config.json')));
    expect(said).toMatchObject({ quant_method: 'compressed-tensors', format: 'int-quantized' });
    const bytes = bytesOf('model.safetensors');
    const fault = (message: string) => {
      throw new Error(message);
    };
    const tensors = storedTensors(bytes as Uint8Array, fault);
    for (const [name, { type, shape, bytes: stored }] of tensors) {
      expect(type).toBe(shape.length === 2 && !name.endsWith('_scale') ? 'I8' : 'F32');
      if (type === 'F32') expect(stored.byteOffset % 4).toBe(0);
      if (type === 'I8') expect(tensors.get(`${name}_scale`)?.shape).toEqual([shape[0], 1]);
    }
  });
});
