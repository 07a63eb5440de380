import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { unpackBundle } from '../../workers/bundle/bundle.ts';
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

  it('writes a .graft file without the sentences and rare words of the training text, which tags', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'graft-'));
    const out = join(folder, 'away.graft');
    const words = ['export', demo, '--to', 'graft', '--out', out, '--without', 'sentences,words'];
    expect(await graft(words)).toMatchObject({ status: 0 });
    const [before, after] = [demo, out].map((path) => unpackBundle(path, readFileSync(path)));
    expect(before?.sample).toBeDefined();
    expect(after?.sample).toBeUndefined();
    const listed = (state: typeof before) => state?.texts['wordTable.words'] ?? [];
    expect(listed(after).length).toBeLessThan(listed(before).length);
    expect(listed(after)).toContain('order');
    const card = await graft(['inspect', out]);
    expect(card.out).toContain('No sentence of its training text.');
    expect(card.out).toContain('stand in English vectors (GloVe 6B, 100,000 words) as well, and no others');
    const text = join(folder, 'text.txt');
    writeFileSync(text, 'Please call Mr Smith in London about order 5.\n');
    const tagged = await graft(['tag', '--model', out, '--in', text, '--backend', 'wasm']);
    expect(tagged).toMatchObject({ status: 0 });
    expect(tagged.out).toMatch(/\]\(Person/);
  });

  it('refuses to leave out what it does not know, and a list of words where all stay', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'graft-')), 'away.graft');
    const words = ['export', demo, '--to', 'graft', '--out', out];
    expect((await graft([...words, '--without', 'names'])).note).toContain('Give sentences or words, or both');
    expect((await graft([...words, '--words-of', 'english'])).note).toContain('Add --without words.');
    const over = ['export', demo, '--to', 'graft', '--out', demo];
    expect((await graft(over)).note).toContain('are one file');
  });

  it('refuses a Hugging Face folder of what is no transformer, and names the form that it has', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'graft-')), 'huggingface');
    const refused = await graft(['export', demo, '--to', 'huggingface', '--out', folder]);
    expect(refused).toMatchObject({ status: 1 });
    expect(refused.note).toContain('BiLSTM-CRF');
    expect(refused.note).toContain('--to onnx');
  });
});
