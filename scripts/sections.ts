/** The sections of `npm test`: each runs one tool, and says how many checks passed and failed. */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { driverFolders, obtainChromium } from './chromium.ts';
import { obtainFirefox } from './firefox.ts';
import {
  countPlaywright,
  countTagged,
  countVitest,
  type Outcome,
  type PlaywrightReport,
  saySkipped,
  type VitestReport,
} from './testReports.ts';
import { hasWebgpuEnvironment, webgpuEnvironment } from './webgpu-environment.ts';
import { webgpuFault, webgpuTag } from './webgpuTests.ts';

export interface Section {
  readonly name: string;
  readonly title: string;
  run(): Outcome;
}

const root = join(import.meta.dirname, '..');
const oneFailed: Outcome = { passed: 0, failed: 1, skipped: 0 };

export const sections: readonly Section[] = [
  check('types-page', 'Types of the page', ['tsc', '-p', 'tsconfig.page.json']),
  check('types-workers', 'Types of workers and tools', ['tsc', '-p', 'tsconfig.workers.json']),
  check('types-browser', 'Types of the browser tests', ['tsc', '-p', 'tsconfig.browser.json']),
  check('lint', 'Lint and format', ['biome', 'check', '--error-on-warnings', '.']),
  check('layers', 'Layer rule', ['tsx', 'scripts/checkLayers.ts']),
  check('layer-table', 'Layer table', ['tsx', 'scripts/writeLayerTable.ts', '--check']),
  check('dead-code', 'Dead code', ['knip']),
  check('test-only', 'Code that only tests use', ['tsx', 'scripts/checkTestOnly.ts']),
  { name: 'kernels', title: 'Build of the WASM kernels', run: () => outcomeOf(buildKernels()) },
  { name: 'unit', title: 'Unit and parity tests', run: unitTests },
  { name: 'build', title: 'Build of the studio', run: () => outcomeOf(buildStudio()) },
  { name: 'browser', title: 'Browser tests', run: () => playwright() },
];

/** What takes longer than fifteen minutes: `npm run test:long`. */
export const longSections: readonly Section[] = [
  { name: 'kernels', title: 'Build of the WASM kernels', run: () => outcomeOf(buildKernels()) },
  { name: 'long', title: 'Long tests', run: longTests },
  { name: 'build', title: 'Build of the studio', run: () => outcomeOf(buildStudio()) },
  {
    name: 'offline',
    title: 'Browser tests without a network',
    run: () => playwright({ GRAFT_TEST_OFFLINE: 'yes' }),
  },
  { name: 'properties', title: 'Unit tests with properties by another seed', run: unitTestsByAnotherSeed },
];

/** @returns Whether it went well; what went wrong stands on stderr. */
export function buildKernels(): boolean {
  return quiet(['tsx', 'scripts/build-kernels.ts']);
}

/** What a failed build left from the one before is nothing to test. */
function buildStudio(): boolean {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  return quiet(['vite', 'build', '--logLevel', 'warn']);
}

function check(name: string, title: string, words: readonly string[]): Section {
  return { name, title, run: () => outcomeOf(quiet(words)) };
}

function outcomeOf(good: boolean): Outcome {
  return good ? { passed: 1, failed: 0, skipped: 0 } : oneFailed;
}

/** Runs a tool of node_modules; its output is shown only where it fails. */
function quiet(words: readonly string[]): boolean {
  const { status, stdout, stderr, error } = spawnSync('npx', ['--no-install', ...words], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}`);
  return status === 0;
}

/**
 * Runs a test tool that writes a JSON report.
 *
 * @returns Its counts, and the report where there is one.
 */
function counted<Report>(
  words: (report: string) => readonly string[],
  environment: (report: string) => Readonly<Record<string, string>>,
  count: (report: Report) => Outcome,
): { outcome: Outcome; report?: Report } {
  const folder = mkdtempSync(join(tmpdir(), 'graft-test-'));
  const file = join(folder, 'report.json');
  try {
    const { status } = spawnSync('npx', ['--no-install', ...words(file)], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...environment(file) },
      shell: process.platform === 'win32',
    });
    if (!existsSync(file)) return { outcome: oneFailed };
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    const outcome = count(report);
    // A file that does not load, or an error outside all tests, fails the tool without failing a test.
    return { outcome: status !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome, report };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Two cores that also compile shaders: five seconds, vitest's own limit, would fail good tests. */
const patience = ['--testTimeout=60000', '--hookTimeout=60000'];
/** vitest leaves a core free, which of two is half of the machine. */
const everyCore = '--maxWorkers=100%';

/** WebGPU's driver comes with Chromium, so that a fresh machine needs one before these. */
function unitTests(): Outcome {
  const { chromium, environment } = findDriver();
  const { outcome, report } = vitest(patience, environment);
  if (!report) return outcome;
  for (const line of saySkipped(report, root)) console.log(line);
  const driver = environment !== null || hasWebgpuEnvironment();
  const fault = webgpuFault(countTagged(report, webgpuTag), { platform: process.platform, chromium, driver });
  if (fault === null) return outcome;
  console.error(fault);
  return { ...outcome, failed: outcome.failed + 1 };
}

/** `npm test` goes by one seed for all properties (test/propertySeed.ts). */
function unitTestsByAnotherSeed(): Outcome {
  const seed = randomInt(2 ** 31);
  console.log(`Properties by GRAFT_PROPERTY_SEED=${seed}`);
  return vitest(patience, { ...findDriver().environment, GRAFT_PROPERTY_SEED: `${seed}` }).outcome;
}

function longTests(): Outcome {
  return vitest(['--config', 'vitest.long.config.ts'], findDriver().environment).outcome;
}

function findDriver() {
  const chromium = obtainChromium();
  return { chromium, environment: webgpuEnvironment(driverFolders(chromium)) };
}

function vitest(options: readonly string[], environment: Readonly<Record<string, string>> | null) {
  return counted<VitestReport>(
    (report) => [
      'vitest',
      'run',
      everyCore,
      ...options,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    () => environment ?? {},
    (report) => countVitest(report),
  );
}

function playwright(environment: Readonly<Record<string, string>> = {}): Outcome {
  const chromium = obtainChromium();
  if (chromium === null) return oneFailed;
  const firefox = obtainFirefox();
  return counted<PlaywrightReport>(
    () => ['playwright', 'test', '--reporter=list,json'],
    (report) => ({
      ...environment,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      GRAFT_CHROMIUM: chromium,
      ...(firefox && { GRAFT_FIREFOX: firefox }),
    }),
    countPlaywright,
  ).outcome;
}
