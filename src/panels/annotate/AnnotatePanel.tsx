/** Marking what the model should find: one document at a time, by mouse or by keys alone. */
import { ActionIcon, Alert, Badge, Button, Group, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconChevronLeft,
  IconChevronRight,
  IconHighlight,
} from '@tabler/icons-react';
import { useEffect, useId, useRef } from 'react';
import { type PartName, partNames } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { tokensOf } from '../../../workers/text/annotation.ts';
import { clip } from '../../../workers/text/clip.ts';
import { standingOf } from '../../../workers/text/standings.ts';
import { EmptyPanel } from '../../components/EmptyPanel.tsx';
import { Fold } from '../../components/Fold.tsx';
import { Onward } from '../../components/Onward.tsx';
import { Panel } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { discard, goOn, openDocument, redoEdit, submitAndGoOn, takeUp, undoEdit } from '../../engine/annotating.ts';
import { categoriesAtHand, useAnnotating } from '../../store/annotating.ts';
import { useTargetCorpus } from '../../store/corpora.ts';
import classes from './AnnotatePanel.module.css';
import { CategoryPalette } from './CategoryPalette.tsx';
import { DocumentFilters } from './DocumentFilters.tsx';
import { DocumentList } from './DocumentList.tsx';
import { DocumentNote } from './DocumentNote.tsx';
import { DocumentText } from './DocumentText.tsx';
import { fingersInShort, KeyHelp, keysInShort } from './KeyHelp.tsx';
import { onKey, onSelected, pickCategory } from './marking.ts';
import { OccurrencePreview } from './OccurrencePreview.tsx';
import { SpanAtCaret } from './SpanAtCaret.tsx';
import { standingLabels } from './StandingMark.tsx';
import { SuggestionAtCaret } from './suggestions/SuggestionAtCaret.tsx';
import { SuggestionBar } from './suggestions/SuggestionBar.tsx';
import { onSuggestionKey } from './suggestions/suggestionKeys.ts';
import { type KeyPress, useKeysElsewhere } from './useKeysElsewhere.ts';

export function AnnotatePanel() {
  const corpus = useTargetCorpus();
  if (!corpus) {
    return (
      <Panel title="Annotate">
        <EmptyPanel icon={IconHighlight} title="No text yet" action={<Onward to="corpus" variant="default" />}>
          Texts are brought in under Corpus, annotated or not: plain text will do. Then they are marked here, one
          document at a time, by mouse or by keys alone.
        </EmptyPanel>
      </Panel>
    );
  }
  if (corpus.kind === 'tags') {
    return (
      <Panel title="Annotate">
        <Alert color="gray" title="This corpus has one tag a word">
          Here spans are marked, such as names. A corpus of tags is read and trained on as it is.
        </Alert>
      </Panel>
    );
  }
  return <Workbench key={corpus.id} corpus={corpus} />;
}

