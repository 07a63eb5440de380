import { beforeEach, expect, it } from 'vitest';
import type { Document } from '../../workers/protocol/corpus.ts';
import { type Edit, useAnnotating } from '../store/annotating.ts';
import { emptyPage } from '../testing.ts';
import { history } from './annotatingSlices.ts';

const document: Document = { id: 'd', text: 'a b', sentences: [], spans: [], annotated: 'all' };
const edit: Edit = { label: 'mark', changes: [{ part: 'train', before: document, after: document }] };

beforeEach(() => {
  emptyPage();
  useAnnotating.setState({ corpusId: 'calls', revision: 3, undo: [edit] });
});

/** Comes back to the corpus as it is by then. */
function restoreAt(revision: number, kept: unknown = history.read()): readonly Edit[] {
  useAnnotating.setState({ revision, undo: [], redo: [] });
  history.restore(kept);
  return useAnnotating.getState().undo;
}

it('what can be undone is there again where the corpus is as it was', () => {
  expect(restoreAt(3)).toEqual([edit]);
});

it('what can be undone is left where the corpus was changed elsewhere: it would bring back what that replaced', () => {
  expect(restoreAt(4)).toEqual([]);
});

it('what can be undone is left where a document has no text', () => {
  const { text: _, ...without } = document;
  const undo = [{ ...edit, changes: [{ part: 'train', before: without, after: document }] }];
  expect(restoreAt(3, { corpusId: 'calls', revision: 3, undo, redo: [] })).toEqual([]);
});

it('what can be undone is written again with the revision that an edit made', () => {
  let calls = 0;
  const end = history.watch(() => calls++);
  useAnnotating.setState({ told: 'Undone.' });
  expect(calls).toBe(0);
  useAnnotating.setState({ revision: 4 });
  expect(calls).toBe(1);
  end();
});
