/** F1 of the shrunk encoder and of the shipped vectors, target by target, and the mean over all, by which it is decided. */
import { above } from './claims.ts';
import type { Outcomes, Section } from './experiment.ts';
import { type SmallData, targetKey, targetSection, type Way } from './smallDataReport.ts';
import { difference, figure, mean, signed } from './table.ts';

/** In points of F1: for less nobody should load 16 MB. */
const worthLoading = 1;

export function shrunkEncoderReport(outcomes: Outcomes, plan: SmallData): Section[] {
  return [...plan.targets.map((target) => targetSection(outcomes, plan, target)), decision(outcomes, plan)];
}

function decision(outcomes: Outcomes, { ways, targets, sizes }: SmallData): Section {
  /** Missing as long as one training is. */
  const overall = (way: Way, among: typeof targets) => {
    const all = among.flatMap((target) =>
      sizes.flatMap((size) =>
        way.seeds.map((seed) => outcomes.get(targetKey(way, target, size, seed))?.test.overall.f1),
      ),
    );
    return all.includes(undefined) ? undefined : mean(all.filter((f1) => f1 !== undefined));
  };
  const row = (title: string, among: typeof targets) => {
    const figures = ways.map((way) => overall(way, among));
    return [title, ...figures.map(figure), signed(difference(figures[1], figures[0]))];
  };
  const [bilstm, shrunk] = ways.map((way) => overall(way, targets));
  const comparisons = above('the mean', shrunk, bilstm === undefined ? undefined : bilstm + worthLoading);
  return {
    title: 'The mean over all numbers of sentences',
    table: {
      head: ['Target', ...ways.map(({ label }) => label), 'Difference'],
      rows: [...targets.map((target) => row(target.title, [target])), row('All', targets)],
    },
    claims: [
      { says: `The shrunk encoder stands at least ${worthLoading} point above the shipped vectors`, comparisons },
    ],
  };
}
