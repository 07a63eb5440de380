/**
 * What was taken for what: gold categories down, predicted ones across. A cell's wash is its share of the gold spans of
 * its row, faint enough for the figure on it to stay readable on either theme; right answers and mistakes differ in hue.
 * A cell that holds errors leads to them. The matrix scrolls in a frame of its own, its names staying in view.
 */
import { Box, Text } from '@mantine/core';
import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import type { Evaluation } from '../../workers/protocol/evaluation.ts';
import { useSideways } from '../components/useSideways.ts';
import wide from '../components/WideTable.module.css';
import classes from './ConfusionMatrix.module.css';
import { count, counted } from './figures.ts';
import { occurring } from './occurring.ts';

/** A cell by its categories; null for no span. */
interface Cell {
  readonly gold: string | null;
  readonly predicted: string | null;
}

interface ConfusionMatrixProps {
  readonly confusion: Evaluation['confusion'];
  /** How many errors a cell leads to. */
  readonly errorsIn: (cell: Cell) => number;
  /** A cell in words, for its button. */
  readonly inWords: (cell: Cell) => string;
  readonly onChoose: (cell: Cell) => void;
  /** Where the category is chosen elsewhere on the page, its row and column stand out. */
  readonly chosen?: string | null;
  readonly chosenCell?: Cell | null;
}

/** Percent of the wash's full strength at which text on it still has a contrast of 4.5:1. */
const strongest = 42;
/** Categories from which on the cells are set closer. */
const many = 13;

function wash(value: number, total: number, right: boolean): string | undefined {
  if (value === 0 || total === 0) return undefined;
  // The square root keeps rare mistakes visible.
  const share = Math.sqrt(value / total);
  const hue = right ? 'var(--confusion-right)' : 'var(--confusion-wrong)';
  return `color-mix(in srgb, ${hue} ${(share * strongest).toFixed(1)}%, transparent)`;
}

const steps: Readonly<Record<string, readonly [down: number, across: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The next cell with a button in the direction of an arrow key. */
function neighbour(event: KeyboardEvent<HTMLElement>): HTMLButtonElement | null {
  const [down, across] = steps[event.key] ?? [0, 0];
  const place = (event.target as HTMLElement).closest('td');
  const row = place?.closest('tr');
  const rows = row?.parentElement?.children;
  if (!place || !row || !rows || (down === 0 && across === 0)) return null;
  let [y, x] = [[...rows].indexOf(row), [...row.children].indexOf(place)];
  for (;;) {
    y += down;
    x += across;
    const cell = rows[y]?.children[x];
    if (!cell) return null;
    const button = cell.querySelector('button');
    if (button) return button;
  }
}

export function ConfusionMatrix(props: ConfusionMatrixProps) {
  const { confusion, errorsIn, inWords, onChoose, chosen = null, chosenCell = null } = props;
  const { confusion: shownConfusion, absent } = useMemo(() => occurring(confusion), [confusion]);
  const { labels, counts } = shownConfusion;
  const { ref, more } = useSideways();
  const none = labels.length - 1;
  const caption = useId();
  const categoryAt = (place: number) => (place === none ? null : (labels[place] ?? null));
  const cellAt = (row: number, column: number): Cell => ({ gold: categoryAt(row), predicted: categoryAt(column) });
  const leads = labels.flatMap((_, row) =>
    labels.flatMap((_, column) => (errorsIn(cellAt(row, column)) > 0 ? [`${row} ${column}`] : [])),
  );
  // One stop for the tabulator; arrow keys move between the cells.
  const [stop, setStop] = useState<string | null>(null);
  const tabStop = stop !== null && leads.includes(stop) ? stop : leads[0];

  const shown = (row: number, column: number) => {
    const value = counts[row]?.[column] ?? 0;
    const text = value === 0 ? '·' : count(value);
    const cell = cellAt(row, column);
    const errors = errorsIn(cell);
    if (errors === 0) return text;
    const key = `${row} ${column}`;
    const words = inWords(cell);
    return (
      <button
        type="button"
        className={classes.cell}
        tabIndex={key === tabStop ? 0 : -1}
        aria-label={`${words}: ${count(errors)}`}
        aria-pressed={chosenCell?.gold === cell.gold && chosenCell.predicted === cell.predicted}
        onFocus={() => setStop(key)}
        onClick={() => onChoose(cell)}
      >
        {text}
      </button>
    );
  };

  return (
    <div className={classes.matrix}>
      <Text id={caption} className={classes.caption}>
        Rows: annotated. Columns: found by the model. In the last row, what the model made up; in the last column, what
        it missed.{leads.length > 0 && ' A cell with mistakes leads to them; arrow keys move between such cells.'}
        {absent.length > 0 &&
          ` Left out: ${counted(absent.length, 'category', 'categories')} neither annotated nor found.`}
      </Text>
      <div className={wide.frame} data-more={more || undefined}>
        <Box ref={ref} component="section" className={classes.scroll} tabIndex={0} aria-label="Confusion matrix">
          <table className={classes.table} data-many={labels.length > many || undefined} aria-describedby={caption}>
            <thead>
              <tr>
                <td />
                {labels.map((label) => (
                  <th key={label} scope="col" data-chosen={label === chosen || undefined} title={label}>
                    <span>{label}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody
              onKeyDown={(event) => {
                const next = neighbour(event);
                if (!next) return;
                event.preventDefault();
                next.focus();
              }}
            >
              {labels.map((gold, row) => {
                const total = (counts[row] ?? []).reduce((sum, value) => sum + value, 0);
                return (
                  <tr key={gold} data-chosen={gold === chosen || undefined}>
                    <th scope="row" title={gold}>
                      {gold}
                    </th>
                    {labels.map((predicted, column) => {
                      const value = counts[row]?.[column] ?? 0;
                      if (row === none && column === none) return <td key={predicted} />;
                      return (
                        <td
                          key={predicted}
                          data-right={row === column || undefined}
                          data-zero={value === 0 || undefined}
                          title={`${gold}, taken for ${predicted}: ${count(value)} of ${count(total)}`}
                          style={{ background: wash(value, total, row === column) }}
                        >
                          {shown(row, column)}
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Box>
      </div>
    </div>
  );
}
