import { describe, expect, it } from 'vitest';
import {
  addOutcomes,
  countPlaywright,
  countTagged,
  countVitest,
  sayOutcome,
  saySkipped,
  type VitestReport,
} from './testReports.ts';

/** As vitest 4 writes it. */
const report: VitestReport = {
  testResults: [
    {
      name: '/house/workers/a.test.ts',
      assertionResults: [
        { status: 'passed', tags: [] },
        { status: 'failed', tags: ['webgpu'] },
        { status: 'passed', tags: ['webgpu'] },
        { status: 'skipped', tags: ['webgpu'] },
        { status: 'skipped', tags: [] },
      ],
    },
    { name: '/house/src/b.test.ts', assertionResults: [{ status: 'todo' }, { status: 'pending' }] },
    { name: '/house/src/c.test.ts', assertionResults: [{ status: 'passed' }] },
  ],
};

describe('the count', () => {
  it('takes every test that neither passed nor failed for skipped', () => {
    expect(countVitest(report)).toEqual({ passed: 3, failed: 1, skipped: 4 });
  });

  it('counts the tests of one tag by themselves', () => {
    expect(countTagged(report, 'webgpu')).toEqual({ passed: 1, failed: 1, skipped: 1 });
    expect(countTagged(report, 'another')).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });

  it('takes a file that failed without a test for one failure', () => {
    const testResults = [
      { name: '/house/a.test.ts', status: 'failed', assertionResults: [] },
      { name: '/house/b.test.ts', status: 'failed', assertionResults: [{ status: 'passed' }] },
      { name: '/house/c.test.ts', status: 'failed', assertionResults: [{ status: 'failed' }] },
      { name: '/house/d.test.ts', status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    expect(countVitest({ testResults })).toEqual({ passed: 2, failed: 3, skipped: 0 });
  });

  it('says where tests were skipped', () => {
    expect(saySkipped(report, '/house')).toEqual(['2 skipped in workers/a.test.ts', '2 skipped in src/b.test.ts']);
  });

  it('takes a browser test that passed at its second try for failed', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 2, skipped: 3 };
    expect(countPlaywright({ stats })).toEqual({ passed: 5, failed: 3, skipped: 3 });
  });
});

describe('the closing line', () => {
  it('adds up all sections, the skipped tests as well', () => {
    const sections = [countVitest(report), { passed: 1, failed: 0, skipped: 2 }];
    expect(addOutcomes(sections)).toEqual({ passed: 4, failed: 1, skipped: 6 });
    expect(addOutcomes([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });

  it('names skipped tests only where there are some', () => {
    expect(sayOutcome({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(sayOutcome({ passed: 12, failed: 1, skipped: 28 })).toBe('12 passed, 1 failed, 28 skipped');
  });
});
