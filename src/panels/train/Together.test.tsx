import { MantineProvider } from '@mantine/core';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeStudio } from '../../engine/fake.ts';
import { plannedRequest, startRun } from '../../engine/runs.ts';
import { setStudio, studio } from '../../engine/studio.ts';
import { keepCorpus, setTarget, updateCorpus, useCorpora } from '../../store/corpora.ts';
import { shownRun, useRuns } from '../../store/runs.ts';
import { setField, setJoint, setTask, useSetup } from '../../store/setup.ts';
import { emptyPage } from '../../testing.ts';
import { runSheet } from './runSheet.ts';
import { TrainPanel } from './TrainPanel.tsx';

const user = userEvent.setup();
const run = () => shownRun(useRuns.getState());
const joint = () => useSetup.getState().joint;

function show() {
  render(
    <MantineProvider env="test">
      <TrainPanel />
    </MantineProvider>,
  );
}

/** `Tweets` as the target, and `News` with other names for some of its labels. */
beforeEach(async () => {
  emptyPage();
  setStudio(fakeStudio(0));
  const { corpora } = studio();
  for (const name of ['Tweets', 'News']) {
    keepCorpus(await corpora.importCorpus(name, [{ name: 'a.jsonl', bytes: new Uint8Array([1]) }], {}));
  }
  const [target, source] = useCorpora.getState().corpora;
  updateCorpus(
    await corpora.mapCategories(source?.id ?? '', { Person: 'PER', Organization: 'ORG', Address: 'Street' }),
  );
  setTarget(target?.id ?? null);
  setTask('joint');
  setField('epochs', 2);
  setField('patience', 2);
});

const box = () => screen.getByRole('checkbox', { name: 'News' });
const start = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Start training' });

describe('learning corpora together', () => {
  it('cannot start before another corpus is ticked, and says so', async () => {
    show();
    expect(start().disabled).toBe(true);
    screen.getByText('There is no corpus to learn together with Tweets.');
    expect(screen.queryByRole('checkbox', { name: 'Tweets' })).toBeNull();
    await user.click(box());
    expect(screen.queryByText('There is no corpus to learn together with Tweets.')).toBeNull();
    expect(start().disabled).toBe(false);
    expect(plannedRequest()).toMatchObject({
      name: 'Tweets with News',
      configuration: { task: 'joint', joint: { sharing: 'encoder', labelMap: {}, rate: 1 } },
      corpora: { target: { name: 'Tweets' }, sources: [{ name: 'News' }] },
    });
  });

  it('shares what is chosen, and takes no rate of 0 where labels are not shared', async () => {
    show();
    await user.click(box());
    await user.click(screen.getByRole('radio', { name: /T-C/ }));
    expect(joint().sharing).toBe('characters');
    const rate = screen.getByRole('textbox', { name: 'Labelling rate' });
    await user.clear(rate);
    await user.type(rate, '0');
    screen.getByText('At a labelling rate of 0 the target has an output that learns nothing.');
    await user.click(screen.getByRole('radio', { name: /T-A/ }));
    expect(screen.queryByText('Training cannot start')).toBeNull();
  });

  it('maps labels by keyboard, shows what it guesses as guesses, and says which are mapped to nothing', async () => {
    setJoint({ sharing: 'all' });
    show();
    await user.click(box());
    const table = screen.getByRole('table', { name: /^What the labels/ });
    within(within(table).getByRole('row', { name: /^PER/ })).getByText('looks like');
    expect(joint().labelMap).toEqual({});
    screen.getByText(/^3 labels are not mapped and learned beside the target’s: /);
    await user.click(screen.getByRole('button', { name: 'Accept that PER is Person' }));
    screen.getByRole<HTMLElement>('combobox', { name: 'What Street may be of the target’s labels' }).focus();
    await user.keyboard('{Enter}{ArrowDown}{Enter}');
    expect(Object.keys(joint().labelMap)).toEqual(['PER', 'Street']);
    expect(joint().labelMap.PER).toEqual(['Person']);
    screen.getByText('1 label is not mapped and learned beside the target’s: ORG.');
  });

  it('shows both tasks while they are learned, and what was learned together', async () => {
    show();
    await user.click(box());
    await user.click(start());
    await waitFor(() => expect(run().status).toBe('finished'), { timeout: 10_000 });
    await screen.findByRole('img', { name: /Learned together, News overall: \d/ });
    await screen.findByText(/^Learned together with News \(dev F1 \d+\.\d\), sharing all but the output \(T-B\)\.$/);
    screen.getByRole('rowheader', { name: 'Of the target' });
    expect(screen.queryByRole('rowheader', { name: 'New' })).toBeNull();
    expect(screen.getByRole('img', { name: /Learned together/ }).getAttribute('aria-label')).not.toContain('(new)');
    const facts = screen.getByLabelText('The run shown');
    expect(facts.textContent).toContain('Together withNews');
    screen.getByRole('cell', { name: 'Tweets + News' });
    const sheet = new Map(runSheet(run()).map(({ label, value }) => [label, value]));
    expect(sheet.get('Together with')).toBe('News');
    expect(sheet.get('Shared')).toBe('all but the output (T-B)');
    expect(sheet.get('Dev F1 on News then')).toMatch(/^\d+\.\d$/);
  }, 20_000);

  it('says what the next run would share otherwise', async () => {
    show();
    await user.click(box());
    await startRun();
    setJoint({ sharing: 'all', rate: 0.1 });
    await screen.findByText('Start training would now be another run: shares everything (T-A); labelling rate 0.1.');
  }, 20_000);
});
