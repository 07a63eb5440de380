/** Two models side by side: which, on which part, and how often its sentences are drawn anew. */
import { Button, NumberInput, Select, Text } from '@mantine/core';
import { type PartName, partNames } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { defaultSamples } from '../../../workers/protocol/evaluation.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { count, counted } from '../../charts/figures.ts';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { ReasonedButton } from '../../components/ReasonedButton.tsx';
import { TimedProgress } from '../../components/TimedProgress.tsx';
import { compareModels, stopComparing } from '../../engine/comparisons.ts';
import { sampleBounds, setComparison, useComparison } from '../../store/comparison.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { ComparisonTable } from './ComparisonTable.tsx';
import classes from './EvaluatePanel.module.css';

interface CompareModelsProps {
  readonly models: readonly ModelSummary[];
  /** The one that is evaluated, and what it was made from: they are compared where nobody chooses others. */
  readonly evaluated: ModelSummary;
  readonly before: ModelSummary | undefined;
  readonly corpus: CorpusSummary | null;
  readonly part: PartName;
}

/** Why two models cannot be compared at all; null where they can. */
function missing(models: readonly ModelSummary[], corpus: CorpusSummary | null): string | null {
  if (models.length < 2) return 'There is one model: adapt it in Train, or load another one in Source, to compare two.';
  return corpus ? null : 'Two models are compared on a corpus: import one in the Corpus panel.';
}

function useChosen({ models, evaluated, before, part: shownPart, corpus }: CompareModelsProps) {
  const chosen = useComparison();
  const find = (id: string | null) => models.find((model) => model.id === id);
  const b = find(chosen.b) ?? evaluated;
  const a = find(chosen.a) ?? [before, ...models].find((model) => model && model.id !== b.id) ?? evaluated;
  const filled = (part: PartName | null) => part !== null && corpus !== null && corpus.parts[part].sentences > 0;
  const part = chosen.part !== null && filled(chosen.part) ? chosen.part : shownPart;
  return { ...chosen, a, b, part };
}

export function CompareModels(props: CompareModelsProps) {
  const { models, corpus } = props;
  const { a, b, part, samples, comparing, problem, finished } = useChosen(props);
  const running = useRunUnderWay();
  const nothing = missing(models, corpus);
  if (nothing || !corpus) return <Text c="dimmed">{nothing}</Text>;

  const { fewest, most } = sampleBounds;
  const whyNot = () => {
    if (running) return 'A run is under way: models are compared when it has ended.';
    if (a.id === b.id) return 'Both are the same model: choose another one.';
    const fits = Number.isInteger(samples) && samples >= fewest && samples <= most;
    return fits ? null : `The sentences are drawn anew from ${count(fewest)} to ${count(most)} times.`;
  };
  const named = models.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <div className={classes.choice}>
        <Select
          label="Model A"
          data={named}
          value={a.id}
          onChange={(id) => setComparison({ a: id })}
          allowDeselect={false}
          w="min(18rem, 100%)"
        />
        <Select
          label="Model B"
          data={named}
          value={b.id}
          onChange={(id) => setComparison({ b: id })}
          allowDeselect={false}
          w="min(18rem, 100%)"
        />
        <Select
          label={`Part of ${corpus.name}`}
          data={partNames.map((name) => ({
            value: name,
            label: `${name}, ${counted(corpus.parts[name].sentences, 'sentence')}`,
            disabled: corpus.parts[name].sentences === 0,
          }))}
          value={part}
          onChange={(next) => setComparison({ part: next as PartName })}
          allowDeselect={false}
          w="min(14rem, 100%)"
        />
        <NumberInput
          label="Draws"
          value={samples || ''}
          onChange={(next) => setComparison({ samples: typeof next === 'number' ? next : 0 })}
          min={fewest}
          max={most}
          step={defaultSamples}
          allowDecimal={false}
          thousandSeparator=","
          w="7.5rem"
        />
        {comparing ? (
          <Button variant="default" onClick={stopComparing}>
            Stop comparing
          </Button>
        ) : (
          <ReasonedButton
            variant="default"
            whyNot={whyNot()}
            onClick={() => void compareModels({ a, b, corpus, part, samples })}
          >
            Compare
          </ReasonedButton>
        )}
      </div>
      {comparing && <TimedProgress progress={comparing} />}
      {problem && <ProblemAlert problem={problem} />}
      {finished && <ComparisonTable comparison={finished} />}
    </>
  );
}
