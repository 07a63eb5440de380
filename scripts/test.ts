/**
 * `npm test`: every check and every test, one section after another, and a last line that counts them all.
 * Options: --only NAME[,NAME …] for some sections, --long for those of `npm run test:long`.
 */
import { parseArgs } from 'node:util';
import { longSections, type Outcome, sections } from './sections.ts';

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
const total = { passed: 0, failed: 0 };
for (const { name, title, run } of all) {
  if (only && !only.includes(name)) continue;
  console.log(`\n── ${title} ──`);
  const began = performance.now();
  const outcome = run();
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  const line = `${title.padEnd(28)}${sayOutcome(outcome).padEnd(36)}${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s`;
  console.log(line);
  lines.push(line);
}

console.log(`\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);

function sayOutcome({ passed, failed, skipped }: Outcome): string {
  const parts = [`${passed} passed`, `${failed} failed`];
  if (skipped > 0) parts.push(`${skipped} skipped`);
  return `${failed > 0 ? 'FAILED' : 'ok'}: ${parts.join(', ')}`;
}
