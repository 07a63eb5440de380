/** By whom is suggested, what of it can be accepted at once, and how far it can be believed. */
import { Button, Group, NumberInput, Select, Switch, Text } from '@mantine/core';
import { useEffect } from 'react';
import type { CorpusSummary } from '../../../../workers/protocol/engine.ts';
import { sureness } from '../../../../workers/text/openSuggestions.ts';
import { count } from '../../../charts/figures.ts';
import { Fold } from '../../../components/Fold.tsx';
import { ProblemAlert } from '../../../components/ProblemAlert.tsx';
import { TimedProgress } from '../../../components/TimedProgress.tsx';
import { acceptSure, askSuggestions, fetchSuggestions, stopSuggesting } from '../../../engine/suggesting.ts';
import { useAnnotating } from '../../../store/annotating.ts';
import { useModels } from '../../../store/models.ts';
import { useSuggesting, useSuggestingModel, useSuggestionsNow } from '../../../store/suggesting.ts';
import { Believed } from './Believed.tsx';
import classes from './Suggestions.module.css';

export function SuggestionBar({ corpus }: { readonly corpus: CorpusSummary }) {
  const { on, working, report, problem } = useSuggesting();
  const model = useSuggestingModel();
  const part = useAnnotating((state) => state.part);
  const documentId = useAnnotating((state) => state.document?.id);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a document must be open first; an edit of the corpus asks for nothing anew.
  useEffect(() => {
    if (documentId !== undefined) void askSuggestions(corpus);
  }, [corpus.id, part, model?.id, on, documentId === undefined]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document is another question.
  useEffect(() => {
    void fetchSuggestions();
  }, [documentId, part]);

  if (!model) return null;
  return (
    <section aria-label="Suggestions" className={classes.bar}>
      <Group gap="sm">
        <Switch
          label="Suggestions"
          checked={on}
          onChange={(event) => useSuggesting.setState({ on: event.currentTarget.checked })}
        />
        {on && (
          <>
            <SuggestedBy />
            <AtOnce />
            <Text size="sm" c="dimmed" aria-live="polite">
              {report && `${count(report.suggestions)} in ${count(report.documents)} documents`}
            </Text>
          </>
        )}
      </Group>
      {on && working && (
        <Group gap="sm" mt="xs" wrap="nowrap" maw="32rem" align="flex-end">
          <div style={{ flex: 1 }}>
            <TimedProgress progress={working} />
          </div>
          <Button size="compact-sm" variant="default" onClick={() => void stopSuggesting()}>
            Stop
          </Button>
        </Group>
      )}
      {problem && (
        <ProblemAlert
          problem={problem}
          title="Nothing could be suggested"
          onClose={() => useSuggesting.setState({ problem: null })}
        />
      )}
      {on && report && (
        <Fold summary={believedInShort(report.calibration?.after.expectedError)}>
          <Believed report={report} />
        </Fold>
      )}
    </section>
  );
}

function believedInShort(error: number | undefined): string {
  return error === undefined
    ? 'How sure the model is has not been checked'
    : `How sure the model says it is, is off by ${(100 * error).toFixed(1)} points`;
}

function SuggestedBy() {
  const models = useModels((state) => state.models).filter(({ kind }) => kind === 'spans');
  const model = useSuggestingModel();
  return (
    <Select
      aria-label="Model that suggests"
      size="xs"
      data={models.map(({ id, name }) => ({ value: id, label: name }))}
      value={model?.id ?? null}
      allowDeselect={false}
      onChange={(chosen) => useSuggesting.setState({ chosen })}
    />
  );
}

function AtOnce() {
  const threshold = useSuggesting((state) => state.threshold);
  const sure = useSuggestionsNow().filter((each) => sureness(each) >= threshold).length;
  return (
    <>
      <NumberInput
        aria-label="Accepted at once from, percent sure"
        size="xs"
        w="5.5rem"
        min={0}
        max={100}
        step={5}
        suffix=" %"
        value={Math.round(100 * threshold)}
        onChange={(value) => {
          if (typeof value === 'number') useSuggesting.setState({ threshold: value / 100 });
        }}
      />
      <Button
        size="xs"
        variant="default"
        disabled={sure === 0}
        aria-keyshortcuts="Shift+Enter"
        onClick={acceptSure}
      >{`Accept ${sure === 0 ? 'what is so sure' : count(sure)} here`}</Button>
    </>
  );
}
