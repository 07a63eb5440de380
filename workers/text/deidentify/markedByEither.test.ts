import { describe, expect, it } from 'vitest';
import { allSpans } from '../spans.ts';
import { markedByEither } from './markedByEither.ts';
import { corpusOf, marked, replacedIn } from './testing.ts';

const given = corpusOf('[Person|Ada Lovelace] and Tomas Weil left [Place|Velby].');
const tagged = corpusOf('Ada Lovelace and [Person|Tomas Weil] left [Person|Velby].');

describe('a corpus that annotators and a model mark together', () => {
  it('has what either marked, and the annotators’ category where both marked the same words', () => {
    expect(replacedIn(markedByEither(given, tagged), { replacement: 'placeholder' }).texts).toEqual([
      '[PERSON] and [PERSON] left [PLACE].',
    ]);
  });

  it('keeps the model’s category of the same words where nobody looked for it', () => {
    const [document = marked('0', '')] = given.documents;
    const half = { ...given, documents: [{ ...document, annotated: ['Place'] }] };
    const [joined = document] = markedByEither(half, tagged).documents;
    const velby = allSpans(joined).filter(({ start }) => start === joined.text.indexOf('Velby'));
    expect(velby.map(({ category }) => category)).toEqual(['Place', 'Person']);
  });

  it('replaces all of what both marked in part', () => {
    const wider = corpusOf('[Person|Ada Lovelace and Tomas] Weil left Velby.');
    expect(replacedIn(markedByEither(given, wider), { replacement: 'placeholder' }).texts).toEqual([
      '[PERSON] Weil left [PLACE].',
    ]);
  });

  it('says what was looked for by either, and what could not be read', () => {
    const [document = marked('0', '')] = given.documents;
    const half = {
      ...given,
      categories: ['Place', 'Phone'],
      documents: [{ ...document, annotated: ['Place'], unread: 2 }],
    };
    expect(markedByEither(half, tagged)).toMatchObject({
      categories: ['Place', 'Phone', 'Person'],
      documents: [{ annotated: ['Place', 'Person'], unread: 2 }],
    });
    expect(markedByEither(given, tagged).documents[0]?.annotated).toBe('all');
  });

  it('leaves a document as it is that the model was not given', () => {
    const empty = { ...marked('nothing', ''), annotated: [] };
    const { documents } = markedByEither({ ...given, documents: [empty, ...given.documents] }, tagged);
    expect(documents[0]).toBe(empty);
    expect(documents[1] && allSpans(documents[1])).toHaveLength(3);
  });
});
