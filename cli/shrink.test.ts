import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { savedFiles, savedFolder, withMorePieces } from '../workers/checkpoint/testing.ts';
import { createNodeEngine } from './nodeEngine.ts';
import { corpora, graft as grafted } from './testing.ts';

/** On the real engine. */
const graft = (words: readonly string[]) => grafted(words, { openEngine: async (texts) => createNodeEngine(texts) });
const backend = ['--backend', 'wasm'];

/** A small checkpoint of five whole words beside its letters, and a text of three of them. */
function smallWorld() {
  const { folder, files } = corpora();
  const whole = join(folder, 'whole');
  mkdirSync(whole);
  for (const { path, bytes } of withMorePieces(savedFiles('masked/bert'), ['ab', 'cd', 'hh', 'gh', 'fgh'])) {
    writeFileSync(join(whole, path), bytes);
  }
  const text = join(folder, 'text.txt');
  const lines = Array.from({ length: 60 }, (_, n) => (n % 2 === 0 ? 'ab cd ef gh ab .\n' : 'gh ab ab cd .\n'));
  writeFileSync(text, lines.join('\n'));
  return { folder, files, whole, text, small: join(folder, 'small') };
}

describe('graft shrink', () => {
  it('writes a folder in eight bits that a tagger is trained from, and tells what it is before and after', async () => {
    const { whole, text, small, files } = smallWorld();
    const kept = ['--pieces', '24', '--layers', '1', '--steps', '20', '--rate', '0.01', '--batch', '8'];
    const shrunk = await graft(['shrink', '--encoder', whole, '--text', text, '--out', small, ...kept, ...backend]);
    expect(shrunk).toMatchObject({ status: 0 });
    expect(shrunk.note).toContain('Learning from the whole encoder on 57 passages in');
    expect(shrunk.note).toMatch(/before {2}error \d/);
    expect(shrunk.note).toMatch(/Of the text’s pieces 100\.0 % are kept, and 100\.0 % of its words are cut as before/);
    const cells = shrunk.out.split('\n').map((line) => line.split(' | '));
    expect(cells[4]).toEqual(['| pieces', '26', '24 |']);
    expect(cells[5]).toEqual(['| layers', '2', '1 (2) |']);
    const [before = 0, after = 0] = cells[6]?.slice(1).map((cell) => Number.parseFloat(cell)) ?? [];
    expect(after).toBeLessThan(before);
    const size = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'].reduce(
      (sum, name) => sum + statSync(join(small, name)).size,
      0,
    );
    expect(cells[3]?.[2]).toBe(`${size.toLocaleString('en')} |`);
    expect(JSON.parse(readFileSync(join(small, 'config.json'), 'utf8'))).toMatchObject({
      vocab_size: 24,
      num_hidden_layers: 1,
    });
    expect((await graft(['inspect', small])).out).toContain('a pretrained encoder (BERT)');
    const training = ['train', '--model', 'bert-tagger', '--encoder', small, '--set', 'epochs=1', ...backend, ...files];
    expect(await graft(training)).toMatchObject({ status: 0 });
  });

  it('writes single precision where it is asked for', async () => {
    const { whole, text, small } = smallWorld();
    const words = ['shrink', '--encoder', whole, '--text', text, '--out', small, '--pieces', '0', ...backend];
    expect(await graft([...words, '--numbers', 'float32'])).toMatchObject({ status: 0 });
    const written = readFileSync(join(small, 'model.safetensors'), 'latin1');
    expect(written).not.toContain('I8');
    expect(written).not.toContain('_scale');
  });

  it('says what it wants where it is asked for what cannot be', async () => {
    const { folder, whole, text, small } = smallWorld();
    const asked = async (...words: string[]) => {
      const given = ['shrink', '--encoder', whole, '--text', text, '--out', small, ...backend, ...words];
      const { status, note } = await graft(given);
      return `${status}: ${note}`;
    };
    expect(await asked('--layers', '3')).toMatch(/^1: .*has 2 layers, and 3 are to be kept/s);
    expect(await asked('--pieces', '20')).toMatch(/^1: .*20 pieces are too few.*at least 21 pieces \(--pieces\)/s);
    expect(await asked('--pieces', 'many')).toMatch(/^2: .*whole number/s);
    expect(await asked('--out', folder)).toMatch(/^1: .*files in this folder already/s);
    expect(await asked('--encoder', join(folder, 'none'))).toMatch(/^1: .*no such file/s);
    const tagger = join(folder, 'tagger');
    mkdirSync(tagger);
    for (const { path, bytes } of savedFolder('bert')) writeFileSync(join(tagger, path), bytes);
    expect(await asked('--encoder', tagger)).toMatch(
      /^1: .*This is a tagger, with a head for .*the head would be lost/s,
    );
    expect(await asked('--encoder', text)).toMatch(/^1: .*A checkpoint is a folder/s);
    writeFileSync(text, '\n\n');
    expect(await asked()).toMatch(/^1: .*The file is empty/s);
    expect(existsSync(small)).toBe(false);
  });
});
