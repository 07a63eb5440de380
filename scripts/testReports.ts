/** What the reports of the test tools come to, and the line that `npm test` closes with. */
import { isAbsolute, relative, sep } from 'node:path';

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What is read of vitest's JSON report. */
export interface VitestReport {
  readonly testResults: readonly {
    /** The file. */
    readonly name: string;
    /** `failed` too where the file did not load, or a hook failed, and no test of it did. */
    readonly status?: string;
    readonly assertionResults: readonly VitestTest[];
  }[];
}

interface VitestTest {
  /** `passed`, `failed`, or one of several words for a test that did not run. */
  readonly status: string;
  readonly tags?: readonly string[];
}

/** What is read of Playwright's JSON report. */
export interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
}

/** A file that failed without a test of its own having failed counts as one failure. */
export function countVitest({ testResults }: VitestReport): Outcome {
  const files = testResults.map(({ status, assertionResults }) => {
    const tests = countTests(assertionResults);
    return status === 'failed' && tests.failed === 0 ? { ...tests, failed: 1 } : tests;
  });
  return addOutcomes(files);
}

/** The tests with this tag alone. */
export function countTagged({ testResults }: VitestReport, tag: string): Outcome {
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  return countTests(all.filter(({ tags }) => tags?.includes(tag)));
}

/** A line for each file that skipped tests: a count alone would not say which. @param root Files are named from here. */
export function saySkipped({ testResults }: VitestReport, root: string): string[] {
  return testResults.flatMap(({ name, assertionResults }) => {
    const { skipped } = countTests(assertionResults);
    const file = isAbsolute(name) ? relative(root, name).split(sep).join('/') : name;
    return skipped > 0 ? [`${skipped} skipped in ${file}`] : [];
  });
}

function countTests(tests: readonly VitestTest[]): Outcome {
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  const [passed, failed] = [count('passed'), count('failed')];
  return { passed, failed, skipped: tests.length - passed - failed };
}

/** A test that passed at its second try is one that fails now and then. */
export function countPlaywright({ stats }: PlaywrightReport): Outcome {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

export function addOutcomes(outcomes: readonly Outcome[]): Outcome {
  const sum = (part: keyof Outcome) => outcomes.reduce((total, outcome) => total + outcome[part], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/** `N passed, N failed`, and `, N skipped` where some were. */
export function sayOutcome({ passed, failed, skipped }: Outcome): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
