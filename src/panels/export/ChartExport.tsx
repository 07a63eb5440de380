/** The charts as they are shown here, as SVG for print and PNG for slides. */
import { Button, Text } from '@mantine/core';
import { useMemo, useRef } from 'react';
import { chartPng, chartSvg } from '../../charts/exportChart.ts';
import { F1Chart } from '../../charts/F1Chart.tsx';
import { f1Lines } from '../../charts/f1Lines.ts';
import { LossStrip } from '../../charts/LossStrip.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { useCategoryColour } from '../../store/colours.ts';
import { useRun } from '../../store/run.ts';
import { download } from './download.ts';
import classes from './ExportPanel.module.css';
import { fileName } from './fileNames.ts';
import { useAttempt } from './problem.ts';

/** Pixels of the PNG for one of the page: sharp on a projector. */
const pngScale = 3;

interface SavingProps {
  readonly title: string;
  readonly file: string;
  /** What the chart is drawn in. */
  readonly drawing: () => SVGSVGElement | null | undefined;
}

function Saving({ title, file, drawing }: SavingProps) {
  const { busy, problem, attempt } = useAttempt();
  const save = (kind: 'svg' | 'png') =>
    attempt(async () => {
      const svg = drawing();
      if (!svg) return;
      if (kind === 'svg') download(`${file}.svg`, chartSvg(svg, title), 'image/svg+xml');
      else download(`${file}.png`, await chartPng(svg, title, pngScale), 'image/png');
    });
  return (
    <>
      <div className={classes.row}>
        <Button variant="default" disabled={busy} onClick={() => void save('svg')}>
          {title} as SVG
        </Button>
        <Button variant="default" disabled={busy} onClick={() => void save('png')}>
          {title} as PNG
        </Button>
      </div>
      {problem && <ProblemAlert problem={problem} />}
    </>
  );
}

export function ChartExport({ modelName }: { readonly modelName: string }) {
  const records = useRun((state) => state.records.main);
  const categories = useRun((state) => state.categories);
  const newCategories = useRun((state) => state.newCategories);
  const sourceDev = useRun((state) => state.sourceDev);
  const bestEpoch = useRun((state) => state.bestEpoch);
  const losses = useRun((state) => state.losses);
  const colourOf = useCategoryColour();
  const f1 = useRef<HTMLDivElement>(null);
  const loss = useRef<HTMLDivElement>(null);
  const data = useMemo(
    () => f1Lines(records, categories, newCategories, sourceDev),
    [records, categories, newCategories, sourceDev],
  );
  const name = fileName(modelName, 'model');
  return (
    <PanelSection title="Charts" purpose="As they look here, in the colours of the theme that is on.">
      {records.length === 0 ? (
        <Text c="dimmed">Charts come with a run.</Text>
      ) : (
        <>
          <div ref={f1} className={classes.preview}>
            <F1Chart data={data} colourOf={colourOf} bestEpoch={bestEpoch} height={360} />
          </div>
          <Saving title="F1 chart" file={`${name}-f1`} drawing={() => f1.current?.querySelector('svg')} />
          <div ref={loss} className={classes.preview}>
            <LossStrip losses={losses} data={data} height={72} />
          </div>
          <Saving title="Loss chart" file={`${name}-loss`} drawing={() => loss.current?.querySelector('svg')} />
        </>
      )}
    </PanelSection>
  );
}
