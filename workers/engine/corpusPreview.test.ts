import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ImportOptions } from '../protocol/engine.ts';
import { previewFiles } from './corpusPreview.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const look = (name: string, content: string | Uint8Array<ArrayBuffer>, options: ImportOptions = {}) =>
  previewFiles([{ name, blob: new Blob([content]) }], options);

const columns = (sentences: number) =>
  Array.from({ length: sentences }, (_, index) => `Ada${index} x B-Person\nleft y O\nVelby z B-Place\n`).join('\n');

describe('a look at a file', () => {
  it('gives the first lines and the first sentences of a small one', async () => {
    const { lines, whole, reading, problem } = await look('small.conll', columns(12));
    expect(problem).toBeNull();
    expect(whole).toBe(true);
    expect(lines.slice(0, 4)).toEqual(['Ada0 x B-Person', 'left y O', 'Velby z B-Place', '']);
    expect(reading).toMatchObject({ format: 'conll', kind: 'spans', categories: ['Person', 'Place'] });
    expect(reading?.sentences).toHaveLength(8);
    expect(reading?.sentences[1]?.spans.map(({ category }) => category)).toEqual(['Person', 'Place']);
  });

  it('reads no more than the beginning of a large one, up to the end of a line', async () => {
    const { whole, reading } = await look('large.conll', columns(8000));
    expect(whole).toBe(false);
    expect(reading?.problems).toEqual([]);
    expect(reading?.kept.sentences).toBeGreaterThan(500);
    expect(reading?.kept.sentences).toBeLessThan(4000);
  });

  it('reads all of one whose beginning says nothing', async () => {
    const records = Array.from({ length: 2000 }, (_, index) => ({
      text: `Ada ${index} left.`,
      label: [[0, 3, 'Person']],
    }));
    const { whole, reading } = await look('all.json', JSON.stringify(records));
    expect(whole).toBe(true);
    expect(reading?.kept.spans).toBe(2000);
  });

  it('follows the options', async () => {
    const { reading } = await look('other.conll', columns(12), { tagColumn: 1, kind: 'tags' });
    expect(reading?.kind).toBe('tags');
    expect(reading?.sentences[0]?.tags).toEqual(['x', 'y', 'z']);
  });

  it('keeps the lines in view when nothing can be read as asked', async () => {
    const { lines, reading, problem } = await look('small.conll', columns(3), { format: 'json' });
    expect(reading).toBeNull();
    expect(problem).toMatchObject({ file: 'small.conll' });
    expect(lines[0]).toBe('Ada0 x B-Person');
  });

  it('cuts a long file in UTF-16 between two letters', async () => {
    const text = `\uFEFF${columns(8000)}`;
    const wide = new Uint8Array(new Uint16Array([...text].map((letter) => letter.charCodeAt(0))).buffer);
    const { reading } = await look('wide.conll', wide);
    expect(reading?.problems).toEqual([]);
    expect(reading?.categories).toEqual(['Person', 'Place']);
  });

  it('puts a text together with its annotation', async () => {
    const files = [
      { name: 'letter.txt', blob: new Blob(['Ada moved to Velby.']) },
      { name: 'letter.ann', blob: new Blob(['T1\tPlace 13 18\tVelby\n']) },
    ];
    const { lines, reading } = await previewFiles(files, {});
    expect(lines).toEqual(['Ada moved to Velby.']);
    expect(reading).toMatchObject({ format: 'brat', categories: ['Place'] });
  });

  it('unpacks an archive', async () => {
    const packed = zipSync({ 'news/train.conll': encode(columns(3)) });
    const { reading } = await look('news.zip', packed);
    expect(reading).toMatchObject({ format: 'conll', categories: ['Person', 'Place'] });
  });

  it('unpacks a large archive, whose list stands at its end', async () => {
    const picture = new Uint8Array(33_000_000);
    const packed = zipSync({ 'news/train.conll': encode(columns(3)), 'news/map.png': picture }, { level: 0 });
    const { reading } = await look('news.zip', packed);
    expect(reading).toMatchObject({ format: 'conll', categories: ['Person', 'Place'] });
  });

  it('does not call one JSON value broken that is too large to be read for a look', async () => {
    const record = '{"text": "Ada left.", "label": [[0, 3, "Person"]]},\n';
    const { lines, reading, problem } = await look('all.json', `[${record.repeat(700_000)}{}]`);
    expect([lines.length, reading, problem?.code]).toEqual([12, null, 'preview-too-large']);
  });

  it('has no line to show of what holds no text', async () => {
    const { lines, problem } = await look('picture.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]));
    expect(lines).toEqual([]);
    expect(problem?.code).toBe('binary-file');
    expect((await look('empty.txt', encode(''))).problem?.code).toBe('empty-file');
  });
});