function Workbench({ corpus }: { readonly corpus: CorpusSummary }) {
  const state = useAnnotating();
  const { document, part, place, undo, redo, problem } = state;
  const help = useId();
  // There the text comes first.
  const isNarrow = useMediaQuery('(max-width: 56em)', false);
  const byFinger = useMediaQuery('(pointer: coarse)', false);
  const text = useRef<HTMLDivElement>(null);
  const isOpen = state.corpusId === corpus.id;
  const filled = partNames.filter((name) => corpus.parts[name].documents > 0);

  useEffect(() => {
    if (!state.saving) void takeUp(corpus);
  }, [corpus, state.saving]);

  const total = corpus.parts[part].documents;
  const categories = categoriesAtHand(corpus.categories, state);
  const standing = document && standingOf(document);
  const onKeyDown = (event: KeyPress) => onSuggestionKey(event, categories) || onKey(event, corpus, categories);
  useKeysElsewhere((event) => {
    onKeyDown(event);
    // Whoever annotates by keys goes on in the text.
    if (event.defaultPrevented) text.current?.focus({ preventScroll: true });
  });
  const filters = <DocumentFilters part={corpus.parts[part]} categories={corpus.categories} />;
  const list = <DocumentList corpus={corpus} onOpened={() => text.current?.focus()} />;
  const palette = document && (
    <CategoryPalette document={document} categories={categories} corpus={corpus} onPick={pickCategory} />
  );
  const suggestions = isOpen && <SuggestionBar corpus={corpus} categories={categories} />;
  return (
    <Panel
      title="Annotate"
      wide
      actions={
        <>
          <Saved />
          <Button variant="default" onClick={discard} disabled={!document}>
            {standing === 'discarded' ? 'Take back' : 'Discard'}
          </Button>
          <Button onClick={() => void submitAndGoOn(corpus)} disabled={!document}>
            Submit and next
          </Button>
        </>
      }
    >
      <div>
        <Group className={classes.bar} gap="sm">
          <SegmentedControl
            aria-label="Part"
            value={part}
            onChange={(value) => void openDocument(corpus, value as PartName, null)}
            data={partNames.map((name) => ({ value: name, label: name, disabled: !filled.includes(name) }))}
          />
          <Group gap={4} wrap="nowrap">
            <Step label="Previous document" onClick={() => void goOn(-1)} disabled={!document}>
              <IconChevronLeft size={18} aria-hidden />
            </Step>
            <Text size="sm" aria-live="polite" className={classes.place}>
              {document
                ? `Document ${(place + 1).toLocaleString('en')} of ${total.toLocaleString('en')}`
                : 'No document'}
            </Text>
            <Step label="Next document" onClick={() => void goOn(1)} disabled={!document}>
              <IconChevronRight size={18} aria-hidden />
            </Step>
          </Group>
          {standing && (
            <Badge variant="outline" color="gray" tt="none" fw={500}>
              {standingLabels[standing]}
            </Badge>
          )}
          <Text size="sm" c="dimmed" aria-live="polite" className={classes.told}>
            {state.told}
          </Text>
          <Group gap={4} wrap="nowrap" ml="auto">
            <Step label={`Undo${labelled(undo.at(-1)?.label)}`} onClick={undoEdit} disabled={undo.length === 0}>
              <IconArrowBackUp size={18} aria-hidden />
            </Step>
            <Step label={`Redo${labelled(redo.at(-1)?.label)}`} onClick={redoEdit} disabled={redo.length === 0}>
              <IconArrowForwardUp size={18} aria-hidden />
            </Step>
          </Group>
        </Group>
        {!isNarrow && suggestions}
        {isOpen &&
          (isNarrow ? (
            <Fold
              summary={`Documents: search, filters and list${Object.keys(state.filters).length > 0 ? ' (filtered)' : ''}`}
            >
              {filters}
              {list}
            </Fold>
          ) : (
            filters
          ))}
        {problem && (
          <ProblemAlert
            problem={problem}
            title="That did not work"
            onClose={() => useAnnotating.setState({ problem: null })}
          />
        )}
        {isOpen && document && (
          <div className={classes.bench}>
            {!isNarrow && list}
            <div>
              <DocumentText
                ref={text}
                document={document}
                describedBy={help}
                onSelected={(selection) => onSelected(selection)}
                onKeyDown={onKeyDown}
              />
              <OccurrencePreview document={document} />
              <SpanAtCaret document={document} />
              {/* A thumb goes from the text to the category and back. */}
              {isNarrow && <div className={classes.below}>{palette}</div>}
              <SuggestionAtCaret />
              <Text id={help} size="xs" c="dimmed" mt="xs">
                {byFinger ? fingersInShort : keysInShort}
              </Text>
              <AtCaret />
              <DocumentNote key={`note of ${part} ${document.id}`} document={document} />
              <Fold summary="All keys">
                <KeyHelp />
              </Fold>
            </div>
            {!isNarrow && palette}
          </div>
        )}
        {isNarrow && suggestions}
      </div>
    </Panel>
  );
}

const labelled = (label: string | undefined) => (label ? `: ${label}` : '');

interface StepProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly disabled: boolean;
  readonly children: React.ReactNode;
}

function Step({ label, onClick, disabled, children }: StepProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size="lg" aria-label={label} onClick={onClick} disabled={disabled}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** Whether the corpus has what is seen. */
function Saved() {
  const saving = useAnnotating((state) => state.saving);
  const edited = useAnnotating((state) => state.undo.length > 0);
  if (!saving && !edited) return null;
  return (
    <Text size="sm" c="dimmed" aria-live="polite">
      {saving ? 'Writing to the corpus…' : 'In the corpus'}
    </Text>
  );
}

/** Characters of a selection that are read aloud. */
const longestRead = 200;

/** For those who do not see the caret. */
function AtCaret() {
  const { document, selection, span } = useAnnotating();
  if (!document || !selection) return null;
  const tokens = tokensOf(document);
  const [first, last] = [selection.anchor, selection.caret].sort((one, other) => one - other) as [number, number];
  const words = clip(document.text.slice(tokens[first]?.start, tokens[last]?.end), longestRead);
  return (
    <Text aria-live="polite" className={classes.aside}>
      {span ? `${words}, in ${span.category}` : words}
    </Text>
  );
}
