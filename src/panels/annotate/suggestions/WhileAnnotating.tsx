/** Adapting while somebody annotates: how often, how far it is, and whether more annotating pays. */
import { Button, Group, NumberInput, Text } from '@mantine/core';
import { useEffect } from 'react';
import type { CorpusSummary } from '../../../../workers/protocol/engine.ts';
import {
  begun,
  type CurvePoint,
  f1At,
  fewestPoints,
  fitCurve,
  isSound,
  type LearningCurve,
  type Worth,
  worthOf,
} from '../../../../workers/text/learningCurve.ts';
import { counted, percent } from '../../../charts/figures.ts';
import { adaptInBackground, isDue, submittedOf } from '../../../engine/adapting.ts';
import { beginAdapting, useAdapting } from '../../../store/adapting.ts';
import { latestStage } from '../../../store/runState.ts';
import { useRunUnderWay, useShownRun } from '../../../store/runs.ts';
import classes from './Believed.module.css';

/** Adapts by itself, as long as the panel is open. */
export function useAdaptingByItself(corpus: CorpusSummary): void {
  const adapting = useAdapting();
  const underWay = useRunUnderWay();
  const submitted = submittedOf(corpus);
  const isKnown = adapting.corpusId === corpus.id;
  const due = isKnown && !underWay && isDue(adapting, submitted);
  // What the corpus came with was learned before, or is not to be.
  // biome-ignore lint/correctness/useExhaustiveDependencies: that is of the moment at which it came.
  useEffect(() => {
    if (!isKnown) beginAdapting(corpus.id, submitted);
  }, [isKnown, corpus.id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once each time that it is due.
  useEffect(() => {
    if (due) void adaptInBackground(corpus);
  }, [due]);
}

/** What goes on, or what it came to, in a line. */
export function useAdaptingInShort(): string {
  const { running, points } = useAdapting();
  const stage = useShownRun(latestStage);
  if (running) return stage ? `Adapting: epoch ${stage.epoch} of at most ${stage.epochs}` : 'Adapting';
  const worth = worthOf(points, next);
  return worth && isSound(worth) ? worthInWords(worth) : 'Adapt while annotating';
}

export function WhileAnnotating({ corpus }: { readonly corpus: CorpusSummary }) {
  const { every, learned, running, failed, points } = useAdapting();
  const underWay = useRunUnderWay();
  const submitted = submittedOf(corpus);
  const since = Math.max(0, submitted - learned);
  return (
    <>
      <Group gap="sm" align="flex-end">
        <NumberInput
          label="Adapt after so many submissions"
          description="0: only when you ask"
          size="xs"
          w="14rem"
          min={0}
          max={10_000}
          value={every}
          onChange={(value) => {
            if (typeof value === 'number') useAdapting.setState({ every: value });
          }}
        />
        <Button
          size="xs"
          variant="default"
          loading={running}
          disabled={underWay || submitted === 0}
          onClick={() => void adaptInBackground(corpus)}
        >
          Adapt now
        </Button>
        <Text size="sm" aria-live="polite">
          {`${counted(since, 'document')} submitted since the model learned last`}
        </Text>
      </Group>
      {failed && (
        <Text size="sm" c="red" mt="xs" role="alert">
          The model could not be adapted: {failed}
        </Text>
      )}
      <WhatItIsWorth points={points} />
      <Text size="xs" c="dimmed" mt="xs" maw="44rem">
        The source model is adapted each time, to all that is submitted, with what is on against forgetting under
        Labels, and the settings that stand under Train. You go on meanwhile; the model that comes of it suggests from
        then on. It is measured on the submitted documents of dev, or, as long as there are none, on about a tenth of
        those of train, from which it does not learn: the same ones each time.
      </Text>
    </>
  );
}

/** So many more are spoken of. */
const next = 50;

function WhatItIsWorth({ points }: { readonly points: readonly CurvePoint[] }) {
  if (points.length === 0) return null;
  const curve = fitCurve(begun(points));
  const worth = worthOf(points, next);
  return (
    <>
      <Text size="sm" mt="xs" maw="44rem" aria-live="polite">
        {worth && isSound(worth)
          ? `${worthInWords(worth)} of F1; four of five curves that chance allows say ${worth.low.toFixed(1)} to ${worth.high.toFixed(1)}.`
          : whyUnknown(points, worth)}
      </Text>
      <Curve points={points} curve={worth && isSound(worth) ? curve : null} />
    </>
  );
}

function whyUnknown(points: readonly CurvePoint[], worth: Worth | null): string {
  const few = begun(points).length;
  if (worth)
    return `What more documents are worth cannot be told yet: curves that chance allows say ${worth.low.toFixed(1)} to ${worth.high.toFixed(1)} points of F1. Submit more documents of dev, by which the models are measured.`;
  const known = `What more documents are worth is known after ${fewestPoints} models of different numbers of documents`;
  return few === points.length
    ? `${known}; there ${few === 1 ? 'is' : 'are'} ${few}.`
    : `${known} that find more than chance may have made; of the ${points.length} there, ${few} ${few === 1 ? 'does' : 'do'}.`;
}

function worthInWords({ documents, gain }: Worth): string {
  const points = gain.toFixed(1);
  return `The next ${documents} documents are worth about ${points} ${points === '1.0' ? 'point' : 'points'}`;
}

const [width, height, pad] = [320, 150, 28];
/** From the middle of a label to that of the next. */
const labelWidth = 30;

/** Points with room for a label, the newest first: what is left out is read aloud. */
function labelledAt(places: readonly number[]): ReadonlySet<number> {
  const chosen = new Set<number>();
  let next = Number.POSITIVE_INFINITY;
  for (let index = places.length - 1; index >= 0; index--) {
    const at = places[index] as number;
    if (next - at < labelWidth) continue;
    chosen.add(index);
    next = at;
  }
  return chosen;
}

function Curve({ points, curve }: { readonly points: readonly CurvePoint[]; readonly curve: LearningCurve | null }) {
  const ordered = [...points].sort((one, other) => one.documents - other.documents);
  const most = (ordered.at(-1)?.documents ?? 0) + (curve ? next : 0);
  const right = (documents: number) => pad + (documents / most) * (width - pad - 10);
  const down = (f1: number) => height - pad + 8 - (f1 / 100) * (height - pad - 4);
  const first = ordered[0]?.documents ?? 1;
  const steps = Array.from({ length: 40 }, (_, step) => first + ((most - first) * step) / 39);
  const line = curve
    ? steps.map((at, place) => `${place === 0 ? 'M' : 'L'}${right(at)},${down(f1At(curve, at))}`).join('')
    : '';
  const labelled = labelledAt(ordered.map(({ documents }) => right(documents)));
  const said = ordered.map(({ documents, f1 }) => `${percent(f1)} after ${documents}`).join(', ');
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      className={classes.curve}
      role="img"
      aria-label={`F1 by submitted documents: ${said}`}
    >
      <path className={classes.axis} d={`M${pad},${down(100)}V${down(0)}H${width - 10}`} />
      <path className={classes.ideal} d={line} />
      {ordered.map(({ documents, f1 }, place) => (
        <g key={documents}>
          <circle className={classes.dot} cx={right(documents)} cy={down(f1)} r={3} />
          {labelled.has(place) && (
            <>
              <text className={classes.tick} x={right(documents)} y={down(f1) - 6} textAnchor="middle">
                {percent(f1)}
              </text>
              <text className={classes.tick} x={right(documents)} y={height - 4} textAnchor="middle">
                {documents}
              </text>
            </>
          )}
        </g>
      ))}
      {[0, 50, 100].map((tick) => (
        <text key={tick} className={classes.tick} x={pad - 5} y={down(tick)} dy="0.35em" textAnchor="end">
          {tick}
        </text>
      ))}
    </svg>
  );
}
