import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../workers/protocol/engine.ts';
import { corpora, withEngine } from '../testing.ts';

/** Sure of all but short texts. */
const tagText: Engine['tagText'] = async (_, text) => ({
  text,
  spans: [{ start: 0, end: 3, category: 'Person', confidence: text.length < 12 ? 0.6 : 0.9 }],
  sentences: [{ tokens: [{ start: 0, end: 3 }] }],
  unsure: text.includes('perhaps') ? [{ start: 4, end: 11, confidence: 0.55 }] : [],
});

function letters(files: Readonly<Record<string, string | Uint8Array>>) {
  const { source, folder } = corpora();
  const letters = join(folder, 'letters');
  mkdirSync(join(letters, 'deep', 'er'), { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(letters, name), content);
  const out = join(folder, 'tagged');
  return { folder, letters, out, words: ['tag', '--model', source, '--in', letters] };
}

const named = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
const recordIn = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

describe('tag, with a folder', () => {
  it('writes each text into a file of its own, below as above, and says what was left out', async () => {
    const {
      letters: from,
      out,
      words,
    } = letters({
      'Grüße 1 (copy).txt': 'Ada moved on.\r\n',
      'deep/er/✓.txt': 'Ada stayed here.',
      'deep/old.txt': Buffer.from('Ada paid at the caf\u00e9 in Velby.', 'latin1'),
      'empty.txt': '',
      'corpus.jsonl': '{"text":"Ada left","label":[[0,3,"Person"]]}\n',
      '.DS_Store': 'x',
      'mails.zip': zipSync({ 'in/a.txt': new TextEncoder().encode('Ada wrote this.') }),
    });
    const { status, note, out: printed } = await withEngine([...words, '--out', out], { tagText });
    expect({ status, printed }).toEqual({ status: 0, printed: '' });
    expect(named(out)).toEqual([
      'Grüße 1 (copy).txt.jsonl',
      'deep/er/✓.txt.jsonl',
      'deep/old.txt.jsonl',
      'mails.zip/in/a.txt.jsonl',
    ]);
    expect(recordIn(join(out, 'Grüße 1 (copy).txt.jsonl'))).toMatchObject({
      id: 'Grüße 1 (copy).txt',
      text: 'Ada moved on.\r\n',
      label: [[0, 3, 'Person']],
    });
    expect(recordIn(join(out, 'deep/old.txt.jsonl')).text).toContain('café');
    expect(note).toContain('deep/old.txt: decoded as');
    expect(note).toContain('empty.txt: The file is empty. The file was left out.');
    expect(note).toContain(
      'corpus.jsonl: It looks like jsonl, and plain texts are tagged here. The file was left out.',
    );
    expect(note).toContain('.DS_Store: It is a hidden file of the system. The file was left out.');
    expect(note).toContain('Tagged 4 texts: 4 spans; 3 files left out.');
    expect(readdirSync(from)).toContain('empty.txt');
  });

  it('lists what is to be looked at, the least sure first, and leaves it unchecked', async () => {
    const { folder, out, words } = letters({
      'a.txt': 'Ada perhaps moved on.',
      'b.txt': 'Ada left.',
      'c.txt': 'Ada moved on again.',
    });
    const review = join(folder, 'review.jsonl');
    const { status, note } = await withEngine([...words, '--out', out, '--review-below', '0.8', '--review', review], {
      tagText,
    });
    expect(status).toBe(0);
    expect(note).toContain('Look at 2 texts, of which the model was less than 80 % sure:');
    expect(note).toContain('  a.txt: “perhaps” as nothing, 55 %\n  b.txt: “Ada” as Person, 60 %');
    const lines = readFileSync(review, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      { document: 'a.txt', start: 4, end: 11, confidence: 0.55, words: 'perhaps', category: null },
      { document: 'b.txt', start: 0, end: 3, confidence: 0.6, words: 'Ada', category: 'Person' },
    ]);
    const annotated = ['a', 'b', 'c'].map((name) => recordIn(join(out, `${name}.txt.jsonl`)).annotated);
    expect(annotated).toEqual([[], [], undefined]);
    const sure = await withEngine([...words, '--review-below', '0.5'], { tagText });
    expect(sure.note).toContain('The model was at least 50 % sure of everything.');
  });

  it('lists single texts too', async () => {
    const { letters: from, words } = letters({ 'a.txt': 'Ada left.' });
    const [command, model, path, option] = words as [string, string, string, string];
    const single = [command, model, path, option, join(from, 'a.txt'), '--format', 'jsonl', '--review-below', '0.8'];
    const { out, note } = await withEngine(single, { tagText });
    expect(JSON.parse(out).annotated).toEqual([]);
    expect(note).toContain('Look at 1 text, of which');
  });

  it('goes to standard output as one, and several folders and files go together', async () => {
    const { letters: from, folder, words } = letters({ 'a.txt': 'Ada moved on.' });
    const others = join(folder, 'others');
    mkdirSync(others);
    writeFileSync(join(others, 'a.txt'), 'Ada came back.');
    const more = [...words, '--in', others, '--in', join(from, 'a.txt'), '--in', from];
    const { out } = await withEngine(more, { tagText });
    const ids = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    expect(ids).toEqual(['letters/a.txt', 'others/a.txt', 'a.txt', 'letters 2/a.txt']);
    const readable = await withEngine([...words, '--format', 'readable'], { tagText });
    expect(readable.out).toBe('[Ada](Person 90 %) moved on.\n');
  });

  it('does not walk in circles', async () => {
    const { letters: from, words } = letters({ 'a.txt': 'Ada moved on.' });
    symlinkSync(from, join(from, 'deep', 'back'));
    const { out, note } = await withEngine(words, { tagText });
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(note).toContain('deep/back: This is a link back to a folder in which it lies. The file was left out.');
  });

  it('passes over what is no file, and says so', async () => {
    const { letters: from, words } = letters({ 'a.txt': 'Ada moved on.' });
    execFileSync('mkfifo', [join(from, 'deep', 'pipe.txt')]);
    symlinkSync('/dev/zero', join(from, 'zero.txt'));
    symlinkSync('one.txt', join(from, 'other.txt'));
    symlinkSync('other.txt', join(from, 'one.txt'));
    symlinkSync('gone', join(from, 'lost.txt'));
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(from, 'socket'), done));
    const { status, out, note } = await withEngine(words, { tagText });
    server.close();
    expect([status, out.trim().split('\n').length]).toEqual([0, 1]);
    expect(note).toContain('deep/pipe.txt: This is a FIFO and no file. The file was left out.');
    expect(note).toContain('zero.txt: This is a device and no file. The file was left out.');
    expect(note).toContain('one.txt: This is a link in a circle. The file was left out.');
    expect(note).toContain('socket: This is a socket and no file. The file was left out.');
    expect(note).toContain('lost.txt: There is no such file. The file was left out.');
    expect(note).toContain('Tagged 1 text: 1 span; 6 files left out.');
  });

  it('gives brat as one archive', async () => {
    const { out, words } = letters({ 'a.txt': 'Ada moved on.', 'b.txt': 'Ada stayed here.' });
    await withEngine([...words, '--out', out, '--format', 'brat'], { tagText });
    expect(named(out)).toEqual(['tagged.zip']);
    const zip = `${out}.zip`;
    const { status } = await withEngine([...words, '--out', zip, '--format', 'brat'], { tagText });
    expect(status).toBe(0);
    expect(Object.keys(unzipSync(readFileSync(zip))).sort()).toEqual(
      Object.keys(unzipSync(readFileSync(join(out, 'tagged.zip')))).sort(),
    );
    const other = await withEngine([...words, '--out', `${out} 2.zip`], { tagText });
    expect([other.status, other.note]).toEqual([2, expect.stringContaining('--format brat alone writes one.')]);
  });

  it('refuses a folder that is not empty, one without texts, another format, and shares that are none', async () => {
    const { letters: from, out, words } = letters({ 'a.txt': 'Ada moved on.' });
    const taken = await withEngine([...words, '--out', from], { tagText });
    expect([taken.status, taken.note]).toEqual([1, expect.stringContaining('There are files in this folder already.')]);
    const columns = await withEngine([...words, '--from', 'conll'], { tagText });
    expect([columns.status, columns.note]).toEqual([2, expect.stringContaining('A folder is tagged as plain texts')]);
    const alone = await withEngine([...words, '--review', out], { tagText });
    expect([alone.status, alone.note]).toEqual([2, expect.stringContaining('give that share too')]);
    const wrong = await withEngine([...words, '--review-below', '80'], { tagText });
    expect([wrong.status, wrong.note]).toEqual([2, expect.stringContaining('Give a share from 0 to 1')]);
    const bare = letters({});
    const none = await withEngine([...bare.words, '--out', bare.out], { tagText });
    expect([none.status, none.note]).toEqual([1, expect.stringContaining('There is no file in it.')]);
    expect(existsSync(out)).toBe(false);
  });
});
