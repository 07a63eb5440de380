/** The corpus to read: its sentences set like a book, as many as there are, found by word and by category. */
import { Box, SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { type PartName, partNames } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { counted } from '../../charts/figures.ts';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { CorpusSentence } from './CorpusSentence.tsx';
import classes from './SentenceBrowser.module.css';
import { useSentences } from './useSentences.ts';

export function SentenceBrowser({ corpus }: { readonly corpus: CorpusSummary }) {
  const filled = partNames.filter((part) => corpus.parts[part].sentences > 0);
  const [part, setPart] = useState<PartName>(filled[0] ?? 'train');
  const [chosen, setCategory] = useState<string | null>(null);
  // It may have another name by now, or be gone.
  const category = chosen !== null && corpus.categories.includes(chosen) ? chosen : null;
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed, 200);
  const { total, problem, itemAt, showRange } = useSentences(corpus.id, { part, category, text }, corpus.revision);

  const scroller = useRef<HTMLElement>(null);
  const list = useVirtualizer({
    count: total ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => 66,
    overscan: 8,
  });
  const items = list.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (total) showRange(first, last);
  });

  return (
    <div>
      <div className={classes.controls}>
        <SegmentedControl
          aria-label="Part"
          value={part}
          onChange={(value) => setPart(value as PartName)}
          data={partNames.map((name) => ({ value: name, label: name, disabled: !filled.includes(name) }))}
        />
        <TextInput
          aria-label="Search sentences"
          placeholder="Search"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Select
          aria-label="Only sentences with this category"
          placeholder="Any category"
          data={[...corpus.categories]}
          value={category}
          onChange={setCategory}
          clearable
          searchable
        />
        <Text size="sm" c="dimmed" aria-live="polite">
          {total === null ? 'Looking…' : counted(total, 'sentence')}
        </Text>
      </div>
      {problem && <ProblemAlert problem={problem} />}
      <Box
        ref={scroller}
        className={classes.scroller}
        component="section"
        tabIndex={0}
        aria-label="Sentences of the corpus"
      >
        {total === 0 && (
          <Text c="dimmed" ta="center" py="xl">
            No sentence matches. Change the search, the category or the part.
          </Text>
        )}
        <ol className={classes.list} style={{ height: list.getTotalSize() }}>
          {items.map((item) => {
            const sentence = itemAt(item.index);
            return (
              <li
                key={item.key}
                data-index={item.index}
                ref={list.measureElement}
                className={classes.sentence}
                style={{ transform: `translateY(${item.start}px)` }}
                aria-posinset={item.index + 1}
                aria-setsize={total ?? -1}
              >
                <span className={classes.number} aria-hidden>
                  {item.index + 1}
                </span>
                <div className={classes.text}>{sentence ? <CorpusSentence sentence={sentence} /> : '…'}</div>
              </li>
            );
          })}
        </ol>
      </Box>
    </div>
  );
}
