/** What an adaptation did, as papers 0 and 1 draw and tabulate it. */
import { useMemo } from 'react';
import { count, percent, signed } from '../../charts/figures.ts';
import { GroupedBars } from '../../charts/GroupedBars.tsx';
import { useCategoryColour } from '../../store/colours.ts';
import { useCorpora } from '../../store/corpora.ts';
import type { RunState } from '../../store/runState.ts';
import { runThatMade, useRuns } from '../../store/runs.ts';
import { Figure } from './Figure.tsx';
import { FigureTable } from './FigureTable.tsx';
import { beforeAndAfter, lossOnOld, whereOf } from './figureData.ts';
import { type TransferScore, transferScores } from './transferScores.ts';
import { updateCounts } from './updateCounts.ts';

const progressive = 'After progressive NER (paper 0)';
const updating = 'After updating a BiLSTM-CRF (paper 1)';

const rowOf = ({ name, kind, isNew }: TransferScore) => ({
  name,
  isNew,
  category: kind === 'category' ? name : null,
  isTotal: kind !== 'category',
});

export function TransferFigures({ run }: { readonly run: RunState }) {
  const colourOf = useCategoryColour();
  const scores = useMemo(() => transferScores(run), [run]);
  const bars = useMemo(() => beforeAndAfter(scores), [scores]);
  const loss = useMemo(() => lossOnOld(scores), [scores]);
  const where = `${scores.model}, ${whereOf(scores)}`;
  const { rows, compared } = scores;
  const lossNames = new Set(loss.groups.map(({ name }) => name));
  return (
    <>
      <Figure
        tall
        title={compared ? 'Before, after and from scratch' : 'Before and after'}
        caption={`F1 by category of the source model, of ${where}${compared ? ', and of the same architecture from random weights' : ''}.`}
        paper={`${progressive}, Tables 3 and 4: Init, Sub${compared ? ', Rand' : ''}.`}
        chart={<GroupedBars data={bars} colourOf={colourOf} />}
        table={
          <FigureTable
            caption="F1 in percent"
            of="Category"
            heads={['Before', 'After', ...(compared ? ['From scratch'] : [])]}
            rows={rows.map((row) => ({
              ...rowOf(row),
              cells: [row.before, row.after, ...(compared ? [row.scratch] : [])].map(percent),
            }))}
          />
        }
        note={
          !compared &&
          'There is nothing from scratch to compare with: switch on “Also train from random weights, for comparison” in Labels and train again.'
        }
      />
      <Figure
        title="Loss on the old categories"
        caption={`F1 before less F1 after, in points, of ${where}. Below 0 the model gained.`}
        paper={`${progressive}, Table 5 and Figure 3.`}
        chart={loss.groups.length > 0 && <GroupedBars data={loss} colourOf={colourOf} />}
        table={
          <FigureTable
            caption="F1 in percent, and what of it was lost"
            of="Category"
            heads={['Before', 'After', 'Loss']}
            rows={rows
              .filter(({ name, loss: lost }) => lost !== null && lossNames.has(name))
              .map((row) => ({
                ...rowOf(row),
                cells: [percent(row.before), percent(row.after), signed(row.loss)],
              }))}
          />
        }
        note={
          loss.groups.length === 0 &&
          `No old category is annotated in the ${scores.part} sentences, so that nothing can be said of it.`
        }
      />
      <UpdateTable run={run} where={where} />
    </>
  );
}

function UpdateTable({ run, where }: { readonly run: RunState; readonly where: string }) {
  const madeSource = useRuns((state) => runThatMade(state, run.request?.models.source));
  const corpora = useCorpora((state) => state.corpora);
  const counts = useMemo(() => updateCounts(run, madeSource, corpora), [run, madeSource, corpora]);
  const withBefore = counts.some(({ learnedBefore }) => learnedBefore !== null);
  const withPseudo = counts.some(({ pseudo }) => pseudo > 0);
  const number = (value: number | null) => (value === null ? '–' : count(value));
  return (
    <Figure
      title="What was added"
      caption={`Spans of each category that were learned from and tested on, and F1 before and after, of ${where}.${withPseudo ? ' Pseudo-labels are the source model’s own.' : ''}`}
      paper={`${updating}, Tables 3 to 5.`}
      table={
        <FigureTable
          caption="Spans, and F1 in percent"
          of="Category"
          heads={[
            ...(withBefore ? ['Learned before'] : []),
            'Added',
            ...(withPseudo ? ['Pseudo-labels'] : []),
            'Tested',
            'Before',
            'After',
            'Change',
          ]}
          rows={counts.map((each) => ({
            ...{ name: each.category, category: each.category, isNew: each.isNew },
            cells: [
              ...(withBefore ? [number(each.learnedBefore)] : []),
              number(each.annotated),
              ...(withPseudo ? [number(each.pseudo)] : []),
              number(each.tested),
              percent(each.before),
              percent(each.after),
              signed(each.before === null || each.after === null ? null : each.after - each.before),
            ],
          }))}
        />
      }
      note={
        !withBefore &&
        'How many examples the source model had learned from is not known: it was not trained in this session.'
      }
    />
  );
}
