/** A model that leaves without the rare words of its training text. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import type { ModelState } from '../models/state.ts';
import { Tagger } from '../models/tagger.ts';
import { smallTagger } from '../models/testing.ts';
import { commonSettings } from '../protocol/settings.ts';
import { packBundle, unpackBundle } from './bundle.ts';
import { withCommonWords } from './commonWords.ts';
import { writeModelCard } from './modelCard.ts';

const text = ['Zyxwick', 'sings', 'The', 'song', '1984'];
const list = { name: 'a list', words: ['the', 'song', 'sings', '2023'] };

let state: ModelState;

beforeAll(async () => {
  await openTestBackend('cpu');
  const tagger = smallTagger('blstm', { sentences: [text, text] });
  state = await tagger.state('small', { settings: commonSettings, history: [] });
  tagger.dispose();
});

const tableOf = ({ weights }: ModelState) => weights['wordTable.rows'] as ModelState['weights'][string];
const wordsOf = ({ texts }: ModelState) => texts['wordTable.words'] ?? [];

/** The row of a word, as numbers. */
function rowOf(model: ModelState, word: string): number[] {
  const { shape, values } = tableOf(model);
  const size = shape[1] as number;
  const row = wordsOf(model).indexOf(word);
  return [...values.subarray(row * size, (row + 1) * size)];
}

describe('a model without rare words', () => {
  it('keeps the rows of words that stand in the list, in the order of the alphabet', () => {
    const common = withCommonWords(state, list);
    const kept = wordsOf(common).slice(2);
    expect(wordsOf(state)).toContain('Zyxwick');
    expect(kept).toEqual(['The', 'sings', 'song', ...wordsOf(state).filter((word) => /^\d+$/.test(word))].sort());
    expect(wordsOf(common).slice(0, 2)).toEqual(wordsOf(state).slice(0, 2));
    expect(tableOf(common).shape).toEqual([kept.length + 2, tableOf(state).shape[1]]);
    for (const word of kept) expect(rowOf(common, word)).toEqual(rowOf(state, word));
  });

  it('is a model that tags, and says in its file and card whose words it holds', () => {
    const common = withCommonWords(state, list);
    const again = unpackBundle('away.graft', packBundle(common));
    expect(again).toEqual(common);
    Tagger.fromState(again).dispose();
    expect(writeModelCard(state)).toContain('rare ones too');
    expect(writeModelCard(again)).toContain('that stand in a list as well, and no others');
    expect(writeModelCard(again)).not.toContain('rare ones too');
  });

  it('has its lists of names without the names, and no words that had no vector', () => {
    const gazetteers = ['surnames\tFalk', 'surnames\tWeil', 'towns\tVelby'];
    const listed = { ...state, texts: { ...state.texts, 'gazetteers.entries': gazetteers } };
    const common = withCommonWords(listed, list);
    expect(common.texts['gazetteers.entries']).toEqual(['surnames\t', 'towns\t']);
    expect(writeModelCard(listed)).toContain('Its lists of names hold 3 of them');
    expect(writeModelCard(common)).toContain('surnames (taken out), towns (taken out)');
  });

  it('cuts what is said of how much its numbers matter by the same rows', () => {
    const rows = wordsOf(state).length;
    const values = Float32Array.from({ length: rows }, (_, row) => row);
    const importance = { 'wordTable.rows': { shape: [rows, 1], values } };
    const common = withCommonWords({ ...state, importance }, list);
    const kept = wordsOf(common).map((word) => wordsOf(state).indexOf(word));
    expect([...(common.importance?.['wordTable.rows']?.values ?? [])]).toEqual(kept);
  });
});
