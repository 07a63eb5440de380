import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { corpora, graft, standInEngine, withEngine } from '../testing.ts';

describe('tag', () => {
  it('marks spans in plain text from standard input and leaves the rest as it was', async () => {
    const { engine } = standInEngine();
    const { status, out } = await graft(['tag', '--model', corpora().source], {
      openEngine: async () => engine,
      input: 'Ada moved on.\n\nNobody  knows why.\n',
    });
    expect(status).toBe(0);
    expect(out).toBe('[Ada](Person 98 %) moved on.\n\nNobody  knows why.\n');
  });

  it('writes a tagged corpus to a file', async () => {
    const { source, test, folder } = corpora();
    const result = join(folder, 'tagged.conll');
    const { status, out } = await withEngine(['tag', '--model', source, '--in', test, '--out', result]);
    expect({ status, out }).toEqual({ status: 0, out: '' });
    expect(readFileSync(result, 'utf8')).toBe('Ada B-Person\n\n');
    const wrong = await withEngine(['tag', '--model', source, '--in', test, '--format', 'readable']);
    expect(wrong.note).toContain('was read as conll');
    expect(wrong.status).toBe(2);
  });

  it('tags several texts one after the other, each a document of its own', async () => {
    const { source, folder } = corpora();
    const texts = { 'b.txt': 'Ada moved on.', 'a.txt': 'Ada stayed.\r\n' };
    const inputs = Object.entries(texts).flatMap(([name, text]) => {
      writeFileSync(join(folder, name), text);
      return ['--in', join(folder, name)];
    });
    const { out } = await withEngine(['tag', '--model', source, ...inputs]);
    expect(out).toBe('[Ada](Person 98 %) moved on.\n[Ada](Person 98 %) stayed.\r\n');
    const records = (await withEngine(['tag', '--model', source, ...inputs, '--format', 'jsonl'])).out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records.map(({ id, text }) => [id, text])).toEqual(Object.entries(texts));
  });

  it('tags every text in a zip, and leaves out what is none', async () => {
    const { source, folder } = corpora();
    const zip = join(folder, 'mails.zip');
    const bytes = (text: string) => new TextEncoder().encode(text);
    writeFileSync(zip, zipSync({ 'a.txt': bytes('Ada moved on.'), 'b.txt': bytes('Ada stayed.'), 'c.txt': bytes('') }));
    const { out, note, status } = await withEngine(['tag', '--model', source, '--in', zip]);
    expect(out).toBe('[Ada](Person 98 %) moved on.\n[Ada](Person 98 %) stayed.\n');
    expect(note).toContain('mails.zip/c.txt: The file is empty. The file was left out.');
    expect(status).toBe(0);
  });

  it.each(['together', 'in a zip'])('takes a brat text and its annotation file %s for a corpus', async (how) => {
    const { source, folder } = corpora();
    const files = { 'a.txt': 'Ada moved on.\n', 'a.ann': 'T1\tPerson 0 3\tAda\n' };
    const inZip = join(folder, 'brat.zip');
    const packed = Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)] as const);
    writeFileSync(inZip, zipSync(Object.fromEntries(packed)));
    for (const [name, bytes] of packed) writeFileSync(join(folder, name), bytes);
    const inputs = how === 'in a zip' ? [inZip] : Object.keys(files).map((name) => join(folder, name));
    const words = ['tag', '--model', source, ...inputs.flatMap((path) => ['--in', path])];
    const { out, note, status } = await withEngine(words);
    expect(note).toContain('brat standoff annotation');
    expect({ out, status }).toEqual({ out: 'Ada B-Person\n\n', status: 0 });
  });

  it('does not mix plain text and corpora', async () => {
    const { source, test, folder } = corpora();
    const text = join(folder, 'mail.txt');
    writeFileSync(text, 'Ada moved on.');
    const words = ['tag', '--model', source, '--in', test, '--in', text];
    const { status, note } = await withEngine(words);
    expect(note).toContain('mail.txt was read as plain text and test.conll as conll');
    expect(status).toBe(2);
    expect((await withEngine([...words, '--from', 'text'])).status).toBe(0);
  });

  it('says how it decoded a text', async () => {
    const { source, folder } = corpora();
    const text = join(folder, 'mail.txt');
    writeFileSync(text, Buffer.from('Café in Velby', 'latin1'));
    const { out, note } = await withEngine(['tag', '--model', source, '--in', text]);
    expect(out).toBe('[Caf](Person 98 %)é in Velby\n');
    expect(note).toContain('mail.txt: decoded as latin-1');
  });

  it('refuses a corpus of tags for a model of spans, unless its tags are to be taken for spans', async () => {
    const { source, folder } = corpora();
    const columns = join(folder, 'pos.conll');
    writeFileSync(columns, 'Ada NNP\nmoved VBD\n');
    const words = ['tag', '--model', source, '--in', columns];
    const { status, note, out } = await withEngine(words);
    expect(note).toContain('The model source finds spans, but the corpus was read as one tag a token.');
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect((await withEngine([...words, '--kind', 'spans'])).status).toBe(0);
  });

  it('does not write over the model or the text', async () => {
    const { source, test } = corpora();
    for (const [option, path] of [
      ['--model', source],
      ['--in', test],
    ] as const) {
      const { status, note } = await withEngine(['tag', '--model', source, '--in', test, '--out', path]);
      expect(note).toContain(`--out and ${option} are one file`);
      expect(status).toBe(1);
    }
  });
});
