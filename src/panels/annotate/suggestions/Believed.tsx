/** How far confidences can be believed: a curve of how many are right of those that are said to be so sure, before and after. */
import { Table, Text } from '@mantine/core';
import { useId } from 'react';
import type { Calibration, Reliability, SuggestionReport } from '../../../../workers/protocol/suggestions.ts';
import { fewestOutcomes } from '../../../../workers/text/calibration.ts';
import { count, percent } from '../../../charts/figures.ts';
import classes from './Believed.module.css';

const measures = {
  entropy: 'the entropy of its tags, summed up over a sentence’s words and averaged over its sentences',
  unlikelihood:
    'how unlikely the tags are that the model wrote, summed up over a sentence’s words: it writes them one after another, and has no probabilities of others',
};

export function Believed({ report: { calibration, dev, measure } }: { readonly report: SuggestionReport }) {
  return (
    <>
      {calibration ? (
        <Calibrated calibration={calibration} />
      ) : (
        <Text size="sm" maw="44rem">
          Confidences are as the model says them: in the dev sentences it found fewer than {fewestOutcomes} spans of
          which it is known whether they are right. Annotate some documents of dev to have them checked.
        </Text>
      )}
      <Text size="sm" maw="44rem" mt="xs">
        {dev &&
          `Its F1 on the dev sentences is ${percent(dev.f1)}, over ${count(dev.support)} ${dev.support === 1 ? 'span' : 'spans'}. `}
        {measure && `How unsure it is of a document is told by ${measures[measure]}.`}
      </Text>
    </>
  );
}

function Calibrated({ calibration: { temperature, spans, before, after } }: { readonly calibration: Calibration }) {
  const verdict =
    temperature > 1.05 ? 'too sure' : temperature < 0.95 ? 'not sure enough' : 'about as sure as it may be';
  return (
    <>
      <Text size="sm" maw="44rem">
        By {spans} spans that it found in the dev sentences the model is {verdict}: the log odds of its confidences are
        divided by a temperature of {temperature.toFixed(2)}. With it they are off by{' '}
        {(100 * after.expectedError).toFixed(1)} points on average, without it by{' '}
        {(100 * before.expectedError).toFixed(1)} (expected calibration error). In the figure the strong line is with
        it, the thin one without. It was fitted on the same spans.
      </Text>
      <div className={classes.both}>
        <Curve before={before} after={after} />
        <Bins reliability={after} />
      </div>
    </>
  );
}

const size = 200;
const pad = 30;
const at = (share: number) => pad + share * (size - pad - 8);
const down = (share: number) => size - at(share);

/** On the diagonal a confidence is what it says. */
function Curve({ before, after }: Record<'before' | 'after', Reliability>) {
  const title = useId();
  const path = ({ bins }: Reliability) =>
    bins.map(({ confidence, right }, place) => `${place === 0 ? 'M' : 'L'}${at(confidence)},${down(right)}`).join('');
  return (
    <svg viewBox={`0 0 ${size} ${size}`} className={classes.curve} role="img" aria-labelledby={title}>
      <title id={title}>
        Share of right spans by confidence, before and after the temperature; on the diagonal both are alike
      </title>
      <path className={classes.axis} d={`M${at(0)},${down(1)}V${down(0)}H${at(1)}`} />
      <path className={classes.ideal} d={`M${at(0)},${down(0)}L${at(1)},${down(1)}`} />
      <path className={classes.before} d={path(before)} />
      <path className={classes.after} d={path(after)} />
      {after.bins.map(({ from, confidence, right }) => (
        <circle key={from} className={classes.dot} cx={at(confidence)} cy={down(right)} r={2.5} />
      ))}
      {[0, 50, 100].map((tick) => (
        <g key={tick} className={classes.tick}>
          <text x={at(tick / 100)} y={size - pad + 14} textAnchor="middle">
            {tick}
          </text>
          <text x={pad - 5} y={down(tick / 100)} dy="0.35em" textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      <text className={classes.tick} x={at(1)} y={size - 4} textAnchor="end">
        said, %
      </text>
      <text className={classes.tick} x={at(0) + 5} y={9}>
        right, %
      </text>
    </svg>
  );
}

function Bins({ reliability: { bins } }: { readonly reliability: Reliability }) {
  return (
    <Table aria-label="Confidence after the temperature, and what is right" verticalSpacing={2} w="auto">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Said, %</Table.Th>
          <Table.Th scope="col">Right, %</Table.Th>
          <Table.Th scope="col">Spans</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {bins.map(({ from, confidence, right, spans }) => (
          <Table.Tr key={from}>
            <Table.Td>{Math.round(100 * confidence)}</Table.Td>
            <Table.Td>{Math.round(100 * right)}</Table.Td>
            <Table.Td>{spans}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
