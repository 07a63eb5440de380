/**
 * What was taken for what: gold categories down, predicted ones across. A cell's wash is its share of the gold spans of
 * its row, faint enough for the figure on it to stay readable on either theme; right answers and mistakes differ in hue.
 */
import { Box } from '@mantine/core';
import type { Evaluation } from '../../workers/protocol/engine.ts';
import { BreakableName } from './BreakableName.tsx';
import classes from './ConfusionMatrix.module.css';
import { count } from './figures.ts';

interface ConfusionMatrixProps {
  readonly confusion: Evaluation['confusion'];
  /** Where the category is chosen elsewhere on the page, its row and column stand out. */
  readonly chosen?: string | null;
}

/** Percent of the wash's full strength at which text on it still has a contrast of 4.5:1. */
const strongest = 42;

function wash(value: number, total: number, right: boolean): string | undefined {
  if (value === 0 || total === 0) return undefined;
  // The square root keeps rare mistakes visible.
  const share = Math.sqrt(value / total);
  const hue = right ? 'var(--confusion-right)' : 'var(--confusion-wrong)';
  return `color-mix(in srgb, ${hue} ${(share * strongest).toFixed(1)}%, transparent)`;
}

export function ConfusionMatrix({ confusion, chosen = null }: ConfusionMatrixProps) {
  const { labels, counts } = confusion;
  const none = labels.length - 1;
  return (
    <Box component="section" className={classes.scroll} tabIndex={0} aria-label="Confusion matrix">
      <table className={classes.table}>
        <caption>
          Rows: annotated. Columns: found by the model. In the last row, what the model made up; in the last column,
          what it missed.
        </caption>
        <thead>
          <tr>
            <td />
            {labels.map((label) => (
              <th key={label} scope="col" data-chosen={label === chosen || undefined}>
                <span>{label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((gold, row) => {
            const total = (counts[row] ?? []).reduce((sum, value) => sum + value, 0);
            return (
              <tr key={gold} data-chosen={gold === chosen || undefined}>
                <th scope="row">
                  <BreakableName name={gold} />
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
                      {value === 0 ? '·' : count(value)}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Box>
  );
}
