import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import type { Document } from '../../../workers/protocol/corpus.ts';
import { withSpans } from '../../../workers/text/spans.ts';
import { blocksOf, layoutOf } from './pieces.ts';
import { TextBlock } from './TextBlock.tsx';

const text = 'Port of Velby';
const bare: Document = {
  ...{ id: 'one', text, spans: [], annotated: 'all' },
  sentences: [
    { tokens: [...text.matchAll(/\w+/g)].map((word) => ({ start: word.index, end: word.index + word[0].length })) },
  ],
};

it('names each of two spans of a category that end together', () => {
  const told = vi.spyOn(console, 'error');
  const document = withSpans(bare, [
    { start: 0, end: 13, category: 'Town' },
    { start: 8, end: 13, category: 'Town' },
  ]);
  const [block = expect.fail('no block')] = blocksOf(document);
  render(
    <MantineProvider env="test">
      <TextBlock
        {...{ document, block, layout: layoutOf(document, []) }}
        {...{ selection: null, focused: null, hasHandles: false }}
      />
    </MantineProvider>,
  );
  expect(screen.getAllByText('Town')).toHaveLength(2);
  expect(told).not.toHaveBeenCalled();
});
