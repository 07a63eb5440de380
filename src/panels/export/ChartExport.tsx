/** The charts as they are shown here, as SVG for print and PNG for slides. */
import { Text, useComputedColorScheme } from '@mantine/core';
import { useMemo, useRef } from 'react';
import type { Evaluation } from '../../../workers/protocol/evaluation.ts';
import { confusionSvg, darkInk, lightInk } from '../../charts/confusionSvg.ts';
import { withFonts } from '../../charts/exportFonts.ts';
import { LossStrip } from '../../charts/LossStrip.tsx';
import { occurring } from '../../charts/occurring.ts';
import { ScoreChart } from '../../charts/ScoreChart.tsx';
import { type CorpusLine, linesWithOthers, otherSeeds, scoreLines } from '../../charts/scoreLines.ts';
import { PanelSection } from '../../components/Panel.tsx';
import { fileName } from '../../fileNames.ts';
import { useCategoryColour } from '../../store/colours.ts';
import { otherSeedsSoFar } from '../../store/repetitions.ts';
import { mainStageSoFar, type RunState } from '../../store/runState.ts';
import classes from './ExportPanel.module.css';
import { PaperChartExport } from './PaperChartExport.tsx';
import { Saving, shownIn } from './Saving.tsx';

const noStage = { records: [], losses: [], bestEpoch: null };

/** A run has lines of one of these: corpora are learned together, or a model is adapted. */
const greyLines: Readonly<Record<CorpusLine['role'], string>> = {
  together: '; grey: overall on what was learned together with it',
  yardstick: '; grey: the old categories overall, on other sentences',
};

interface RunChartsProps {
  /** Of the files. */
  readonly name: string;
  readonly modelName: string;
  readonly run: RunState;
}

function RunCharts({ name, modelName, run }: RunChartsProps) {
  const { categories, newCategories, sourceDev } = run;
  const { records, losses, bestEpoch } = mainStageSoFar(run) ?? noStage;
  const others = useMemo(() => otherSeedsSoFar(run), [run]);
  const colourOf = useCategoryColour();
  const f1 = useRef<HTMLDivElement>(null);
  const loss = useRef<HTMLDivElement>(null);
  const data = useMemo(
    () => scoreLines({ records, others, keptEpoch: bestEpoch, categories, newCategories, sourceDev, figure: 'f1' }),
    [records, others, bestEpoch, categories, newCategories, sourceDev],
  );
  const mean = records.find(({ epoch }) => epoch === bestEpoch) ?? null;
  const dotted = sourceDev ? '; dotted: the source model' : '';
  const thin = otherSeeds(data) > 0 && linesWithOthers(data).length > 0 ? '; thin: the other seeds' : '';
  const grey = data.corpora[0] ? greyLines[data.corpora[0].role] : '';
  const where = run.outline ? ` of ${run.outline.corpus}` : '';
  return (
    <>
      <div ref={f1} className={classes.preview}>
        <ScoreChart data={data} colourOf={colourOf} over height={360} />
      </div>
      <Saving
        title="F1 chart"
        file={`${name}-f1`}
        draw={() =>
          shownIn(f1.current, {
            title: modelName,
            subtitle: `F1 by category on the dev sentences${where}, by epoch${dotted}${thin}${grey}`,
          })
        }
      />
      <div ref={loss} className={classes.preview}>
        <LossStrip losses={losses} data={data} mean={mean} height={130} alone />
      </div>
      <Saving
        title="Loss chart"
        file={`${name}-loss`}
        draw={() =>
          shownIn(loss.current, { title: modelName, subtitle: `Loss on the training sentences${where}, by epoch` })
        }
      />
      <PaperChartExport name={name} modelName={modelName} run={run} />
    </>
  );
}

interface ChartExportProps {
  readonly modelName: string;
  /** The run that made the model, if it was in this session. */
  readonly run: RunState | null;
  readonly evaluation: Evaluation | null;
}

export function ChartExport({ modelName, run, evaluation }: ChartExportProps) {
  const scheme = useComputedColorScheme();
  const name = fileName(modelName, 'model');
  const confusion = evaluation?.confusion;
  return (
    <PanelSection title="Charts" purpose="As they look here, in the colours of the theme that is on.">
      {run && <RunCharts name={name} modelName={modelName} run={run} />}
      {confusion ? (
        <Saving
          title="Confusion matrix"
          file={`${name}-confusion`}
          draw={() =>
            withFonts(
              confusionSvg(
                occurring(confusion).confusion,
                `${modelName}: annotated categories down, found ones across`,
                scheme === 'dark' ? darkInk : lightInk,
              ),
            )
          }
        />
      ) : (
        <Text c="dimmed" size="sm">
          The confusion matrix joins them once the model is evaluated on the test part in the Evaluate panel.
        </Text>
      )}
    </PanelSection>
  );
}
