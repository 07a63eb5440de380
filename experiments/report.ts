/** The report of an experiment: Markdown for people, and the same with every run's figures as JSON. */
import { availableParallelism, cpus } from 'node:os';
import { duration } from '../workers/text/duration.ts';
import { inWords, verdictOf } from './claims.ts';
import type { Drawing, Experiment, Outcomes, Plan, PretrainedOutcomes, Section } from './experiment.ts';
import { markdownTable } from './table.ts';

export interface Finished {
  readonly experiment: Pick<Experiment, 'name' | 'title'>;
  readonly quick: boolean;
  readonly plan: Plan;
  readonly outcomes: Outcomes;
  /** Of the encoders that trainings began with. */
  readonly pretrained: PretrainedOutcomes;
}

/** @param drawn whether the drawings stand in files beside the report. */
export function markdownReport({ experiment, quick, plan, outcomes, pretrained }: Finished, drawn = false): string {
  const { name, title } = experiment;
  const about = facts(outcomes);
  const small = 'A quick run on small samples: it shows that all of it runs. Its figures say nothing of the papers.';
  const blocks = [
    `# ${title}`,
    ...(quick ? [`**${small}**`] : []),
    `    npm run graft -- experiment ${name} --data DIR${quick ? ' --quick' : ''}`,
    `${about.trainings} trainings in ${duration(about.seconds)} on ${about.backends.join(' and ')}; ${about.machine}. Seeds: ${about.seeds.join(', ')}.`,
    ...missing(plan, outcomes),
    ...plan.notes,
    ...plan.report(outcomes, pretrained).map((section) => markdownSection(section, quick, drawn)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** A report of a part must not pass for the whole. */
function missing({ trials }: Plan, outcomes: Outcomes): string[] {
  const left = trials.filter(({ key }) => !outcomes.has(key)).length;
  if (left === 0) return [];
  return [`**Not finished: ${left} of ${trials.length} trainings are missing, and so the figures that need them.**`];
}

/** Figures of a quick run bear nothing out: what the paper claims stands there all the same. */
function markdownSection(
  { title, notes = [], table, drawing, claims = [] }: Section,
  quick: boolean,
  drawn: boolean,
): string {
  const said = claims
    .map((claim) => `- ${quick ? `${claim.says}: not judged by a quick run.` : inWords(claim)}`)
    .join('\n');
  const picture = drawn && drawing ? [`![${title}](${drawing.name}.svg)`] : [];
  return [`## ${title}`, ...notes, markdownTable(table), ...picture, ...(said ? [said] : [])].join('\n\n');
}

/** The pictures of the report. */
export function drawingsOf({ plan, outcomes, pretrained }: Finished): Drawing[] {
  return plan.report(outcomes, pretrained).flatMap(({ drawing }) => drawing ?? []);
}

export function jsonReport({ experiment, quick, plan, outcomes, pretrained }: Finished): object {
  return {
    experiment: experiment.name,
    quick,
    ...facts(outcomes),
    sections: plan.report(outcomes, pretrained).map(({ title, table, claims = [] }) => ({
      title,
      table,
      claims: claims.map((claim) => ({ ...claim, verdict: verdictOf(claim) })),
    })),
    trials: Object.fromEntries(outcomes),
    ...(pretrained.size > 0 && { pretrainings: Object.fromEntries(pretrained) }),
  };
}

function facts(outcomes: Outcomes) {
  const all = [...outcomes.values()];
  return {
    trainings: all.length,
    seconds: all.reduce((sum, { seconds }) => sum + seconds, 0),
    backends: [...new Set(all.map(({ backend }) => backend))],
    seeds: [...new Set(all.map(({ seed }) => seed))].sort((one, other) => one - other),
    machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}`,
  };
}
