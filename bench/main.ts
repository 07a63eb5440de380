/** The entry of `npm run bench`: opens WASM, finds the peers, measures one thing after the other, prints the table. */
import '../cli/wasmFeatures.ts';
import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { openNodeBackend } from '../cli/nodeEngine.ts';
import { machine } from './machine.ts';
import { measures } from './measures/all.ts';
import { startPeers } from './peer.ts';
import { formatJson, formatReport, type Report, recordReport } from './report.ts';
import { failedRow, type Row } from './table.ts';
import { loadWorkload } from './workload.ts';

interface Options {
  readonly quick?: boolean;
  readonly json?: string;
  readonly record?: boolean;
  readonly only?: string;
}

const options = new Command('npm run bench --')
  .description(
    'Measures training and tagging beside stock tfjs and PyTorch, and prints one table. GRAFT_PYTHON names the Python whose PyTorch takes part.',
  )
  .option('--quick', 'fewer rounds, and an epoch reckoned from a sample of it')
  .option('--json <file>', 'write the same figures as data')
  .option('--record', 'put the table into bench/RESULTS.md')
  .option('--only <words>', 'only the measures whose title holds these words')
  .parse()
  .opts<Options>();

const say = (text: string) => void process.stderr.write(`${text}\n`);
const begun = new Date();
const before = machine();
const quick = options.quick === true;
const backend = await openNodeBackend('wasm');
const workload = loadWorkload();
const chosen = measures.filter(({ title }) => title.includes(options.only ?? ''));
const peers = chosen.some(({ besidePyTorch }) => besidePyTorch)
  ? await startPeers(workload)
  : 'No measure asked for one.';
say(typeof peers === 'string' ? peers : `Takes part: ${peers.all.map(({ name }) => name).join('; ')}.`);

const rows: Row[] = [];
let failures = 0;
for (const { title, measure } of chosen) {
  say(`Measuring: ${title} …`);
  try {
    rows.push(...(await measure({ quick, backend, workload, peers })));
  } catch (thrown) {
    // A failure does not lose the other figures.
    failures++;
    say(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown));
    rows.push(failedRow(title, thrown));
  }
}
if (typeof peers !== 'string') peers.end();

// The output file is no part of the command.
const words = [...(quick ? ['--quick'] : []), ...(options.only ? [`--only '${options.only}'`] : [])];
const report: Report = {
  date: begun.toISOString().slice(0, 10),
  command: ['npm run bench', ...(words.length > 0 ? ['--', ...words] : [])].join(' '),
  machine: before,
  loadAfter: machine().load,
  backend: { name: backend.name, device: backend.device },
  pytorch: typeof peers === 'string' ? null : { version: peers.pytorch.version, blas: peers.pytorch.blas.name },
  workload: workload.title,
  rows,
};
if (options.json) writeFileSync(options.json, formatJson(report));
if (options.record) recordReport(report);
process.stdout.write(`${formatReport(report)}\n`, () => process.exit(failures > 0 ? 1 : 0));
