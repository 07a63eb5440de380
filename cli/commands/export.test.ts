import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { graft } from '../testing.ts';

const demo = fileURLToPath(new URL('../../public/demo/source-model.graft', import.meta.url));

describe('graft export', () => {
  it('writes an ONNX folder with the programs that tag by it', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'graft-')), 'onnx');
    expect(await graft(['export', demo, '--to', 'onnx', '--out', folder])).toMatchObject({ status: 0 });
    const names = ['onnx/model.onnx', 'onnx/model_quantized.onnx', 'tagger.json', 'rules.json', 'tag.py', 'tag.mjs'];
    for (const name of names) expect(existsSync(join(folder, name)), name).toBe(true);
    const { id2label } = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
    expect(Object.values(id2label)).toContain('S-Person');
  });

  it('refuses a Hugging Face folder of what is no transformer, and names the form that it has', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'graft-')), 'huggingface');
    const refused = await graft(['export', demo, '--to', 'huggingface', '--out', folder]);
    expect(refused).toMatchObject({ status: 1 });
    expect(refused.note).toContain('BiLSTM-CRF');
    expect(refused.note).toContain('--to onnx');
  });
});
