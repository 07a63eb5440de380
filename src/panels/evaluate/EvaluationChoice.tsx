/** Which model is measured on which part of which corpus. */
import { SegmentedControl, Select } from '@mantine/core';
import { type PartName, partNames } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { count } from '../../charts/figures.ts';
import { setTarget } from '../../store/corpora.ts';
import { setEvaluationModel, setEvaluationPart } from '../../store/evaluation.ts';
import classes from './EvaluatePanel.module.css';

interface EvaluationChoiceProps {
  readonly models: readonly ModelSummary[];
  readonly model: ModelSummary;
  readonly corpora: readonly CorpusSummary[];
  readonly corpus: CorpusSummary | null;
  readonly part: PartName;
}

export function EvaluationChoice({ models, model, corpora, corpus, part }: EvaluationChoiceProps) {
  return (
    <div className={classes.choice}>
      <Select
        label="Model"
        data={models.map(({ id, name }) => ({ value: id, label: name }))}
        value={model.id}
        onChange={setEvaluationModel}
        allowDeselect={false}
        w="min(22rem, 100%)"
      />
      {corpora.length > 1 && corpus && (
        <Select
          label="Corpus"
          data={corpora.map(({ id, name }) => ({ value: id, label: name }))}
          value={corpus.id}
          onChange={setTarget}
          allowDeselect={false}
        />
      )}
      {corpus && (
        <SegmentedControl
          aria-label="Part of the corpus"
          value={part}
          onChange={(next) => setEvaluationPart(next as PartName)}
          data={partNames.map((name) => ({
            value: name,
            label: `${name} (${count(corpus.parts[name].sentences)})`,
            disabled: corpus.parts[name].sentences === 0,
          }))}
        />
      )}
    </div>
  );
}
