import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { withSpans } from '../../../../workers/text/spans.ts';
import { adaptInBackground, submittedOf } from '../../../engine/adapting.ts';
import { editDocuments } from '../../../engine/annotating.ts';
import { putInOrder } from '../../../engine/ordering.ts';
import { studio } from '../../../engine/studio.ts';
import { askSuggestions } from '../../../engine/suggesting.ts';
import { useAdapting } from '../../../store/adapting.ts';
import { useAnnotating } from '../../../store/annotating.ts';
import { targetCorpus, useCorpora } from '../../../store/corpora.ts';
import { useModels } from '../../../store/models.ts';
import { suggestingModel, useSuggesting } from '../../../store/suggesting.ts';
import { beginAnnotating } from '../../../testing.ts';
import { Rules } from './Rules.tsx';
import { useAdaptingByItself, WhileAnnotating } from './WhileAnnotating.tsx';

const user = userEvent.setup();
const corpus = () => targetCorpus(useCorpora.getState()) ?? expect.fail('no corpus');
const saved = () => expect.poll(() => useAnnotating.getState().saving, { timeout: 20_000 }).toBe(false);
const documents = async () => (await studio().corpora.splits(corpus().id)).train.documents;
const show = (element: React.ReactElement) => render(<MantineProvider env="test">{element}</MantineProvider>);

/** The panel's clock. */
function Beside() {
  const target = useCorpora(targetCorpus);
  useAdaptingByItself(target ?? expect.fail('no corpus'));
  return null;
}

/** The first documents as if nobody had begun with them. */
async function empty(count: number): Promise<void> {
  const changes = (await documents()).slice(0, count).map((before) => ({
    ...{ part: 'train' as const, before },
    after: { ...withSpans(before, []), annotated: [], status: 'draft' as const },
  }));
  editDocuments(changes, 'empty');
  await saved();
}

async function submit(count: number): Promise<void> {
  const open = (await documents()).filter(({ status }) => status === 'draft').slice(0, count);
  const changes = open.map((before) => ({
    part: 'train' as const,
    before,
    after: { ...before, status: 'submitted' as const },
  }));
  editDocuments(changes, 'submit');
  await saved();
}

beforeEach(beginAnnotating);

describe('the order', () => {
  it('is random as long as the model’s doubts mean nothing, and goes by them then', async () => {
    await empty(6);
    await askSuggestions(corpus());
    const { report } = useSuggesting.getState();
    useSuggesting.setState({
      order: 'uncertainty',
      report: report && { ...report, dev: { ...(report.dev ?? expect.fail()), f1: 9 } },
    });
    await putInOrder(corpus());
    const { seed, part } = { seed: 1, part: 'train' as const };
    const reference = { id: corpus().id, revision: corpus().revision };
    const random = await studio().engine.documentOrder(reference, part, 'random', seed);
    expect(useAnnotating.getState().order).toEqual(random);
    useSuggesting.setState({ report });
    await putInOrder(corpus());
    expect(useAnnotating.getState().order).toEqual(
      await studio().engine.documentOrder(reference, part, 'uncertainty', seed),
    );
    useSuggesting.setState({ order: 'given' });
    await putInOrder(corpus());
    expect(useAnnotating.getState().order).toBeNull();
  });

  it('by disagreement goes through nothing else', async () => {
    await askSuggestions(corpus());
    useSuggesting.setState({ order: 'disagreement' });
    await putInOrder(corpus());
    const { order, filters } = useAnnotating.getState();
    expect(filters.among).toEqual(order);
    expect(order?.length).toBeGreaterThan(0);
    useSuggesting.setState({ order: 'given' });
    await putInOrder(corpus());
    expect(useAnnotating.getState().filters.among).toBeUndefined();
  });
});

