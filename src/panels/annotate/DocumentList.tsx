/** The documents that are gone through, with their numbers, drawn only where they are in view: by mouse or by keys. */
import { Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { DocumentSummary } from '../../../workers/protocol/documents.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { matchesIn } from '../../../workers/text/textMatches.ts';
import { count, counted } from '../../charts/figures.ts';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { openDocument, placeInList } from '../../engine/annotating.ts';
import { useAnnotating } from '../../store/annotating.ts';
import classes from './DocumentList.module.css';
import { StandingMark } from './StandingMark.tsx';
import { useDocumentList } from './useDocumentList.ts';

const rowHeight = 34;
/** Rows that a page key goes on. */
const pageOfRows = 10;

interface Props {
  readonly corpus: CorpusSummary;
  /** Told when a document was opened by a key. */
  readonly onOpened: () => void;
}

export function DocumentList({ corpus, onOpened }: Props) {
  const searched = useAnnotating((state) => state.filters.text ?? '');
  const part = useAnnotating((state) => state.part);
  const openId = useAnnotating((state) => state.document?.id);
  const { total, problem, itemAt, showRange } = useDocumentList(corpus.id, corpus.revision);
  const scroller = useRef<HTMLDivElement>(null);
  const ids = useId();
  /** In the list, of the row that keys go from; it is shown while the list has the focus. */
  const [active, setActive] = useState(0);
  const rows = total ?? 0;
  const at = Math.min(active, Math.max(0, rows - 1));
  const list = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });
  const items = list.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => {
    if (total) showRange(first, last);
  });
  useFollowing(corpus, setActive, list.scrollToIndex);

  const open = (index: number, then?: () => void) => {
    const chosen = itemAt(index);
    setActive(index);
    if (chosen) void openDocument(corpus, part, chosen.id).then(then);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = targetOf(event.key, at, rows);
    if (target !== null) {
      setActive(target);
      list.scrollToIndex(target);
    } else if (event.key === 'Enter' || event.key === ' ') open(at, onOpened);
    else return;
    event.preventDefault();
  };

  return (
    <div className={classes.documents}>
      <Text size="sm" c="dimmed" aria-live="polite" className={classes.total}>
        {total === null ? 'Looking…' : counted(total, 'document')}
      </Text>
      {problem && <ProblemAlert problem={problem} />}
      <div
        ref={scroller}
        className={classes.scroller}
        role="listbox"
        aria-label="Documents"
        tabIndex={0}
        aria-activedescendant={items.some(({ index }) => index === at) ? `${ids}${at}` : undefined}
        onKeyDown={onKeyDown}
      >
        {total === 0 && (
          <Text size="sm" c="dimmed" p="sm">
            No document fits. Change the search or the filters.
          </Text>
        )}
        <div style={{ height: list.getTotalSize(), position: 'relative' }}>
          {items.map(({ index, key, start }) => {
            const summary = itemAt(index);
            return (
              // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, and names its active row.
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the list.
              <div
                key={key}
                id={`${ids}${index}`}
                role="option"
                className={classes.row}
                aria-selected={summary !== null && summary.id === openId}
                aria-setsize={rows}
                aria-posinset={index + 1}
                data-active={index === at || undefined}
                style={{ height: rowHeight, transform: `translateY(${start}px)` }}
                onClick={() => open(index)}
              >
                {summary ? <Row summary={summary} searched={searched} /> : '…'}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** The row of the open document is where keys begin, wherever it was opened from. */
function useFollowing(
  { id, revision }: CorpusSummary,
  setActive: (index: number) => void,
  scrollTo: (index: number) => void,
): void {
  const place = useAnnotating((state) => state.place);
  const openId = useAnnotating((state) => state.document?.id);
  const filters = useAnnotating((state) => state.filters);
  const going = useRef({ setActive, scrollTo });
  going.current = { setActive, scrollTo };
  useEffect(() => {
    if (openId === undefined) return;
    let isWanted = true;
    void placeInList(id, openId).then((index) => {
      if (!isWanted || index === null) return;
      going.current.setActive(index);
      going.current.scrollTo(index);
    });
    // Another place, other filters or an edit may have moved it.
    void [place, filters, revision];
    return () => {
      isWanted = false;
    };
  }, [id, openId, place, filters, revision]);
}

/** Where the key leads; null where it leads nowhere. */
function targetOf(key: string, at: number, rows: number): number | null {
  const within = (index: number) => Math.max(0, Math.min(rows - 1, index));
  if (key === 'ArrowDown') return within(at + 1);
  if (key === 'ArrowUp') return within(at - 1);
  if (key === 'PageDown') return within(at + pageOfRows);
  if (key === 'PageUp') return within(at - pageOfRows);
  if (key === 'Home') return 0;
  return key === 'End' ? within(rows) : null;
}

function Row({ summary, searched }: { readonly summary: DocumentSummary; readonly searched: string }) {
  const { place, standing, excerpt, spans, hasNote } = summary;
  return (
    <>
      <span className={classes.number}>{count(place + 1)}</span>
      <StandingMark standing={standing} />
      <span className={classes.excerpt} dir="auto">
        <Highlighted text={excerpt.replace(/\s+/g, ' ')} searched={searched} />
      </span>
      <span className={classes.spans} title={counted(spans, 'span')}>
        {hasNote && <span title="It has a note">✎ </span>}
        {spans > 0 && count(spans)}
      </span>
    </>
  );
}

function Highlighted({ text, searched }: { readonly text: string; readonly searched: string }) {
  const matches = matchesIn(text, searched);
  let end = 0;
  return (
    <>
      {matches.map((match) => {
        const before = text.slice(end, match.start);
        end = match.end;
        return (
          <span key={match.start}>
            {before}
            <mark>{text.slice(match.start, match.end)}</mark>
          </span>
        );
      })}
      {text.slice(end)}
    </>
  );
}
