import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import {
  allowedTransitions,
  detectScheme,
  sentenceTags,
  spansFromTags,
  spansToTags,
  type TokenSpan,
  tagSet,
  tagsToSpans,
} from './schemes.ts';

const tags = (line: string) => line.split(' ');

/** Random non-overlapping spans over a sentence, neighbours included. */
const spansOfSentence: fc.Arbitrary<{ spans: TokenSpan[]; length: number }> = fc
  .array(
    fc.record({ gap: fc.nat({ max: 2 }), size: fc.integer({ min: 1, max: 4 }), category: fc.constantFrom('A', 'B-2') }),
  )
  .chain((pieces) => fc.nat({ max: 2 }).map((tail) => ({ pieces, tail })))
  .map(({ pieces, tail }) => {
    let end = 0;
    const spans = pieces.map(({ gap, size, category }) => {
      const start = end + gap;
      end = start + size;
      return { start, end, category };
    });
    return { spans, length: end + tail };
  });

describe('tagsToSpans', () => {
  it.each([
    ['IOB2', 'B-PER I-PER O B-LOC B-LOC'],
    ['IOB1', 'I-PER I-PER O I-LOC B-LOC'],
    ['BIOES', 'B-PER E-PER O S-LOC S-LOC'],
  ])('reads %s', (_, line) => {
    expect(tagsToSpans(tags(line))).toEqual([
      { start: 0, end: 2, category: 'PER' },
      { start: 3, end: 4, category: 'LOC' },
      { start: 4, end: 5, category: 'LOC' },
    ]);
  });

  it('opens a chunk at a stray I- and where the category changes', () => {
    expect(tagsToSpans(tags('O I-PER I-LOC O E-ORG'))).toEqual([
      { start: 1, end: 2, category: 'PER' },
      { start: 2, end: 3, category: 'LOC' },
      { start: 4, end: 5, category: 'ORG' },
    ]);
  });

  it('keeps categories that hold hyphens whole', () => {
    expect(tagsToSpans(tags('B-geo-loc I-geo-loc'))).toEqual([{ start: 0, end: 2, category: 'geo-loc' }]);
  });

  it('gives no spans for an empty sentence', () => {
    expect(tagsToSpans([])).toEqual([]);
  });
});

describe('spansToTags', () => {
  it('writes IOB2 and BIOES', () => {
    const spans = [
      { start: 0, end: 3, category: 'PER' },
      { start: 4, end: 5, category: 'LOC' },
      { start: 5, end: 7, category: 'LOC' },
    ];
    expect(spansToTags(spans, 8, 'iob2')).toEqual(tags('B-PER I-PER I-PER O B-LOC B-LOC I-LOC O'));
    expect(spansToTags(spans, 8, 'bioes')).toEqual(tags('B-PER I-PER E-PER O S-LOC B-LOC E-LOC O'));
  });

  it('comes back as the same spans from either scheme', () => {
    fc.assert(
      fc.property(spansOfSentence, fc.constantFrom('iob2' as const, 'bioes' as const), ({ spans, length }, scheme) => {
        expect(tagsToSpans(spansToTags(spans, length, scheme))).toEqual(spans);
      }),
    );
  });

  it('refuses spans that overlap, are empty or lie outside', () => {
    const span = (start: number, end: number) => ({ start, end, category: 'A' });
    expect(() => spansToTags([span(0, 2), span(1, 3)], 4, 'iob2')).toThrow(/overlaps another at token 1/);
    expect(() => spansToTags([span(1, 1)], 4, 'iob2')).toThrow(GraftError);
    expect(() => spansToTags([span(3, 5)], 4, 'iob2')).toThrow(GraftError);
  });
});

describe('detectScheme', () => {
  it.each([
    ['iob1', ['I-PER I-PER O', 'I-LOC B-LOC O']],
    ['iob2', ['B-PER I-PER O', 'B-LOC B-LOC O']],
    ['iob2', ['B-PER I-PER O', 'B-LOC O O', 'O I-PER O']],
    ['iob2', ['O O O']],
    ['bioes', ['B-PER E-PER O', 'S-LOC O']],
  ] as const)('tells %s', (scheme, lines) => {
    expect(detectScheme(lines.map(tags))).toBe(scheme);
  });

  it('reads what it wrote', () => {
    fc.assert(
      fc.property(spansOfSentence, ({ spans, length }) => {
        fc.pre(spans.length > 0);
        expect(detectScheme([spansToTags(spans, length, 'iob2')])).toBe('iob2');
        expect(detectScheme([spansToTags(spans, length, 'bioes')])).toBe('bioes');
      }),
    );
  });
});

