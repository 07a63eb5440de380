import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { graft, temporaryFolder } from '../testing.ts';

/** A folder with files in it, by name. */
function folderOf(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return (name: string) => join(folder, name);
}

describe('convert', () => {
  it('converts, counts, and says what it could not read', async () => {
    const record = {
      text: 'Ada moved to Velby.',
      label: [
        [0, 3, 'Person'],
        [13, 18, 'Place'],
        [40, 50, 'Place'],
      ],
    };
    const at = folderOf({ 'calls.jsonl': `${JSON.stringify(record)}\n` });
    const { status, out, note } = await graft(['convert', '--in', at('calls.jsonl'), '--to', 'conll-bioes']);
    expect(status).toBe(0);
    expect(out).toBe('Ada S-Person\nmoved O\nto O\nVelby S-Place\n. O\n\n');
    expect(note).toContain('calls.jsonl, line 1: The span Place 40–50');
    expect(note).toContain('1 document, 1 sentence, 5 tokens; Person 1, Place 1.');
  });

  it('reads another tag column where told to', async () => {
    const at = folderOf({ 'calls.conll': 'Ada NNP B-Person O\nmoved VBD O O\n\n' });
    const words = ['convert', '--in', at('calls.conll'), '--to', 'conll-iob2'];
    expect((await graft([...words, '--tag-column', '2', '--kind', 'spans'])).out).toBe('Ada B-Person\nmoved O\n\n');
    expect((await graft([...words, '--tag-column', '1', '--kind', 'tags'])).out).toBe('Ada NNP\nmoved VBD\n\n');
  });

  it('takes conll for the commonest columns, and writes brat as a zip that it reads again', async () => {
    const columns = 'Ada B-Person\nLund I-Person\nmoved O\n\n';
    const at = folderOf({ 'calls.conll': columns });
    const convert = (...words: string[]) => graft(['convert', '--in', at('calls.conll'), ...words]);
    expect((await convert('--to', 'conll')).out).toBe(columns);
    const toOutput = await convert('--to', 'brat');
    expect(toOutput.out.slice(0, 2)).toBe('PK');
    expect((await convert('--to', 'brat', '--out', at('calls.zip'))).status).toBe(0);
    expect(readFileSync(at('calls.zip'), 'latin1')).toBe(toOutput.out);
    expect((await graft(['convert', '--in', at('calls.zip'), '--to', 'conll'])).out).toBe(columns);
  });

  it('reads a text with its annotation file, and says what a format has no place for', async () => {
    const at = folderOf({
      'a.txt': 'Ada Lund left. Bo too.',
      'a.ann': 'T1\tPerson 0 8\tAda Lund\nT2\tName 0 3\tAda\n',
      'b.txt': 'Nobody looked here.',
    });
    const words = ['convert', '--in', at('a.txt'), '--in', at('a.ann'), '--in', at('b.txt')];
    const { out, note } = await graft([...words, '--to', 'webanno']);
    expect(out).toContain('1-1\t0-3\tAda\tPerson[1]|Name[2]\t\n1-2\t4-8\tLund\tPerson[1]\t\n');
    expect(note).toContain('The 2 documents follow each other in one text');
    expect(note).toContain('Left out: which categories somebody looked for');
    expect((await graft([...words, '--to', 'huggingface'])).note).toContain('Left out of the token records: 1 span');
  });

  it('refuses one tag a token where a format holds spans alone', async () => {
    const at = folderOf({ 'calls.pos': 'Ada/NNP left/VBD ./.\n' });
    const { status, note, out } = await graft(['convert', '--in', at('calls.pos'), '--to', 'label-studio']);
    expect([status, out]).toEqual([1, '']);
    expect(note).toContain('has one tag a token, and Label Studio tasks can hold spans alone');
  });

  it('joins several files in the order in which they were given, whatever their formats and names', async () => {
    const at = folderOf({
      'train.conll': 'Ada B-Person\nleft O\n',
      'dev.jsonl': '{"text":"is Velby far","label":[[3,8,"Place"]]}\n',
    });
    const words = ['convert', '--in', at('train.conll'), '--in', at('dev.jsonl'), '--to', 'conll-iob2'];
    const { out, note } = await graft(words);
    expect(out).toBe('Ada B-Person\nleft O\n\nis O\nVelby B-Place\nfar O\n\n');
    expect(note).toContain('2 documents, 2 sentences, 5 tokens; Person 1, Place 1.');
  });

  it('tells files of one name apart by their paths', async () => {
    const broken = 'Ada B-Person\nleft\nVelby B-Place\nnow O\n';
    const [one, other] = [folderOf({ 'a.conll': broken })('a.conll'), folderOf({ 'a.conll': broken })('a.conll')];
    const { note } = await graft(['convert', '--in', one, '--in', other, '--to', 'jsonl']);
    expect(note).toContain(`${one}, line 2`);
    expect(note).toContain(`${other}, line 2`);
  });

  it('does not write over what it reads', async () => {
    const content = 'Ada B-Person\nleft O\n';
    const at = folderOf({ 'a.conll': content, 'b.conll': content });
    const words = ['convert', '--in', at('a.conll'), '--in', at('b.conll'), '--to', 'jsonl', '--out', at('./b.conll')];
    const { status, note } = await graft(words);
    expect(note).toContain('--out and --in are one file');
    expect(status).toBe(1);
    expect(readFileSync(at('b.conll'), 'utf8')).toBe(content);
  });
});
