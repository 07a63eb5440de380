import { describe, expect, it } from 'vitest';
import type { Tagger } from '../models/tagger.ts';
import type { AnnotatedCategories, Corpus, Document } from '../protocol/corpus.ts';
import { documentFromWords, type WordSentence } from '../text/documents.ts';
import { examplesOf } from '../text/examples.ts';
import { withSpans } from '../text/spans.ts';
import { addPseudoLabels } from './pseudoLabels.ts';

/** A source that knows two categories: capitalised words are people, words with a digit are codes. */
const source = {
  categories: ['Person', 'Code'],
  tag: async (sentences: readonly (readonly string[])[]) =>
    sentences.map((words) => ({
      tags: words.map((word, index) => {
        if (/\d/.test(word)) return 'S-Code';
        if (!/^[A-Z]/.test(word)) return 'O';
        const [before, after] = [/^[A-Z]/.test(words[index - 1] ?? ''), /^[A-Z]/.test(words[index + 1] ?? '')];
        return before ? (after ? 'I-Person' : 'E-Person') : after ? 'B-Person' : 'S-Person';
      }),
      probabilities: words.map((word) => (word === 'Perhaps' ? 0.5 : 1)),
    })),
  output: { tags: [] },
  shareOf: async () => null,
} as unknown as Tagger;

function corpus(annotated: AnnotatedCategories, sentence: WordSentence): Corpus {
  const documents = [documentFromWords({ id: 'a', annotated }, [sentence])];
  return { name: 'test', kind: 'spans', documents, categories: ['Street'] };
}

const spansOf = ({ documents }: Corpus) =>
  documents.flatMap(({ text, spans }) => spans.map(({ start, end, category }) => [text.slice(start, end), category]));

describe('pseudo-labels', () => {
  it('fill in what the source knows and nobody looked for', async () => {
    const words = ['Ada', 'Marsh', 'asks', 'about', 'P10'];
    const { corpus: filled, counts } = await addPseudoLabels(source, corpus(['Street'], { words }), 0);
    expect(spansOf(filled)).toEqual([
      ['Ada Marsh', 'Person'],
      ['P10', 'Code'],
    ]);
    expect(counts).toEqual({ Person: 1, Code: 1 });
    expect(filled.documents[0]?.annotated).toEqual(['Street', 'Person', 'Code']);
  });

  it('give way to gold: a span that overlaps it is dropped whole', async () => {
    const sentence = { words: ['at', 'Marsh', 'Lane', 'Nine'], spans: [{ start: 1, end: 3, category: 'Street' }] };
    const { corpus: filled, counts } = await addPseudoLabels(source, corpus(['Street'], sentence), 0);
    expect(spansOf(filled)).toEqual([['Marsh Lane', 'Street']]);
    expect(counts).toEqual({});
  });

  it('give way to gold that training does not see, and leave nothing of it behind', async () => {
    const given = corpus(['Street', 'Town'], { words: ['Marsh', 'Lane', 'west', 'Ulm', 'Oslo'] });
    const [document] = given.documents as [Document];
    const overlapping = withSpans(document, [
      { start: 0, end: 15, category: 'Street' },
      { start: 11, end: 19, category: 'Town' },
    ]);
    const { corpus: filled, counts } = await addPseudoLabels(source, { ...given, documents: [overlapping] }, 0);
    expect(spansOf(filled)).toEqual([['Marsh Lane west', 'Street']]);
    expect(filled.documents[0]?.furtherSpans).toEqual([{ start: 11, end: 19, category: 'Town' }]);
    expect(counts).toEqual({});
    const bare = { ...given, documents: [withSpans(document, [{ start: 11, end: 15, category: 'Town' }])] };
    expect(spansOf((await addPseudoLabels(source, bare, 0)).corpus)).toEqual([
      ['Marsh Lane', 'Person'],
      ['west', 'Town'],
      ['Ulm Oslo', 'Person'],
    ]);
  });

  it('are counted whatever their category is called', async () => {
    const named = { ...source, categories: ['__proto__'] } as unknown as Tagger;
    named.tag = async (sentences) =>
      sentences.map((words) => ({ tags: words.map(() => 'S-__proto__'), probabilities: words.map(() => 1) }));
    const { counts } = await addPseudoLabels(named, corpus(['Street'], { words: ['Ada', 'Bea'] }), 0);
    expect(Object.entries(counts)).toEqual([['__proto__', 2]]);
  });

  it('leave categories alone that were looked for', async () => {
    const { corpus: filled } = await addPseudoLabels(
      source,
      corpus(['Street', 'Person'], { words: ['Ada', 'P10'] }),
      0,
    );
    expect(spansOf(filled)).toEqual([['P10', 'Code']]);
  });

  it('leave a fully annotated corpus as it is', async () => {
    const given = corpus('all', { words: ['Ada'] });
    const { corpus: filled, counts } = await addPseudoLabels(source, given, 0);
    expect(filled.documents).toEqual(given.documents);
    expect(counts).toEqual({});
  });

  it('teach nothing where the source is not sure enough of the whole span, and say where that is', async () => {
    const given = corpus(['Street'], { words: ['Ada', 'asks', 'Perhaps', 'Marsh', 'about', 'P10'] });
    const { corpus: filled, counts, doubtful } = await addPseudoLabels(source, given, 0.6);
    expect(counts).toEqual({ Person: 1, Code: 1 });
    expect([...doubtful]).toEqual([
      [filled.documents[0], [{ start: 9, end: 22, category: 'Person', categories: ['Person', 'Code'] }]],
    ]);
    const index = { tags: ['O', 'S-Street', 'S-Person', 'S-Code'], scheme: 'bioes' as const, categories: [] };
    const [example] = examplesOf(filled, index, 'O', doubtful);
    const open = [...(example?.known ?? [])].map((id) => example?.sets.tagsOf(id));
    expect(open).toEqual([[2], [0], [0, 2, 3], [0, 2, 3], [0], [3]]);
  });
});
