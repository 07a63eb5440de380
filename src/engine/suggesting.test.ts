import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GraftError } from '../../workers/protocol/errors.ts';
import { allSpans, withSpans } from '../../workers/text/spans.ts';
import { useAnnotating } from '../store/annotating.ts';
import { targetCorpus, updateCorpus, useCorpora } from '../store/corpora.ts';
import { useSetup } from '../store/setup.ts';
import { suggestingKey, suggestingModel, useSuggesting } from '../store/suggesting.ts';
import { beginAnnotating } from '../testing.ts';
import { editDocuments, openDocument, undoEdit } from './annotating.ts';
import { studio } from './studio.ts';
import { acceptSureInPart, askSuggestions } from './suggesting.ts';

const corpus = () => targetCorpus(useCorpora.getState()) ?? expect.fail('no corpus');
const saved = () => expect.poll(() => useAnnotating.getState().saving, { timeout: 20_000 }).toBe(false);
const documents = async () => (await studio().corpora.splits(corpus().id)).train.documents;
const spansNow = async () => (await documents()).map((each) => allSpans(each));

beforeEach(beginAnnotating);

describe('what is accepted in all documents', () => {
  /** Of the first documents, as if nobody had begun with them. */
  const emptied = 3;

  beforeEach(async () => {
    const changes = (await documents()).slice(0, emptied).map((before) => ({
      ...{ part: 'train' as const, before },
      after: { ...withSpans(before, []), annotated: [], status: 'draft' as const },
    }));
    editDocuments(changes, 'empty');
    await saved();
    await askSuggestions(corpus());
    useSuggesting.setState({ threshold: 0.95 });
  });

  /** Something happens while the documents are read: once, when the first is. */
  function meanwhile(happens: () => unknown): void {
    const { corpora } = studio();
    const document = corpora.document.bind(corpora);
    vi.spyOn(corpora, 'document').mockImplementationOnce(async (...asked) => {
      const found = await document(...asked);
      await happens();
      return found;
    });
  }

  it('is sure, of documents that are not submitted, and one step', async () => {
    const before = await spansNow();
    await acceptSureInPart(corpus().id);
    await saved();
    const added = (await spansNow()).map((spans, place) => spans.length - (before[place]?.length ?? 0));
    const accepted = added.reduce((sum, each) => sum + each);
    expect(accepted).toBeGreaterThan(3);
    expect(added.slice(emptied).every((each) => each === 0)).toBe(true);
    expect(useAnnotating.getState().told).toBe(`${accepted} suggestions accepted in ${emptied} documents.`);
    undoEdit();
    await saved();
    expect(await spansNow()).toEqual(before);
  });

  it('is told until another document is opened', async () => {
    await acceptSureInPart(corpus().id);
    await openDocument(corpus(), 'train', 'conversation-2');
    expect(useAnnotating.getState().told).toBe('');
  });

  it('leaves alone what was edited meanwhile', async () => {
    meanwhile(async () => {
      const [, before = expect.fail()] = await documents();
      editDocuments([{ part: 'train', before, after: { ...before, note: 'Ask Ola.' } }], 'note');
    });
    await acceptSureInPart(corpus().id);
    await saved();
    const [first, second, third] = await documents();
    expect(second?.note).toBe('Ask Ola.');
    expect([first, second, third].map((each) => each && allSpans(each).length > 0)).toEqual([true, false, true]);
    expect(useAnnotating.getState().told).toContain('in 2 documents');
  });

  it('is nothing once another corpus is open', async () => {
    const { id } = corpus();
    meanwhile(() => useAnnotating.setState({ ...useAnnotating.getInitialState(), corpusId: 'another' }));
    const before = await studio().corpora.splits(id);
    await acceptSureInPart(id);
    expect(await studio().corpora.splits(id)).toEqual(before);
    expect(useAnnotating.getState()).toMatchObject({ undo: [], told: '' });
  });

  it('brings no names back that were changed meanwhile', async () => {
    meanwhile(async () => updateCorpus(await studio().corpora.mapCategories(corpus().id, { Phone: 'Number' })));
    await acceptSureInPart(corpus().id);
    expect(useSuggesting.getState().problem?.code).toBe('corpus-changed-meanwhile');
    expect(corpus().categories).not.toContain('Phone');
  });

  it('says why nothing came of it, and can be asked for again', async () => {
    meanwhile(() => {
      throw new GraftError({ code: 'gone', message: 'It is gone.', remedy: 'Bring it.' });
    });
    await acceptSureInPart(corpus().id);
    expect(useSuggesting.getState()).toMatchObject({ problem: { code: 'gone' }, accepting: null });
    await acceptSureInPart(corpus().id);
    expect(useSuggesting.getState().problem).toBeNull();
    expect(useAnnotating.getState().told).toContain('accepted');
  });
});

describe('asking for suggestions', () => {
  const stopped = () => new GraftError({ code: 'suggesting-stopped', message: 'Stopped.', remedy: 'Ask again.' });

  it('is possible again after they were stopped', async () => {
    const { engine } = studio();
    vi.spyOn(engine, 'suggest').mockRejectedValueOnce(stopped());
    await askSuggestions(corpus());
    expect(useSuggesting.getState()).toMatchObject({ of: null, working: null, problem: null });
    await askSuggestions(corpus());
    expect(useSuggesting.getState().report).not.toBeNull();
  });

  it('waits for the latest answer alone', async () => {
    const { engine } = studio();
    const suggest = engine.suggest.bind(engine);
    let answer = (_: Awaited<ReturnType<typeof suggest>>) => {};
    vi.spyOn(engine, 'suggest').mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const first = askSuggestions(corpus());
    await askSuggestions(corpus(), true);
    const { report } = useSuggesting.getState();
    answer({ ...(report ?? expect.fail()), suggestions: -1 });
    await first;
    expect(useSuggesting.getState().report).toEqual(report);
  });

  it('is due again where names are met otherwise', async () => {
    const model = suggestingModel(null) ?? expect.fail();
    const [known = ''] = model.categories;
    const key = suggestingKey(corpus().id, 'train', model);
    const { adaptation } = useSetup.getState();
    useSetup.setState({ adaptation: { ...adaptation, categoryMap: { Phone: known } } });
    expect(suggestingKey(corpus().id, 'train', model)).not.toBe(key);
    useSetup.setState({ adaptation: { ...adaptation, categoryMap: { Phone: 'No name of the model' } } });
    expect(suggestingKey(corpus().id, 'train', model)).toBe(key);
  });
});
