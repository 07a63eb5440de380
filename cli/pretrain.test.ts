import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createNodeEngine } from './nodeEngine.ts';
import { corpora, graft as grafted } from './testing.ts';

/** As transformers saved it, with a head for masked pieces: test/parity/make_masked.py. */
const bert = fileURLToPath(new URL('../test/parity/fixtures/masked/bert', import.meta.url));
/** On the real engine. */
const graft = (words: readonly string[]) => grafted(words, { openEngine: async (texts) => createNodeEngine(texts) });
const backend = ['--backend', 'wasm'];

/** A text that the small checkpoint has letters for, in two files. */
function textFiles() {
  const { folder, ...others } = corpora();
  const lines = Array.from({ length: 60 }, (_, n) => (n % 2 === 0 ? 'ab cd ef gh ab .' : 'gh ab ab cd .'));
  const [text, more, dev] = ['text.txt', 'more.txt', 'dev.txt'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(text, lines.join('\n'));
  writeFileSync(more, lines.slice(0, 20).join('\n'));
  writeFileSync(dev, lines.slice(0, 8).join('\n'));
  return { ...others, folder, text, more, dev, adapted: join(folder, 'adapted') };
}

describe('graft pretrain', () => {
  it('writes a folder that a tagger is trained from, and tells perplexity', async () => {
    const { text, more, dev, adapted, files, out } = textFiles();
    const given = ['--text', text, more, '--dev', dev, '--out', adapted, ...backend];
    const settings = ['--epochs', '2', '--rate', '0.01', '--batch', '8', '--masking', 'spans', '--set', 'dropout=0'];
    const pretrained = await graft(['pretrain', '--encoder', bert, ...given, ...settings]);
    expect(pretrained).toMatchObject({ status: 0 });
    expect(pretrained.note).toContain('Pretraining on 80 passages');
    expect(pretrained.note).toContain('measured on 8 others');
    expect(pretrained.note).toMatch(/before {2}perplexity \d/);
    const table = pretrained.out.trim().split('\n');
    expect(table).toHaveLength(5);
    const [before, , after] = table.slice(2).map((row) => Number(row.split('|')[2]));
    expect(after).toBeLessThan(Number(before));
    expect(JSON.parse(readFileSync(join(adapted, 'config.json'), 'utf8')).architectures).toEqual(['BertForMaskedLM']);
    const shown = await graft(['inspect', adapted]);
    expect(shown.out).toContain('a pretrained encoder (BERT)');
    const training = [
      'train',
      '--model',
      'bert-tagger',
      '--encoder',
      adapted,
      '--set',
      'epochs=1',
      ...backend,
      ...files,
    ];
    expect(await graft(training)).toMatchObject({ status: 0 });
    expect(existsSync(out)).toBe(true);
  });

  it('begins from nothing, in the sizes that are set', async () => {
    const { train, adapted } = textFiles();
    // A corpus with annotation is a text too.
    const sizes = [
      'hiddenSize=8',
      'embeddingSize=8',
      'layers=1',
      'heads=2',
      'intermediateSize=12',
      'vocabularySize=120',
    ];
    const words = ['pretrain', '--from-nothing', '--text', train, '--out', adapted, '--epochs', '1', ...backend];
    expect(await graft([...words, '--set', ...sizes])).toMatchObject({ status: 0 });
    expect(JSON.parse(readFileSync(join(adapted, 'config.json'), 'utf8'))).toMatchObject({ hidden_size: 8 });
    const { model } = JSON.parse(readFileSync(join(adapted, 'tokenizer.json'), 'utf8'));
    expect(Object.keys(model.vocab)).toContain('moved');
  });

  it('says what it wants where it is asked for what cannot be', async () => {
    const { text, adapted, folder } = textFiles();
    const asked = async (...words: string[]) => {
      const { status, note } = await graft(['pretrain', '--text', text, '--out', adapted, ...words, ...backend]);
      return `${status}: ${note}`;
    };
    expect(await asked()).toMatch(/^2: .*--encoder, or --from-nothing/);
    expect(await asked('--encoder', bert, '--from-nothing')).toMatch(/^2: .*give one of them/);
    expect(await asked('--encoder', bert, '--cased')).toMatch(/^2: .*--cased/);
    expect(await asked('--encoder', bert, '--set', 'layers=3')).toMatch(/^2: .*the checkpoint’s/);
    expect(await asked('--encoder', bert, '--set', 'epochs=3')).toMatch(/^2: .*--epochs/);
    expect(await asked('--encoder', bert, '--set', 'dropuot=0')).toMatch(/^2: .*dropout/);
    expect(await asked('--encoder', bert, '--epochs', '0')).toMatch(/^2: .*whole number/);
    expect(await asked('--encoder', bert, '--masking', 'words')).toMatch(/^2: .*tokens, spans/);
    expect(await asked('--encoder', bert, '--out', folder)).toMatch(/^1: .*files in this folder already/);
    expect(await asked('--encoder', join(folder, 'none'))).toMatch(/^1: .*no such file/);
    writeFileSync(text, '\n\n');
    expect(await asked('--encoder', bert)).toMatch(/^1: .*The file is empty/s);
    writeFileSync(text, 'ab');
    expect(await asked('--encoder', bert)).toMatch(/^1: .*too little text/s);
    mkdirSync(join(folder, 'empty'));
    expect(existsSync(adapted)).toBe(false);
  });
});