describe('adapting while annotating', () => {
  it('makes the model that suggests from then on, and leaves document and caret where they are', async () => {
    await askSuggestions(corpus());
    const { document } = useAnnotating.getState();
    useAnnotating.setState({ selection: { anchor: 2, caret: 2 } });
    const source = useModels.getState().roles.source;
    await adaptInBackground(corpus());
    const made = suggestingModel(useSuggesting.getState().chosen);
    expect(made?.id).toBe(useAdapting.getState().made);
    expect(made?.id).not.toBe(source);
    expect(useModels.getState().roles.source).toBe(source);
    expect(useAnnotating.getState()).toMatchObject({ document: { id: document?.id }, selection: { caret: 2 } });
    expect(useAdapting.getState().points).toMatchObject([{ documents: submittedOf(corpus()) }]);
    await adaptInBackground(corpus());
    expect(useModels.getState().models.some(({ id }) => id === made?.id)).toBe(false);
  });

  it('begins by itself after so many submissions, and not for what the corpus came with', async () => {
    await empty(4);
    useAdapting.setState({ every: 3 });
    show(<Beside />);
    await submit(2);
    expect(useAdapting.getState().made).toBeNull();
    await submit(1);
    await expect.poll(() => useAdapting.getState().made, { timeout: 20_000 }).not.toBeNull();
  });

  it('says of models that find next to nothing why more documents are worth what nobody knows', () => {
    const f1s = [0, 0, 22];
    useAdapting.setState({
      corpusId: corpus().id,
      points: f1s.map((f1, place) => ({ documents: 10 * (place + 1), f1, support: 50 })),
    });
    show(<WhileAnnotating corpus={corpus()} />);
    screen.getByText(/that find more than chance may have made; of the 3 there, 1 does\.$/);
    expect(screen.queryByText(/^The next 50 documents/)).toBeNull();
  });

  it('labels as many points of the curve as there is room for', () => {
    useAdapting.setState({
      corpusId: corpus().id,
      points: [96, 98, 100].map((documents) => ({ documents, f1: 80, support: 500 })),
    });
    show(<WhileAnnotating corpus={corpus()} />);
    expect(screen.queryByText('98')).toBeNull();
    expect(screen.queryAllByText('100').length).toBeGreaterThan(0);
  });

  it('says what more documents are worth once there are enough models', async () => {
    useAdapting.setState({
      corpusId: corpus().id,
      points: [10, 20, 40].map((each) => ({ documents: each, f1: 90 - 80 * each ** -0.5, support: 500 })),
    });
    show(<WhileAnnotating corpus={corpus()} />);
    const said = screen.getByText(/^The next 50 documents are worth about \d+\.\d points of F1; four of five/);
    expect(said.textContent).not.toContain('NaN');
    screen.getByRole('img', { name: /F1 by submitted documents: .* after 10/ });
  });
});

describe('words and patterns', () => {
  it('are typed, brought as a file and removed', async () => {
    show(<Rules categories={['Town']} />);
    await user.type(screen.getByRole('combobox', { name: 'Category' }), 'Town');
    await user.type(screen.getByRole('textbox', { name: 'Words, or a pattern' }), 'Velby');
    await user.click(screen.getByRole('button', { name: 'Suggest these' }));
    const file = new File(['Ticket\t/[[A-Z]-\\d+/\nnothing here\n'.replace('[[', '[')], 'rules.tsv');
    await user.upload(screen.getByLabelText(/^Words and patterns \(/), file);
    await screen.findByText(/line 2/);
    const list = await screen.findByRole('list', { name: 'Words and patterns' });
    expect(list.textContent).toContain('1 entry');
    expect(list.textContent).toContain('1 pattern');
    await user.click(screen.getByRole('button', { name: 'Remove what suggests Town' }));
    expect(useSuggesting.getState().rules).toEqual([{ category: 'Ticket', words: '[A-Z]-\\d+', isPattern: true }]);
  });

  it('are removed one by one', async () => {
    const [velby, orrick] = ['velby', 'orrick'].map((words) => ({ category: 'Town', words }));
    useSuggesting.setState({ rules: [velby ?? expect.fail(), orrick ?? expect.fail()] });
    show(<Rules categories={['Town']} />);
    await user.click(screen.getByRole('button', { name: 'One by one' }));
    await user.click(screen.getByRole('button', { name: 'Remove “velby”' }));
    expect(useSuggesting.getState().rules).toEqual([orrick]);
  });

  it('say what is wrong with a pattern', async () => {
    show(<Rules categories={['Town']} />);
    await user.type(screen.getByRole('combobox', { name: 'Category' }), 'Town');
    await user.type(screen.getByRole('textbox', { name: 'Words, or a pattern' }), '/(a/');
    await user.click(screen.getByRole('button', { name: 'Suggest these' }));
    expect((await screen.findByRole('alert')).textContent).toContain('a group is not closed');
  });
});
