/** The two buttons that save a chart, as SVG and as PNG. */
import { Button } from '@mantine/core';
import type { Drawing } from '../../charts/confusionSvg.ts';
import { type ChartWords, chartSvg, drawingPng } from '../../charts/exportChart.ts';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { download } from '../../download.ts';
import { useAttempt } from '../../useAttempt.ts';
import classes from './ExportPanel.module.css';

/** Pixels of the PNG for one of the page: sharp on a projector. */
const pngScale = 3;

interface SavingProps {
  readonly title: string;
  readonly file: string;
  readonly draw: () => Promise<Drawing | null>;
}

export function Saving({ title, file, draw }: SavingProps) {
  const { busy, problem, attempt } = useAttempt();
  const save = (kind: 'svg' | 'png') =>
    attempt(async () => {
      const drawing = await draw();
      if (!drawing) return;
      if (kind === 'svg') download(`${file}.svg`, drawing.svg, 'image/svg+xml');
      else download(`${file}.png`, await drawingPng(drawing, pngScale), 'image/png');
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

/** Draws the chart that is shown in an element. */
export async function shownIn(element: HTMLElement | null, words: ChartWords): Promise<Drawing | null> {
  const svg = element?.querySelector('svg');
  return svg ? await chartSvg(svg, words) : null;
}
