import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { withSpans } from '../../../workers/text/spans.ts';
import { takeUp } from '../../engine/annotating.ts';
import { fakeStudio } from '../../engine/fake.ts';
import { setStudio } from '../../engine/studio.ts';
import { useAnnotating } from '../../store/annotating.ts';
import { targetCorpus, useCorpora } from '../../store/corpora.ts';
import { bringCorpus, emptyPage } from '../../testing.ts';
import { SpanAtCaret } from './SpanAtCaret.tsx';

function Below() {
  const { document } = useAnnotating();
  return <MantineProvider env="test">{document && <SpanAtCaret document={document} />}</MantineProvider>;
}

it('is made longer and shorter and taken away without keys', async () => {
  setStudio(fakeStudio(0));
  emptyPage();
  await bringCorpus();
  await takeUp(targetCorpus(useCorpora.getState()) ?? expect.fail('no corpus'));
  const open = () => useAnnotating.getState().document ?? expect.fail('no document');
  const [first, second] = open().sentences[0]?.tokens ?? [];
  const span = { start: first?.start ?? 0, end: first?.end ?? 0, category: 'Town' };
  useAnnotating.setState({ document: withSpans(open(), [span]), span, selection: { anchor: 0, caret: 0 } });
  render(<Below />);
  await userEvent.click(screen.getByRole('button', { name: /a word longer$/ }));
  expect(open().spans).toEqual([{ ...span, end: second?.end }]);
  await userEvent.click(screen.getByRole('button', { name: /a word shorter$/ }));
  expect(open().spans).toEqual([span]);
  await userEvent.click(screen.getByRole('button', { name: /^Take .* away$/ }));
  expect(open().spans).toEqual([]);
  expect(screen.queryByRole('group')).toBeNull();
});
