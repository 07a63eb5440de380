import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { corpora, graft, temporaryFolder, withEngine } from '../testing.ts';

const texts = ['Ada Lovelace left Velby on 3 May 1984.', 'Mr Lovelace, ADA and Velby.'];
const labels = [
  [
    [0, 12, 'Person'],
    [18, 23, 'Place'],
    [27, 37, 'Date'],
  ],
  [[13, 16, 'Person']],
];

function annotated() {
  const folder = temporaryFolder();
  const path = join(folder, 'letters.jsonl');
  const lines = texts.map((text, place) => JSON.stringify({ id: `letter ${place}`, text, label: labels[place] }));
  writeFileSync(path, `${lines.join('\n')}\n`);
  return { folder, path, words: ['deidentify', '--in', path] };
}

const textsOf = (lines: string) =>
  lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).text);

describe('deidentify', () => {
  it('replaces all categories by placeholders, counts them, and says what else to look at', async () => {
    const { status, out, note } = await graft(annotated().words);
    expect(status).toBe(0);
    expect(textsOf(out)).toEqual(['[PERSON] left [PLACE] on [DATE].', 'Mr Lovelace, [PERSON] and Velby.']);
    expect(JSON.parse(out.split('\n')[0] ?? '')).toMatchObject({
      id: 'document-1',
      label: [
        [0, 8, 'Person'],
        [14, 21, 'Place'],
        [25, 31, 'Date'],
      ],
    });
    expect(note).toMatch(/Person +2 +2 +0\n/);
    expect(note).toContain('Look at 2 places before this leaves the house:');
    expect(note).toContain('letter 1, line 1: “Lovelace” is replaced elsewhere (Person).');
  });

  it('replaces the categories that were asked for, by numbers, as plain text, with a report and a list', async () => {
    const { folder, words } = annotated();
    const [report, review] = [join(folder, 'report.json'), join(folder, 'review.jsonl')];
    const asked = ['--categories', 'Person', '--replace', 'numbered', '--number-by', 'project', '--format', 'text'];
    const { out } = await graft([...words, ...asked, '--report', report, '--review', review]);
    expect(out).toBe('[PERSON-1] left Velby on 3 May 1984.\n\nMr Lovelace, [PERSON-1] and Velby.\n');
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ replacement: 'numbered', documents: 2 });
    const [place] = readFileSync(review, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(place).toMatchObject({ document: 'letter 1', kind: 'same-word', words: 'Lovelace', before: 'Mr ' });
  });

  it('gives a name the same surrogate whenever the ledger comes along, and keeps the ledger out of the result', async () => {
    const { folder, words } = annotated();
    const ledger = join(folder, 'ledger.json');
    const surrogates = [...words, '--replace', 'surrogate', '--ledger', ledger];
    const [first, second] = [await graft(surrogates), await graft(surrogates)];
    expect(second.out).toBe(first.out);
    expect(statSync(ledger).mode & 0o777).toBe(0o600);
    const kept = JSON.parse(readFileSync(ledger, 'utf8'));
    expect(kept.entities['ada lovelace']).toMatch(/^[a-z]+ [a-z]+$/);
    expect(first.out + first.note).not.toContain(kept.secret);
    const [text = ''] = textsOf(first.out);
    expect(text).not.toMatch(/Ada|Lovelace|Velby|May 1984/);
    const other = await graft([...words, '--replace', 'surrogate']);
    expect(other.out).not.toBe(first.out);
  });

  it('says which annotations a format of words and tags has no place for', async () => {
    const path = join(temporaryFolder(), 'nested.jsonl');
    const label = [
      [0, 13, 'Company'],
      [8, 13, 'Place'],
    ];
    writeFileSync(path, `${JSON.stringify({ id: 'a', text: 'Bank of Velby left.', label })}\n`);
    const { note, out } = await graft(['deidentify', '--in', path, '--replace', 'surrogate', '--format', 'conll']);
    expect(out).not.toContain('Velby');
    expect(note).toContain('Left out of the columns: 1 span that overlaps a longer one');
  });

  it('reads all letters of a zip as letters, whatever one of them looks like', async () => {
    const { source, folder } = corpora();
    const path = join(folder, 'letters.zip');
    const letters = {
      'a.txt': 'Ada moved on.\n',
      'b.txt': 'Tea O\nmilk O\nAda B-Person\nran O\n\n',
      'c.txt': 'So did Ada.\n',
    };
    writeFileSync(
      path,
      zipSync(Object.fromEntries(Object.entries(letters).map(([name, text]) => [name, strToU8(text)]))),
    );
    const tagText = async (_: string, text: string) => {
      const place = { start: text.indexOf('Ada'), end: text.indexOf('Ada') + 3 };
      const sentences = [{ tokens: [place] }];
      return { text, sentences, spans: [{ ...place, category: 'Person', confidence: 1 }], unsure: [] };
    };
    const words = ['deidentify', '--in', path, '--model', source, '--format', 'text'];
    const { out } = await withEngine(words, { tagText });
    expect(out).not.toContain('Ada');
    expect(out.match(/moved on|milk O|So did/g)).toEqual(['moved on', 'milk O', 'So did']);
  });

  it('replaces what only the annotation or only the model marked', async () => {
    const { source } = corpora();
    const byModel = {
      id: 'a',
      text: 'Ada met Bo in Velby.',
      label: [
        [8, 10, 'Person'],
        [14, 19, 'Person'],
      ],
    };
    const path = join(temporaryFolder(), 'letter.jsonl');
    writeFileSync(
      path,
      `${JSON.stringify({
        ...byModel,
        label: [
          [0, 3, 'Person'],
          [14, 19, 'Place'],
        ],
      })}\n`,
    );
    const { out, status } = await withEngine(['deidentify', '--in', path, '--model', source, '--format', 'text'], {
      tagCorpus: async () => `${JSON.stringify(byModel)}\n` as never,
      modelDoubts: async () => ({}),
    });
    expect({ out, status }).toEqual({ out: '[PERSON] met [PERSON] in [PLACE].\n', status: 0 });
  });

  it('lets a model tag texts first, and lists of what it was unsure', async () => {
    const { source, folder } = corpora();
    const mail = join(folder, 'mail.txt');
    writeFileSync(mail, 'Ada moved on.\n');
    const tagText = async (_: string, text: string) => ({
      text,
      spans: [{ start: 0, end: 3, category: 'Person', confidence: 0.7 }],
      sentences: [
        {
          tokens: [
            { start: 0, end: 3 },
            { start: 4, end: 9 },
            { start: 10, end: 12 },
            { start: 12, end: 13 },
          ],
        },
      ],
      unsure: [{ start: 4, end: 9, confidence: 0.6 }],
    });
    const words = ['deidentify', '--in', mail, '--model', source];
    const { status, out, note } = await withEngine([...words, '--format', 'text'], { tagText });
    expect({ status, out }).toEqual({ status: 0, out: '[PERSON] moved on.\n' });
    expect(note).toContain('mail.txt, line 1: “Ada” was replaced as Person; the model was 70 % sure.');
    expect(note).toContain('mail.txt, line 1: “moved” was left as it is; the model was 60 % sure.');
    const surer = await withEngine([...words, '--review-below', '0.65'], { tagText });
    expect(surer.note).toContain('Look at 1 place before');
  });

  it.each([
    [
      ['--categories', 'Patient'],
      'The corpus has no category Patient. Choose among Person, Place, Date (--categories).',
    ],
    [['--replace', 'nothing'], 'placeholder, numbered, surrogate'],
    [['--number-by', 'year'], 'document, project'],
    [['--review-below', '80'], 'Give a share from 0 to 1'],
    [['--format', 'pdf'], 'text'],
  ])('refuses %j', async (asked, said) => {
    const { status, note, out } = await graft([...annotated().words, ...asked]);
    expect(note).toContain(said);
    expect({ status, out }).toEqual({ status: 2, out: '' });
  });

  it('refuses a ledger that is none, a corpus without annotation, and writing over what it reads', async () => {
    const { folder, path, words } = annotated();
    const ledger = join(folder, 'ledger.json');
    writeFileSync(ledger, '{}');
    const none = await graft([...words, '--ledger', ledger]);
    expect([none.status, none.note]).toEqual([1, expect.stringContaining('It is no ledger of surrogates.')]);
    const bare = join(folder, 'bare.txt');
    writeFileSync(bare, 'Ada left.\n');
    const unannotated = await graft(['deidentify', '--in', bare]);
    expect([unannotated.status, unannotated.note]).toEqual([
      2,
      expect.stringContaining('Annotate it first, or let a model tag it.'),
    ]);
    for (const option of ['--out', '--ledger', '--report', '--review']) {
      const { status, note } = await graft([...words, option, path]);
      expect([status, note]).toEqual([1, expect.stringContaining(`${option} and --in are one file`)]);
    }
  });
});
