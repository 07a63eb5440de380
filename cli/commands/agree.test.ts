import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { graft, temporaryFolder } from '../testing.ts';

const texts = ['Ada met Eve in Velby.', 'Nobody came.'];

/** One file an annotator: JSON Lines with the spans of each text. */
function written(folder: string, name: string, spans: readonly (readonly [number, number, string][])[]): string {
  const path = join(folder, name);
  const lines = texts.map((text, place) => JSON.stringify({ id: `${place}`, text, label: spans[place] ?? [] }));
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

function annotators() {
  const folder = temporaryFolder();
  const a = written(folder, 'a.jsonl', [
    [
      [0, 3, 'Person'],
      [15, 20, 'Place'],
    ],
  ]);
  const b = written(folder, 'b.jsonl', [
    [
      [0, 3, 'Person'],
      [8, 11, 'Person'],
      [15, 20, 'Person'],
    ],
  ]);
  return { folder, a, b, words: ['agree', '--in', a, '--with', b] };
}

describe('agree', () => {
  it('prints kappa on tokens, F1 on spans and how many differences there are', async () => {
    const { words } = annotators();
    const { status, out } = await graft(words);
    expect(status).toBe(0);
    // Nine tokens: p_o = 7/9, p_e = (3 · 1 + 0 · 1 + 6 · 7) / 81; marked by either: 3 tokens, p_o = 1/3, p_e = 3/9.
    expect(out).toBe(
      [
        'kappa on tokens     all   marked by either',
        'categories        0.500              0.000',
        'tags              0.500              0.000',
        'tokens                9                  3',
        '',
        'F1 on spans      F1   A   B   both',
        'Person        50.00   1   3      1',
        'Place          0.00   1   0      0',
        'all           40.00   2   3      1',
        '',
        '2 documents, 2 differences: 1 marked by B alone, 1 of another category.',
        '',
      ].join('\n'),
    );
  });

  it('writes a report, and differences that are decided in an editor', async () => {
    const { folder, words } = annotators();
    const [report, differences, out] = ['r.json', 'd.jsonl', 'settled.jsonl'].map((name) => join(folder, name));
    const first = await graft([...words, '--json', `${report}`, '--differences', `${differences}`]);
    expect(first.status).toBe(0);
    expect(JSON.parse(readFileSync(`${report}`, 'utf8'))).toMatchObject({ documents: 2, tags: { all: { tokens: 9 } } });
    const lines = readFileSync(`${differences}`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({
      take: null,
      kind: 'spurious',
      a: null,
      b: { text: 'Eve' },
      document: '0',
      line: 1,
    });
    const decided = join(folder, 'decided.jsonl');
    const takes = ['b', 'a'];
    writeFileSync(decided, lines.map((line, place) => JSON.stringify({ ...line, take: takes[place] })).join('\n'));
    const { status, note } = await graft([...words, '--decided', decided, '--out', `${out}`]);
    expect({ status, note: note.includes('Left out') }).toEqual({ status: 0, note: false });
    const [record] = readFileSync(`${out}`, 'utf8').split('\n');
    expect(JSON.parse(record ?? '').label).toEqual([
      [0, 3, 'Person'],
      [8, 11, 'Person'],
      [15, 20, 'Place'],
    ]);
  });

  it('keeps documents out in which something is left to decide, and says how many', async () => {
    const { folder, words } = annotators();
    const out = join(folder, 'settled.jsonl');
    const { status, note } = await graft([...words, '--out', out]);
    expect(status).toBe(0);
    expect(note).toContain('Left out: 1 of 2 documents, in which something is left to decide.');
    expect(readFileSync(out, 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it.each([
    [
      '{"take":"c","key":"x"}',
      'line 1: What stands under “take” is no decision. Write "a", "b", "both", "neither" or null.',
    ],
    ['\nno', 'line 2: The line is no JSON.'],
    ['{"take":"a"}', 'The line has no “key”.'],
    [
      '{"take":"a","key":"x"}\n{"take":null,"key":"x"}\n{"take":"b","key":"x"}',
      'line 3: Line 1 takes "a" of this difference, and this one "b". Keep one of the two lines.',
    ],
  ])('refuses decisions such as %j with their place', async (content, said) => {
    const { folder, words } = annotators();
    const decided = join(folder, 'decided.jsonl');
    const out = join(folder, 'settled.jsonl');
    writeFileSync(decided, content);
    const { status, note } = await graft([...words, '--decided', decided, '--out', out]);
    expect(note).toContain(said);
    expect({ status, written: existsSync(out) }).toEqual({ status: 1, written: false });
  });

  it('says which decisions fit no difference of the files', async () => {
    const { folder, words } = annotators();
    const [decided, out] = [join(folder, 'decided.jsonl'), join(folder, 'settled.jsonl')];
    const take = (key: string) => `${JSON.stringify({ take: 'a', key })}\n`;
    writeFileSync(decided, `${take('one')}\n${take('one')}`);
    const one = await graft([...words, '--decided', decided, '--out', out]);
    expect(one.status).toBe(0);
    expect(one.note).toContain(
      'decided.jsonl, line 1: 1 decision fits no difference of the two files, and did not count: line 1.',
    );
    writeFileSync(decided, Array.from({ length: 8 }, (_, place) => take(`${place}`)).join(''));
    const many = await graft([...words, '--decided', decided, '--out', out]);
    expect(many.note).toContain(
      '8 decisions fit no difference of the two files, and did not count: lines 1, 2, 3, 4, 5 and 3 more.',
    );
  });

  it('refuses decisions without a corpus to write, texts that differ, and corpora of tags', async () => {
    const { folder, a, b, words } = annotators();
    const nowhere = await graft([...words, '--decided', a]);
    expect([nowhere.status, nowhere.note]).toEqual([2, expect.stringContaining('say with --out where it goes')]);
    writeFileSync(b, readFileSync(b, 'utf8').replace('Nobody', 'Somebody'));
    const other = await graft(words);
    expect([other.status, other.note]).toEqual([1, expect.stringContaining('Document 1 has other words in')]);
    const bare = join(folder, 'bare.txt');
    writeFileSync(bare, texts.join('\n'));
    const unannotated = await graft(['agree', '--in', a, '--with', bare]);
    expect([unannotated.status, unannotated.note]).toEqual([1, expect.stringContaining('carries no annotation')]);
    const tags = join(folder, 'tags.conll');
    writeFileSync(tags, 'Ada NNP\nmoved VBD\n');
    const ofTags = await graft(['agree', '--in', tags, '--with', tags, '--kind', 'tags']);
    expect([ofTags.status, ofTags.note]).toEqual([1, expect.stringContaining('(--kind spans)')]);
  });

  it('does not write over what it reads', async () => {
    const { a, b, words } = annotators();
    for (const [option, path] of [
      ['--in', a],
      ['--with', b],
    ] as const) {
      const { status, note } = await graft([...words, '--json', path]);
      expect([status, note]).toEqual([1, expect.stringContaining(`--json and ${option} are one file`)]);
    }
  });
});