describe('tagSet', () => {
  it('keeps the indices of old tags when a category is appended', () => {
    for (const scheme of ['iob2', 'bioes'] as const) {
      const old = tagSet(['PER', 'LOC'], scheme);
      expect(tagSet(['PER', 'LOC', 'ORG'], scheme).slice(0, old.length)).toEqual(old);
    }
    expect(tagSet(['PER'], 'iob2')).toEqual(['O', 'B-PER', 'I-PER']);
    expect(tagSet(['PER'], 'bioes')).toEqual(['O', 'B-PER', 'I-PER', 'E-PER', 'S-PER']);
  });
});

describe('allowedTransitions', () => {
  it.each(['iob2', 'bioes'] as const)('allows exactly the well-formed sequences of %s', (scheme) => {
    const set = tagSet(['A', 'C'], scheme);
    const allowed = allowedTransitions(set, scheme);
    const sequence = fc.array(fc.nat({ max: set.length - 1 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(sequence, (indices) => {
        const line = indices.map((index) => set[index] as string);
        const wellFormed = spansToTags(tagsToSpans(line), line.length, scheme).join(' ') === line.join(' ');
        const passes =
          allowed.start[indices[0] as number] &&
          allowed.end[indices.at(-1) as number] &&
          indices.every((to, position) => position === 0 || allowed.between[indices[position - 1] as number]?.[to]);
        expect(passes).toBe(wellFormed);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('spans of a document', () => {
  const text = 'Zoë 🚲 lives in Porto Novo . Ask Zoë .';
  const tokens = [...text.matchAll(/\S+/g)].map((word) => ({ start: word.index, end: word.index + word[0].length }));
  const span = (start: number, words: string, category: string) => {
    const at = text.indexOf(words, start);
    return { start: at, end: at + words.length, category };
  };
  const document: Document = {
    id: 'd1',
    text,
    sentences: [{ tokens: tokens.slice(0, 7) }, { tokens: tokens.slice(7) }],
    spans: [span(0, 'Zoë', 'PER'), span(0, 'Porto Novo', 'LOC'), span(20, 'Zoë', 'PER')],
    annotated: 'all',
  };

  it('become the tags of the sentence that they lie in', () => {
    const [first, second] = document.sentences;
    expect(sentenceTags(document, first as never, 'bioes')).toEqual(tags('S-PER O O O B-LOC E-LOC O'));
    expect(sentenceTags(document, second as never, 'iob2')).toEqual(tags('O B-PER O'));
  });

  it('come back from tags with their character offsets, across an emoji', () => {
    const spans = document.sentences.flatMap((sentence) =>
      spansFromTags(document, sentence, sentenceTags(document, sentence, 'bioes')),
    );
    expect(spans).toEqual(document.spans);
  });

  it('are refused where they cut a token or reach into the next sentence', () => {
    const cut = { ...document, spans: [{ start: 0, end: 2, category: 'PER' }] };
    expect(() => sentenceTags(cut, document.sentences[0] as never, 'iob2')).toThrow(/d1.*PER \[0, 2\) “Zo”/);
    const across = { ...document, spans: [span(0, '. Ask', 'PER')] };
    expect(() => sentenceTags(across, document.sentences[0] as never, 'iob2')).toThrow(GraftError);
  });

  it('need one tag for each token', () => {
    expect(() => spansFromTags(document, document.sentences[1] as never, ['O'])).toThrow(
      /3 tokens, but was given 1 tag\./,
    );
  });

  it('give way to the sentence’s own tags in a corpus of tags', () => {
    const sentence = { tokens: tokens.slice(7), tags: ['VB', 'NNP', '.'] };
    expect(sentenceTags({ ...document, spans: [] }, sentence, 'iob2')).toEqual(['VB', 'NNP', '.']);
  });
});
