/**
 * `npm test`: every check and every test, one section after another, and a last line that counts them all.
 * Options: --only NAME[,NAME …] for some sections, --long for those of `npm run test:long`.
 */
import { parseArgs } from 'node:util';
import { longSections, sections } from './sections.ts';
import { addOutcomes, type Outcome, sayOutcome } from './testReports.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, long: { type: 'boolean', default: false } },
});
const all = values.long ? longSections : sections;
const only = values.only?.split(',');
const unknown = only?.find((name) => !all.some((section) => section.name === name));
if (unknown !== undefined) {
  console.error(`--only ${unknown}: there are ${all.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

const lines: string[] = [];
const outcomes: Outcome[] = [];
for (const { name, title, run } of all) {
  if (only && !only.includes(name)) continue;
  console.log(`\n── ${title} ──`);
  const began = performance.now();
  const outcome = run();
  outcomes.push(outcome);
  const line = `${title.padEnd(28)}${saySection(outcome).padEnd(40)}${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s`;
  console.log(line);
  lines.push(line);
}

const total = addOutcomes(outcomes);
console.log(`\n${lines.join('\n')}\n\n${sayOutcome(total)}`);
process.exit(total.failed > 0 ? 1 : 0);

function saySection(outcome: Outcome): string {
  return `${outcome.failed > 0 ? 'FAILED' : 'ok'}: ${sayOutcome(outcome)}`;
}
