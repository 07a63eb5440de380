/** The sections of `npm test`: each runs one tool, and says how many checks passed and failed. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findChromium, installChromium } from './chromium.ts';
import { webgpuEnvironment } from './webgpu-environment.ts';

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

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
  check('dead-code', 'Dead code', ['knip']),
  { name: 'kernels', title: 'Build of the WASM kernels', run: () => outcomeOf(buildKernels()) },
  { name: 'unit', title: 'Unit and parity tests', run: () => vitest([], patience) },
  check('build', 'Build of the studio', ['vite', 'build', '--logLevel', 'warn']),
  { name: 'browser', title: 'Browser tests', run: playwright },
];

/** What takes longer than fifteen minutes: `npm run test:long`. */
export const longSections: readonly Section[] = [
  { name: 'kernels', title: 'Build of the WASM kernels', run: () => outcomeOf(buildKernels()) },
  { name: 'long', title: 'Long tests', run: () => vitest(['--config', 'vitest.long.config.ts'], []) },
];

/** @returns Whether it went well; what went wrong stands on stderr. */
export function buildKernels(): boolean {
  return quiet(['tsx', 'scripts/build-kernels.ts']);
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

/** Runs a test tool that writes a JSON report, and counts the report's tests. */
function counted(
  words: (report: string) => readonly string[],
  environment: (report: string) => Readonly<Record<string, string>>,
  count: (report: unknown) => Outcome,
): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'graft-test-'));
  const report = join(folder, 'report.json');
  try {
    const { status } = spawnSync('npx', ['--no-install', ...words(report)], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...environment(report) },
      shell: process.platform === 'win32',
    });
    if (!existsSync(report)) return oneFailed;
    const outcome = count(JSON.parse(readFileSync(report, 'utf8')));
    // A file that does not load, or an error outside all tests, fails the tool without failing a test.
    return status !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Two cores that also compile shaders: five seconds, vitest's own limit, would fail good tests. */
const patience = ['--testTimeout=60000', '--hookTimeout=60000'];

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

function vitest(options: readonly string[], limits: readonly string[]): Outcome {
  const chromium = findChromium();
  return counted(
    (report) => [
      'vitest',
      'run',
      ...options,
      ...limits,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    () => webgpuEnvironment(chromium ? [dirname(chromium)] : []) ?? {},
    (report) => {
      const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report as VitestReport;
      return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
    },
  );
}

interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
}

function playwright(): Outcome {
  let chromium: string;
  try {
    chromium = findChromium() ?? installChromium();
  } catch (thrown) {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    return oneFailed;
  }
  return counted(
    () => ['playwright', 'test', '--reporter=list,json'],
    (report) => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: report, GRAFT_CHROMIUM: chromium }),
    (report) => {
      const { expected, unexpected, flaky, skipped } = (report as PlaywrightReport).stats;
      return { passed: expected, failed: unexpected + flaky, skipped };
    },
  );
}
