import { describe, expect, it } from 'vitest';
import { isOutside, tagSpelling } from './tagSpelling.ts';

const counted = (tags: string) => {
  const counts = new Map<string, number>();
  for (const tag of tags.split(' ')) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return counts;
};
const read = (tags: string, options?: Parameters<typeof tagSpelling>[1]) => {
  const { kind, read: readCell } = tagSpelling(counted(tags), options);
  const plain = tags.split(' ').map(
    (cell) =>
      readCell(cell)
        ?.map(({ prefix, category }) => `${prefix}-${category}`)
        .join('+') ?? '?',
  );
  return [kind, plain.join(' ')];
};

describe('tagSpelling', () => {
  it.each([
    ['B-PER I-PER O B-LOC', 'B-PER I-PER  B-LOC'],
    ['b-per i-per O b-loc', 'B-per I-per  B-loc'],
    ['B_PER I_PER O S_LOC', 'B-PER I-PER  S-LOC'],
    ['B:PER I:PER O', 'B-PER I-PER '],
    ['PER-B PER-I O LOC-B', 'B-PER I-PER  B-LOC'],
    ['Drug_B Drug_I out', 'B-Drug I-Drug '],
    ['B-PER M-PER E-PER O S-LOC', 'B-PER I-PER E-PER  S-LOC'],
    ['B-PER L-PER O U-LOC W-LOC', 'B-PER E-PER  S-LOC S-LOC'],
    ['B I O B', 'B-Entity I-Entity  B-Entity'],
    ['b i o s', 'B-Entity I-Entity  S-Entity'],
    ['B-PER I-PER 0 0', 'B-PER I-PER  '],
    ['I-PER _ I-LOC OUT', 'I-PER  I-LOC '],
    ['B-X|B-Y I-Y O B-X;B-Y', 'B-X+B-Y I-Y  B-X+B-Y'],
    ['B-I-ORG I-I-ORG O', 'B-I-ORG I-I-ORG '],
    ['B-X/B-Y I-Y O B-X', 'B-X+B-Y I-Y  B-X'],
    ['B-a/b-c I-a/b-c O', 'B-a/b-c I-a/b-c '],
    ['BPER IPER O BLOC', 'B-PER I-PER  B-LOC'],
    ['BEGIN-PER INSIDE-PER O END-PER SINGLE-LOC', 'B-PER I-PER  E-PER S-LOC'],
    ['B-a|b I-a|b O', 'B-a|b I-a|b '],
    ['B-tax-percent O I-tax-percent', 'B-tax-percent  I-tax-percent'],
  ])('reads %j', (tags, plain) => {
    expect(read(tags)).toEqual(['prefixed', plain]);
  });

  it('reads categories beside a sign for outside, stacked where both stand alone elsewhere', () => {
    expect(read('PER PER O LOC')).toEqual(['bare', 'I-PER I-PER  I-LOC']);
    expect(read('PER 0 0 LOC PER|LOC X|Y')).toEqual(['bare', 'I-PER   I-LOC I-PER+I-LOC I-X|Y']);
    expect(read('e-mail O e-mail phone name O')[0]).toBe('bare');
  });

  it('reads one sign for nothing beside categories that everybody knows', () => {
    expect(read('PER None None LOC None')).toEqual(['bare', 'I-PER   I-LOC ']);
    expect(read('PER PER LOC')).toEqual(['bare', 'I-PER I-PER I-LOC']);
    expect(read('NN None None VB None')[0]).toBe('none');
  });

  it('takes one tag a word for what it is', () => {
    for (const tags of ['NNP VBD .', '-LRB- NN -RRB-', 'DT NN , O . UH DT NN , IN . UH', 'Case=Nom _ _'])
      expect(read(tags)[0]).toBe('none');
    expect(read('NNP VBD .', { kind: 'spans' })[0]).toBe('bare');
  });

  it('cannot read what is written in another way than most', () => {
    expect(read('B-PER I-PER B-LOC O PER X-LOC B_PER')[1]).toBe('B-PER I-PER B-LOC  ? ? ?');
    expect(read('PER PER PER O O B-LOC I')[1]).toBe('I-PER I-PER I-PER   ? ?');
  });

  it('says what was unusual', () => {
    expect(tagSpelling(counted('B-PER O')).notes).toEqual([]);
    expect(tagSpelling(counted('b_per 0')).notes).toEqual([
      'prefixes parted from the category by an underscore (B_…)',
      'prefixes in lower case (b-, i-)',
      '“0” read as O: outside of every span',
    ]);
    expect(tagSpelling(counted('B I O'), { category: 'Gene' }).notes.join()).toMatch(/called “Gene”/);
  });
});

describe('tags in marks, or with an unusual sign', () => {
  it.each([
    ["'O' 'B-PER' 'I-PER'", 'I-PER'],
    ['O <B-PER> <I-PER>', 'I-PER'],
    ['O [B-PER] [I-PER]', 'I-PER'],
    ['O B.PER I.PER', 'I-PER'],
    ['O B(PER) I(PER)', 'I-PER'],
    ['O B–PER I–PER', 'I-PER'],
  ])('are read without them: %s', (tags, last) => {
    const { kind, notes, read: readCell } = tagSpelling(counted(tags));
    const [plain] = readCell(tags.split(' ').at(-1) ?? '') ?? [];
    expect([kind, `${plain?.prefix}-${plain?.category}`]).toEqual(['prefixed', last]);
    expect(notes).toHaveLength(1);
  });

  it('are parted from their categories by several signs in one file', () => {
    const { read: readCell } = tagSpelling(counted('O B-PER B_LOC I_LOC B:ORG'));
    expect(['B-PER', 'I_LOC', 'B:ORG'].map((cell) => readCell(cell)?.[0]?.category)).toEqual(['PER', 'LOC', 'ORG']);
  });

  it('are categories where nothing is in pairs', () => {
    expect(tagSpelling(counted('O O O B.A. B.A. M.A.')).kind).toBe('bare');
  });
});

describe('isOutside', () => {
  it('knows O, and what people write in its place', () => {
    expect(['O', 'o', '0', '_', '-', '', 'OUT', 'outside'].every(isOutside)).toBe(true);
    expect(['.', 'X', 'O-', 'PER'].some(isOutside)).toBe(false);
  });
});
