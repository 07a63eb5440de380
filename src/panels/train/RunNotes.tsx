/**
 * What else there is to say of a run, below its chart: what to beware of, what was tried, what the source model labelled
 * itself. One line that opens, since a corpus of other categories gives a note for each.
 */
import { VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Problem } from '../../../workers/protocol/errors.ts';
import { describeProblem } from '../../../workers/protocol/errors.ts';
import { counted } from '../../charts/figures.ts';
import { Fold } from '../../components/Fold.tsx';
import { ToldText } from '../../components/ToldText.tsx';
import { problemInPage } from '../../inPage.ts';
import { useShownRun } from '../../store/runs.ts';
import classes from './RunNotes.module.css';
import { remarksOn } from './runRemarks.ts';

/** Warnings that have the same remedy, told apart by their messages. */
function byRemedy(warnings: readonly Problem[]): { readonly remedy: string; readonly messages: readonly string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { message, remedy } of warnings) groups.set(remedy, [...(groups.get(remedy) ?? []), message]);
  return [...groups].map(([remedy, messages]) => ({ remedy, messages }));
}

function Note({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <li className={classes.note}>
      {icon}
      <div>{children}</div>
    </li>
  );
}

export function RunNotes() {
  const told = useShownRun((run) => run.warnings);
  const result = useShownRun((run) => run.result);
  const vectors = useShownRun((run) => run.vectors);
  const warnings = [...new Map(told.map((warning) => [describeProblem(warning), problemInPage(warning)])).values()];
  const remarks = remarksOn(result, vectors);
  const number = warnings.length + remarks.length;
  if (number === 0) return null;
  const warn = <IconAlertTriangle size={17} aria-hidden className={classes.warning} />;
  return (
    <section aria-label="Notes on the run">
      <Fold
        summary={
          <span className={classes.summary}>
            {warnings.length > 0 && warn}
            {counted(number, 'note')}
          </span>
        }
      >
        <ul className={classes.notes}>
          {byRemedy(warnings).map(({ remedy, messages }) => (
            <Note key={remedy} icon={warn}>
              {messages.map((message) => (
                <p key={message}>
                  <ToldText>{message}</ToldText>
                </p>
              ))}
              {remedy && <p className={classes.remedy}>{remedy}</p>}
            </Note>
          ))}
          {remarks.map((remark) => (
            <Note key={remark} icon={<IconInfoCircle size={17} aria-hidden />}>
              <p>{remark}</p>
            </Note>
          ))}
        </ul>
      </Fold>
      <VisuallyHidden role="status">{warnings.at(-1)?.message}</VisuallyHidden>
    </section>
  );
}
