import { MantineProvider } from '@mantine/core';
import { configure, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GraftError } from '../../../../workers/protocol/errors.ts';
import { withSpans } from '../../../../workers/text/spans.ts';
import { fakeStudio } from '../../../engine/fake.ts';
import { setStudio, studio } from '../../../engine/studio.ts';
import { chooseAnnotators, useAgreement } from '../../../store/agreement.ts';
import { keepCorpus, updateCorpus, useCorpora } from '../../../store/corpora.ts';
import { emptyPage } from '../../../testing.ts';
import { TwoAnnotators } from './TwoAnnotators.tsx';

/** Looking things up by role takes seconds on a busy machine. */
configure({ asyncUtilTimeout: 15_000 });

function show() {
  render(
    <MantineProvider env="test">
      <TwoAnnotators />
    </MantineProvider>,
  );
}

const section = () => within(screen.getByRole('region', { name: 'Two annotators' }));
const press = (name: string | RegExp) => userEvent.click(section().getByRole('button', { name }));
const bring = async (name: string) => {
  const files = [{ name: 'train.jsonl', bytes: new Uint8Array([1]) }];
  const corpus = await studio().corpora.importCorpus(name, files, {});
  keepCorpus(corpus);
  return corpus;
};

/** Eve left two addresses out, and made two shorter. */
async function bringBoth(): Promise<void> {
  await bring('Ada');
  const { id } = await bring('Eve');
  const { documents } = (await studio().corpora.splits(id)).train;
  const changed = documents.filter(({ spans }) => spans.some(({ category }) => category === 'Address')).slice(0, 2);
  for (const document of changed) {
    const [first, ...others] = document.spans.filter(({ category }) => category === 'Address');
    if (!first) continue;
    const shorter = { ...first, end: first.start + 2 };
    const edited = withSpans(document, others.length > 0 ? [shorter, ...others.slice(1)] : []);
    updateCorpus(await studio().corpora.replaceDocuments(id, [{ part: 'train', document: edited }]));
  }
}

async function measure(): Promise<void> {
  show();
  await press('Measure agreement');
  await section().findByRole('table', { name: 'A is Ada, B is Eve' });
}

const differences = () => useAgreement.getState().measured?.differences ?? [];
const decided = () => Object.values(useAgreement.getState().decided);

beforeEach(() => {
  setStudio(fakeStudio(0));
  emptyPage();
});

describe('two annotators', { timeout: 40_000 }, () => {
  it('need two corpora', async () => {
    await bring('Ada');
    show();
    section().getByText('Import what each annotator made, as a corpus of its own.');
    section().getByRole('button', { name: 'Import a corpus' });
  });

  it('are measured on the corpora that came last', async () => {
    await bringBoth();
    await measure();
    section().getByText('Kappa of categories');
    within(section().getByRole('table')).getByRole('row', { name: /^Address \d+ \d+ \d+ \d+\.\d$/ });
    expect(differences().length).toBeGreaterThan(1);
  });

  it('agree on every span where nothing differs', async () => {
    await bring('Ada');
    await bring('Eve');
    await measure();
    section().getByText('The two annotators agree on every span.');
  });

  it('are decided between by keys, taken back, and made a corpus of', async () => {
    await bringBoth();
    await measure();
    const region = section().getByRole('region', { name: 'Differences, one by one' });
    region.focus();
    await userEvent.keyboard('1');
    section().getByText(/difference 2 of/);
    await userEvent.keyboard('2');
    expect(decided()).toEqual(['a', 'b']);
    await userEvent.keyboard('u');
    expect(decided()).toEqual(['a']);
    section().getByText(/difference 2 of/);
    await userEvent.keyboard('{ArrowLeft}4{ArrowRight}');
    expect(decided()).toEqual(['neither']);
    const adjudicate = vi.spyOn(studio().corpora, 'adjudicate');
    await press('Make a corpus');
    await vi.waitFor(() => expect(useCorpora.getState().corpora).toHaveLength(3));
    expect(adjudicate.mock.calls[0]?.[3]).toBe('Ada and Eve, decided');
  });

  it('are decided between by buttons, which leave the keys working', async () => {
    await bringBoth();
    await measure();
    await press('Take B’s');
    await userEvent.keyboard('3');
    expect(decided()).toEqual(['b', 'both']);
    await press('Undo');
    expect(decided()).toEqual(['b']);
  });

  it('are decided between by keys right after they were measured, and after a click beside the differences', async () => {
    await bringBoth();
    await measure();
    await userEvent.keyboard('1');
    expect(decided()).toEqual(['a']);
    await userEvent.click(section().getByRole('table'));
    await userEvent.keyboard('2');
    expect(decided()).toEqual(['a', 'b']);
    await userEvent.keyboard('{ArrowLeft}');
    section().getByText(/Decided: B’s$/);
  });

  it('keep what was decided between them while others are chosen', async () => {
    const mira = await bring('Mira');
    await bringBoth();
    const [, ada, eve] = useCorpora.getState().corpora;
    await measure();
    await press('Take B’s');
    chooseAnnotators({ a: mira.id });
    expect(decided()).toEqual([]);
    chooseAnnotators({ a: ada?.id ?? '' });
    expect(decided()).toEqual(['b']);
    await press('Measure agreement');
    await press('Undo');
    expect(decided()).toEqual([]);
    await press('Take A’s');
    // Whoever is measured is whose decisions are meant: a corpus that is gone gives way to another one.
    useCorpora.setState(({ corpora }) => ({ corpora: corpora.filter(({ id }) => id !== ada?.id) }));
    await press('Measure agreement');
    await vi.waitFor(() => expect(useAgreement.getState()).toMatchObject({ a: mira.id, b: eve?.id, measuring: false }));
    expect(decided()).toEqual([]);
  });

  it('are measured again where a corpus was changed', async () => {
    await bringBoth();
    await measure();
    const [corpus] = useCorpora.getState().corpora;
    updateCorpus(await studio().corpora.mapCategories(corpus?.id ?? '', { Phone: 'Telephone' }));
    await section().findByText(/^A corpus was changed since: measure again/);
  });

  it('say what went wrong, and the way out', async () => {
    await bringBoth();
    const failure = { code: 'other-text', message: 'Other words.', remedy: 'Give the same texts.' };
    vi.spyOn(studio().corpora, 'agreement').mockRejectedValueOnce(new GraftError(failure));
    show();
    await press('Measure agreement');
    expect((await section().findByRole('alert')).textContent).toContain('Give the same texts.');
  });
});
