/** The sentences that the model got wrong, by kind of error and category, drawn only where they are in view. */
import { Chip, Pill, Select, Text, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { PartName } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import type { Evaluation, SentenceErrors } from '../../../workers/protocol/evaluation.ts';
import { errorKinds } from '../../../workers/protocol/scores.ts';
import { count, counted } from '../../charts/figures.ts';
import type { FoundError } from '../../engine/corrections.ts';
import { type ErrorFilters, setErrorFilters, useEvaluation } from '../../store/evaluation.ts';
import { ErrorSentence } from './ErrorSentence.tsx';
import classes from './EvaluatePanel.module.css';
import { countErrors, describeCell, filterErrors } from './errorFilter.ts';

const kindLabels = {
  all: 'All',
  boundary: 'Boundary',
  category: 'Category',
  missed: 'Missed',
  spurious: 'Spurious',
} as const;

const kindHelp = {
  all: 'All errors.',
  boundary: 'Boundary: the right category, on too few or too many words.',
  category: 'Category: found, and taken for something else.',
  missed: 'Missed: annotated, and not found.',
  spurious: 'Spurious: found where nothing is annotated.',
} as const;

/** Brings the errors into view and the focus to them when they were asked for from elsewhere. */
function useGoingTo() {
  const place = useRef<HTMLFieldSetElement>(null);
  const goes = useEvaluation((state) => state.goesToErrors);
  useEffect(() => {
    if (!goes) return;
    useEvaluation.setState({ goesToErrors: false });
    place.current?.scrollIntoView({ block: 'start' });
    place.current?.focus({ preventScroll: true });
  }, [goes]);
  return place;
}

interface Props {
  readonly evaluation: Evaluation;
  /** What it is of. */
  readonly corpus: CorpusSummary;
  readonly part: PartName;
}

export function ErrorBrowser({ evaluation, corpus, part }: Props) {
  const place = useGoingTo();
  const filters = useEvaluation((state) => state.filters);
  const wanted = useDeferredValue(filters);
  const { errors } = evaluation;
  const counts = useMemo(() => countErrors(errors, wanted), [errors, wanted]);
  const shown = useMemo(() => filterErrors(errors, wanted), [errors, wanted]);
  const keyOf = useMemo(() => {
    const places = new Map(errors.map((sentence, place) => [sentence, place]));
    return (sentence: SentenceErrors) => places.get(sentence) ?? -1;
  }, [errors]);
  const categories = useMemo(
    () =>
      [
        ...new Set([
          // The one that was chosen before another part or model was: it filters still, and must be seen to.
          filters.category ?? undefined,
          ...errors.flatMap((sentence) =>
            sentence.errors.flatMap(({ gold, predicted }) => [gold?.category, predicted?.category]),
          ),
        ]),
      ]
        .filter((category) => category !== undefined)
        .sort(),
    [errors, filters.category],
  );
  return (
    <>
      <fieldset ref={place} tabIndex={-1} className={classes.filters} aria-label="Which errors are shown">
        <Chip.Group value={filters.kind} onChange={(kind) => setErrorFilters({ kind: kind as ErrorFilters['kind'] })}>
          <div className={classes.kinds} role="radiogroup" aria-label="Kind of error">
            {(['all', ...errorKinds] as const).map((kind) => (
              <Chip key={kind} value={kind} variant="outline" radius="sm">
                {kindLabels[kind]} <span className={classes.number}>{count(counts[kind])}</span>
              </Chip>
            ))}
          </div>
        </Chip.Group>
        <Select
          label="Category"
          placeholder="All categories"
          data={categories}
          value={filters.category}
          onChange={(category) => setErrorFilters({ category, cell: null })}
          clearable
          searchable={categories.length > 8}
        />
        <TextInput
          label="Holds the text"
          value={filters.text}
          onChange={(event) => setErrorFilters({ text: event.currentTarget.value })}
        />
      </fieldset>
      {filters.cell && (
        <div className={classes.cellFilter}>
          <Pill
            size="md"
            withRemoveButton
            removeButtonProps={{ 'aria-label': 'Show the errors of all cells', 'aria-hidden': false, tabIndex: 0 }}
            onRemove={() => setErrorFilters({ cell: null })}
          >
            {describeCell(filters.cell)}
          </Pill>
        </div>
      )}
      <Text className={classes.legend}>
        {kindHelp[filters.kind]} Highlighted, label above: what the model found, and how sure it was. Underlined, label
        below: what the annotators say. Dotted: both agree.
      </Text>
      {shown.length === 0 ? (
        <Text c="dimmed">{errors.length === 0 ? 'There are no errors to show.' : 'No error fits these filters.'}</Text>
      ) : (
        <SentenceList
          key={evaluation.modelId}
          sentences={shown}
          keyOf={keyOf}
          modelId={evaluation.modelId}
          corpus={corpus}
          part={part}
        />
      )}
    </>
  );
}

interface SentenceListProps extends Omit<FoundError, 'sentence' | 'error'> {
  readonly sentences: readonly SentenceErrors[];
  /** The same for a sentence whatever the filters, so that its height is known again. */
  readonly keyOf: (sentence: SentenceErrors) => number;
}

function SentenceList({ sentences, keyOf, ...where }: SentenceListProps) {
  const list = useRef<HTMLOListElement>(null);
  /** Where the list begins in what scrolls; what stands above it may still grow. */
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0));
  // The list scrolls with the panel: a page in a page would hide one behind the other.
  const virtualizer = useVirtualizer({
    count: sentences.length,
    getScrollElement: () => list.current?.closest('main') ?? null,
    // A list that comes new begins where the user is, not at the panel's top.
    initialOffset: () => list.current?.closest('main')?.scrollTop ?? 0,
    estimateSize: () => 110,
    overscan: 6,
    scrollMargin: top,
    getItemKey: (index) => keyOf(sentences[index] as SentenceErrors),
  });
  // The page stays where the user is while sentences turn out higher or lower than they were thought to be.
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = () => false;
  return (
    <ol
      ref={list}
      className={classes.list}
      aria-label={`${counted(sentences.length, 'sentence')} with errors`}
      style={{ height: virtualizer.getTotalSize(), margin: 0, padding: 0, listStyle: 'none' }}
    >
      {virtualizer.getVirtualItems().map(({ index, key, start }) => {
        const sentence = sentences[index];
        if (!sentence) return null;
        return (
          <li
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className={classes.item}
            aria-setsize={sentences.length}
            aria-posinset={index + 1}
            style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
          >
            <ErrorSentence {...where} sentence={sentence} />
          </li>
        );
      })}
    </ol>
  );
}
