/** The runs of this session: each can be shown again, and one or two laid side by side, with plan, settings and scores. */
import { Checkbox, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { counted, percent } from '../../charts/figures.ts';
import { PanelSection } from '../../components/Panel.tsx';
import { SortHeader } from '../../components/SortHeader.tsx';
import { useSorting } from '../../components/sorting.ts';
import { WideTable } from '../../components/WideTable.tsx';
import { describeSeconds } from '../../engine/progress.ts';
import { namesOrCount } from '../../store/outline.ts';
import { mainStageSoFar, type RunState } from '../../store/runState.ts';
import { isUnderWay, showRun, useRuns, useRunUnderWay } from '../../store/runs.ts';
import { keptScores } from './pairedScores.ts';
import classes from './RunList.module.css';
import { RunSheets } from './RunSheets.tsx';

interface ListedRun {
  readonly id: string;
  /** From 1, in the order of the session. */
  readonly number: number;
  readonly run: RunState;
  readonly name: string;
  readonly dev: number | null;
  readonly test: number | null;
}

function listed([id, run]: [string, RunState], index: number): ListedRun {
  return {
    id,
    number: index + 1,
    run,
    name: run.result?.model.name ?? run.request?.name ?? id,
    dev: keptScores(run, 'dev')?.overall.f1 ?? null,
    test: keptScores(run, 'test')?.overall.f1 ?? null,
  };
}

type ListKey = 'number' | 'dev' | 'test';

const inColumn = (run: ListedRun, key: ListKey) => run[key];

function stateOf({ status, result }: RunState): string {
  if (isUnderWay(status)) return 'under way';
  return status === 'failed' ? 'failed' : result ? describeSeconds(result.seconds) : '';
}

interface RowProps {
  readonly listedRun: ListedRun;
  readonly shown: boolean;
  readonly locked: boolean;
  readonly picked: boolean;
  readonly onPick: (id: string) => void;
}

function Row({ listedRun: { id, number, run, name, dev, test }, shown, locked, picked, onPick }: RowProps) {
  const { outline } = run;
  const stage = mainStageSoFar(run);
  const learnedFrom = outline ? [outline.corpus, ...outline.together].join(' + ') : '';
  return (
    <tr data-shown={shown || undefined}>
      <td>
        <Checkbox
          size="xs"
          aria-label={`Lay run ${number} side by side`}
          checked={picked}
          onChange={() => onPick(id)}
        />
      </td>
      <td className={classes.figure}>{number}</td>
      <th scope="row">
        {shown || locked ? (
          <span className={classes.named} title={name}>
            <span>{name}</span>
            {shown && <span className={classes.state}> shown</span>}
          </span>
        ) : (
          <UnstyledButton className={classes.show} title={`Show ${name}`} onClick={() => showRun(id)}>
            {name}
          </UnstyledButton>
        )}
      </th>
      <td title={learnedFrom}>{learnedFrom || '–'}</td>
      <td title={outline?.newCategories.join(', ')}>
        {!outline || outline.newCategories.length === 0 ? '–' : namesOrCount(outline.newCategories)}
      </td>
      <td className={classes.figure}>{stage ? `${stage.bestEpoch ?? '–'} of ${stage.records.length}` : '–'}</td>
      <td className={classes.figure}>{percent(dev)}</td>
      <td className={classes.figure}>{percent(test)}</td>
      <td className={classes.figure}>{stateOf(run)}</td>
    </tr>
  );
}

export function RunList() {
  const kept = useRuns((state) => state.runs);
  const shownId = useRuns((state) => state.shownId);
  const locked = useRunUnderWay();
  const [picked, setPicked] = useState<readonly string[]>([]);
  const { inOrder, head } = useSorting(inColumn, ['number']);
  const runs = Object.entries(kept).map(listed);
  // The first run is what the panel shows anyway, and its beginning is busy enough.
  if (runs.every(({ run }) => isUnderWay(run.status))) return null;
  // A third takes the place of the one that was picked first.
  const pick = (id: string) =>
    setPicked((now) => (now.includes(id) ? now.filter((other) => other !== id) : [...now, id].slice(-2)));
  const laid = runs.filter(({ id }) => picked.includes(id));
  return (
    <PanelSection
      title="Runs"
      purpose={`${counted(runs.length, 'run')} in this session. Tick one for its plan, settings and scores, two to lay them side by side.${locked ? ' Another can be shown when the one under way has ended.' : ''}`}
    >
      <WideTable label="Runs of this session" minWidth={46}>
        <table className={classes.table} aria-label="Runs of this session">
          <thead>
            <tr>
              <th scope="col">
                <VisuallyHidden>Side by side</VisuallyHidden>
              </th>
              <SortHeader label="No." {...head('number')} />
              <th scope="col">Model</th>
              <th scope="col">Learned from</th>
              <th scope="col">New</th>
              <th scope="col" className={classes.figure}>
                Kept epoch
              </th>
              <SortHeader label="Dev F1" {...head('dev')} />
              <SortHeader label="Test F1" {...head('test')} />
              <th scope="col" className={classes.figure}>
                Took
              </th>
            </tr>
          </thead>
          <tbody>
            {inOrder(runs).map((each) => (
              <Row
                key={each.id}
                listedRun={each}
                shown={each.id === shownId}
                locked={locked}
                picked={picked.includes(each.id)}
                onPick={pick}
              />
            ))}
          </tbody>
        </table>
      </WideTable>
      {laid.length > 0 && <RunSheets runs={laid} />}
      {laid.length === 1 && runs.length > 1 && (
        <Text size="sm" c="dimmed">
          Tick a second run to see what was different.
        </Text>
      )}
    </PanelSection>
  );
}
