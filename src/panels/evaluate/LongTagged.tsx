/** A long text, tagged piece by piece as it comes into view: a pasted book neither freezes the page nor is tagged in vain. */
import { Box } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { HighlightedText } from '../../components/HighlightedText.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import classes from './LongTagged.module.css';
import { useTagged } from './useTagged.ts';

/** Milliseconds that a piece stays in view before it is tagged: scrolling past asks for nothing. */
const patience = 150;

interface Props {
  readonly model: ModelSummary;
  readonly pieces: readonly string[];
}

function Piece({ model, text }: { readonly model: ModelSummary; readonly text: string }) {
  const { of, ...answer } = useTagged(model, text, patience);
  // Where the text was changed, its marks are those of other words.
  const { tagged, problem } = of === text ? answer : { tagged: null, problem: null };
  return (
    <div data-tagged={tagged !== null || undefined}>
      <HighlightedText text={text.trimEnd()} spans={tagged?.spans ?? []} />
      {problem && <ProblemAlert problem={problem} />}
    </div>
  );
}

export function LongTagged({ model, pieces }: Props) {
  const scroller = useRef<HTMLElement>(null);
  const list = useVirtualizer({
    count: pieces.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => 30 * Math.ceil((pieces[index]?.length ?? 0) / 70),
    overscan: 1,
  });
  return (
    <Box ref={scroller} className={classes.scroller} component="section" tabIndex={0} aria-label="The text, tagged">
      <div className={classes.list} style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map(({ index, key, start }) => (
          <div
            key={key}
            ref={list.measureElement}
            data-index={index}
            className={classes.piece}
            style={{ transform: `translateY(${start}px)` }}
          >
            <Piece model={model} text={pieces[index] ?? ''} />
          </div>
        ))}
      </div>
    </Box>
  );
}
