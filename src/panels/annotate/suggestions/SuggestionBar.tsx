/** By whom is suggested, what of it can be accepted at once, and how far it can be believed. */
import { Button, Group, NumberInput, Select, Switch, Text } from '@mantine/core';
import { useEffect } from 'react';
import type { CorpusSummary } from '../../../../workers/protocol/engine.ts';
import { sureness } from '../../../../workers/text/openSuggestions.ts';
import { count, counted } from '../../../charts/figures.ts';
import { Fold } from '../../../components/Fold.tsx';
import { ProblemAlert } from '../../../components/ProblemAlert.tsx';
import { TimedProgress } from '../../../components/TimedProgress.tsx';
import {
  acceptSure,
  acceptSureInPart,
  askSuggestions,
  asksForLikeness,
  fetchSuggestions,
  stopSuggesting,
} from '../../../engine/suggesting.ts';
import { useAnnotating } from '../../../store/annotating.ts';
import { useModels } from '../../../store/models.ts';
import { useSuggesting, useSuggestingKey, useSuggestingModel, useSuggestionsNow } from '../../../store/suggesting.ts';
import { Believed } from './Believed.tsx';
import { OrderChoice } from './OrderChoice.tsx';
import { OtherNames } from './OtherNames.tsx';
import { Rules } from './Rules.tsx';
import classes from './Suggestions.module.css';
import { useAdaptingByItself, useAdaptingInShort, WhileAnnotating } from './WhileAnnotating.tsx';

interface Props {
  readonly corpus: CorpusSummary;
  readonly categories: readonly string[];
}

export function SuggestionBar({ corpus, categories }: Props) {
  const { on, of, working, report, problem, rules } = useSuggesting();
  const model = useSuggestingModel();
  const part = useAnnotating((state) => state.part);
  const documentId = useAnnotating((state) => state.document?.id);
  const likeness = asksForLikeness(corpus, model);
  const key = useSuggestingKey(corpus.id, part, model);
  const { submitted } = corpus.parts.train.standings;
  const adapting = useAdaptingInShort();
  useAdaptingByItself(corpus);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a document must be open first; an edit of the corpus asks for nothing anew.
  useEffect(() => {
    if (documentId !== undefined) void askSuggestions(corpus);
  }, [key, on, likeness, documentId === undefined]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is like the submitted documents is asked for anew with each of the first.
  useEffect(() => {
    if (likeness && submitted <= soonOutgrown) void askSuggestions(corpus, true);
  }, [submitted]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document is another question.
  useEffect(() => {
    void fetchSuggestions();
  }, [documentId, part]);

  return (
    <section aria-label="Suggestions" className={classes.bar}>
      <Group gap="sm">
        <Switch
          label="Suggestions"
          checked={on}
          onChange={(event) => useSuggesting.setState({ on: event.currentTarget.checked })}
        />
        {on && <SuggestedBy />}
        {on && <AtOnce corpusId={corpus.id} isReady={report !== null} />}
        <OrderChoice corpus={corpus} />
        {/* In the place of what it leads to, so that the text below stays where it is. */}
        {on && working ? (
          <Group gap="sm" wrap="nowrap" flex="0 1 22rem">
            <div style={{ flex: 1 }}>
              <TimedProgress progress={working} />
            </div>
            <Button size="compact-sm" variant="default" onClick={() => void stopSuggesting()}>
              Stop
            </Button>
          </Group>
        ) : (
          <Text size="sm" c="dimmed" aria-live="polite">
            {on && report && `${count(report.suggestions)} found in ${counted(report.documents, 'document')}`}
          </Text>
        )}
        {on && of === null && documentId !== undefined && (
          <Button size="compact-sm" variant="default" onClick={() => void askSuggestions(corpus)}>
            Suggest again
          </Button>
        )}
      </Group>
      {on && model && <OtherNames corpus={corpus} model={model} />}
      {problem && (
        <ProblemAlert
          problem={problem}
          title="Nothing could be suggested"
          onClose={() => useSuggesting.setState({ problem: null })}
        />
      )}
      <div className={classes.folds}>
        {on && report?.measure && (
          <Fold summary={believedInShort(report.calibration?.after.expectedError)}>
            <Believed report={report} />
          </Fold>
        )}
        <Fold summary={adapting}>
          <WhileAnnotating corpus={corpus} />
        </Fold>
        <Fold summary={rules.length > 0 ? `Words and patterns: ${count(rules.length)}` : 'Words and patterns'}>
          <Rules categories={categories} />
        </Fold>
      </div>
    </section>
  );
}

/** So many submitted documents are enough to train from. */
const soonOutgrown = 50;

function believedInShort(error: number | undefined): string {
  return error === undefined
    ? 'How sure the model is has not been checked'
    : `How sure the model says it is, is off by ${(100 * error).toFixed(1)} points`;
}

function SuggestedBy() {
  const models = useModels((state) => state.models).filter(({ kind }) => kind === 'spans');
  const model = useSuggestingModel();
  if (models.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No model is loaded: words and patterns suggest
      </Text>
    );
  }
  return (
    <Select
      aria-label="Model that suggests"
      size="xs"
      data={models.map(({ id, name }) => ({ value: id, label: name }))}
      value={model?.id ?? null}
      placeholder="No model"
      allowDeselect={false}
      onChange={(chosen) => useSuggesting.setState({ chosen })}
    />
  );
}

function AtOnce({ corpusId, isReady }: { readonly corpusId: string; readonly isReady: boolean }) {
  const threshold = useSuggesting((state) => state.threshold);
  const sure = useSuggestionsNow().filter((each) => sureness(each) >= threshold).length;
  const accepting = useSuggesting((state) => state.accepting);
  return (
    <>
      <NumberInput
        aria-label="Accepted at once from, percent sure"
        size="xs"
        w="5.75rem"
        min={0}
        max={100}
        step={5}
        prefix="≥ "
        suffix=" %"
        value={Math.round(100 * threshold)}
        onChange={(value) => {
          if (typeof value === 'number') useSuggesting.setState({ threshold: value / 100 });
        }}
      />
      <Button size="xs" variant="default" disabled={sure === 0} aria-keyshortcuts="Shift+Enter" onClick={acceptSure}>
        {sure === 0 ? 'Accept the sure ones here' : `Accept ${count(sure)} here`}
      </Button>
      <Button
        size="xs"
        variant="default"
        disabled={!isReady}
        loading={accepting !== null}
        onClick={() => void acceptSureInPart(corpusId)}
      >
        Accept in all documents
      </Button>
      {accepting && (
        <div style={{ flex: '0 1 14rem' }}>
          <TimedProgress progress={accepting} />
        </div>
      )}
    </>
  );
}
