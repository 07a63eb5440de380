/** F1 against the labelling rate, from the runs of this session on one target. */
import { counted, percent } from '../../charts/figures.ts';
import { RateChart } from '../../charts/RateChart.tsx';
import { Figure } from './Figure.tsx';
import { FigureTable } from './FigureTable.tsx';
import type { LabellingRates } from './labellingRates.ts';

interface RateFigureProps {
  readonly rates: LabellingRates;
  readonly corpus: string;
}

/** What would add a point, or a line to compare with. */
function whatIsMissing({ lines }: LabellingRates): string | false {
  if (lines.length === 1 && lines[0]?.points.length === 1) {
    return 'One point so far: learn together at another labelling rate, or train on this corpus alone, and there are two to compare.';
  }
  if (lines.every(({ way }) => way !== 'none')) {
    return 'Nothing shows yet what transfer is worth: train on this corpus alone, and a line without transfer joins.';
  }
  return false;
}

export function RateFigure({ rates, corpus }: RateFigureProps) {
  const { part, ofTags, lines } = rates;
  const figure = ofTags ? 'Accuracy' : 'F1';
  const several = lines.some(({ points }) => points.some(({ runs }) => runs > 1));
  return (
    <Figure
      title={`${figure} against labelling rate`}
      caption={`${figure} on the ${part} sentences of ${corpus}, by the share of its training sentences that was learned from; T-A shares everything, T-B all but the output, T-C characters alone.${several ? ' Of several runs at one rate, the mean.' : ''}`}
      paper="After hierarchical recurrent transfer (paper 3), Figure 2."
      chart={<RateChart lines={lines} figure={figure} height={320} />}
      table={
        <FigureTable
          caption={`${figure} in percent`}
          of="Shared"
          heads={['Labelling rate', figure, 'Runs']}
          rows={lines.flatMap(({ name, points }) =>
            points.map(({ rate, f1, runs }) => ({
              name,
              category: null,
              cells: [rate, percent(f1), counted(runs, 'run')],
            })),
          )}
        />
      }
      note={whatIsMissing(rates)}
    />
  );
}
