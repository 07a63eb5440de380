/**
 * Folders that were written here, loaded by transformers itself: the same numbers come out as of the folder that was read,
 * and words become the same pieces. Skipped where Python has no transformers.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createPieceTokenizer } from '../text/pieces/pieceTokenizer.ts';
import { readCheckpoint } from './readCheckpoint.ts';
import { familyNames, savedFiles } from './testing.ts';
import { writeCheckpoint } from './writeCheckpoint.ts';

const python = process.env.GRAFT_PYTHON ?? 'python3';
const parity = fileURLToPath(new URL('../../test/parity/', import.meta.url));
const isThere = spawnSync(python, ['-c', 'import transformers']).status === 0;
if (!isThere) console.warn(`${python} has no transformers (GRAFT_PYTHON names another Python): its tests are skipped.`);

interface Loaded {
  readonly class: string;
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly difference: number;
  readonly ids: readonly (readonly number[])[];
}

const words = ['ab', 'c', 'deadh', 'x', 'CAB', 'é', 'b\u00adb', 'a,b', '東', '[MASK]'];

const classes = {
  bert: 'BertForTokenClassification',
  // RoBERTa's own are known by their tokenizer, which here is BERT's; the numbers are the same.
  roberta: 'BertModel',
  'xlm-r': 'BertModel',
  distilbert: 'DistilBertModel',
  electra: 'ElectraModel',
  modernbert: 'ModernBertForTokenClassification',
} as const;

describe.skipIf(!isThere)('transformers', () => {
  const folder = isThere ? mkdtempSync(join(tmpdir(), 'graft-checkpoints-')) : '';
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const cases = [
    ...familyNames.map((family) => [`checkpoints/${family}`, classes[family]] as const),
    // With their heads for masked pieces.
    ['masked/bert', 'BertForMaskedLM'],
    ['masked/distilbert', 'DistilBertForMaskedLM'],
    ['masked/electra', 'ElectraForMaskedLM'],
    ['masked/modernbert', 'ModernBertForMaskedLM'],
  ] as const;

  it.each(cases)('loads what was written of %s', (saved, made) => {
    const checkpoint = readCheckpoint(savedFiles(saved));
    const written = join(folder, saved.replace('/', '-'));
    mkdirSync(written);
    for (const { path, bytes } of writeCheckpoint(checkpoint)) writeFileSync(join(written, path), bytes);
    const wordsFile = join(folder, 'words.json');
    writeFileSync(wordsFile, JSON.stringify(words));
    const original = join(parity, 'fixtures', saved);
    const arguments_ = [join(parity, 'load_checkpoints.py'), wordsFile, original, written];
    const { stdout, stderr, status } = spawnSync(python, arguments_, { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    const loaded: Loaded = JSON.parse(stdout);
    expect({ ...loaded, difference: 0, ids: [] }).toEqual({
      class: made,
      missing: [],
      unexpected: [],
      difference: 0,
      ids: [],
    });
    // ELECTRA's GELU by tanh is written by another of its names, which is worked out in another order.
    expect(loaded.difference).toBeLessThan(2e-6);
    const tokenizer = createPieceTokenizer(checkpoint.texts['tokenizer.files'] ?? []);
    expect(words.map((word) => tokenizer.piecesOf(word).ids)).toEqual(loaded.ids);
  });
});
