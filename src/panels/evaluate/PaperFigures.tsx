/** The papers' own figures, from the runs of this session. One that has no run yet says what would make it. */
import { Select, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { ShownColours } from '../../store/colours.ts';
import { referenceTo } from '../../store/corpora.ts';
import { useFinishedRuns } from '../../store/runs.ts';
import classes from './Figures.module.css';
import { labellingRates } from './labellingRates.ts';
import { RateFigure } from './RateFigure.tsx';
import { TransferFigures } from './TransferFigures.tsx';
import { adaptationIn } from './transferScores.ts';

interface PaperFiguresProps {
  /** That is evaluated: what made it is shown first. */
  readonly modelId: string;
  readonly corpus: CorpusSummary | null;
}

/** The finished adaptations, and the one that is shown: the chosen one, else that of the model, else the last. */
function useAdaptations(modelId: string) {
  const runs = useFinishedRuns();
  const [chosen, setChosen] = useState<string | null>(null);
  const adaptations = useMemo(() => Object.entries(runs).filter(([, run]) => adaptationIn(run)), [runs]);
  const shown =
    adaptations.find(([id]) => id === chosen) ??
    adaptations.find(([, { result }]) => result?.model.id === modelId) ??
    adaptations.at(-1) ??
    null;
  return { adaptations, shown, setChosen };
}

export function PaperFigures({ modelId, corpus }: PaperFiguresProps) {
  const { adaptations, shown, setChosen } = useAdaptations(modelId);
  const runs = useFinishedRuns();
  const rates = useMemo(() => corpus && labellingRates(Object.values(runs), referenceTo(corpus)), [runs, corpus]);
  return (
    <>
      {adaptations.length > 1 && shown && (
        <Select
          label="Adaptation"
          data={adaptations.map(([id, { result, request }]) => ({
            value: id,
            label: result?.model.name ?? request?.name ?? id,
          }))}
          value={shown[0]}
          onChange={setChosen}
          allowDeselect={false}
          w="min(24rem, 100%)"
        />
      )}
      <div className={classes.figures}>
        {shown && (
          <ShownColours value={shown[1].result?.model.colours ?? null}>
            <TransferFigures run={shown[1]} />
          </ShownColours>
        )}
        {rates && corpus && <RateFigure rates={rates} corpus={corpus.name} />}
      </div>
      {!shown && (
        <Text size="sm" c="dimmed" maw="40rem">
          Adapt a model in Train, and F1 before and after, what the old categories lost and what was added are drawn
          here.
        </Text>
      )}
      {!rates && (
        <Text size="sm" c="dimmed" maw="40rem">
          Learn corpora together in Train{corpus && `, with ${corpus.name} as the target`}, and F1 against the labelling
          rate is drawn here.
        </Text>
      )}
    </>
  );
}
