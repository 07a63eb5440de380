import { describe, expect, it } from 'vitest';
import { formatJson, formatReport, type Report, withSection } from './report.ts';

const report: Report = {
  date: '2026-03-01',
  command: 'npm run bench -- --quick',
  machine: { processor: 'A processor', cores: 2, node: 'v20.1.0', load: 0.2 },
  loadAfter: 1.1,
  backend: { name: 'wasm', device: 'WebAssembly, SIMD, 2 threads' },
  pytorch: { version: '2.15', blas: 'MKL 2024.2' },
  workload: 'CoNLL-2003',
  rows: [
    {
      measure: 'A step',
      backend: 'wasm',
      ours: { value: 10, unit: 'ms' },
      peer: { name: 'PyTorch', value: 5, unit: 'ms' },
      result: 0.5,
      reads: 'times faster',
      target: { atLeast: 1, aim: 3 },
      note: '',
    },
  ],
};

describe('a report', () => {
  it('names machine, backend, threads, date and command above the table', () => {
    const [first, second, third] = formatReport(report).split('\n');
    expect(first).toBe(
      '2026-03-01, A processor, 2 cores, Node 20.1.0. WebAssembly, SIMD, 2 threads; PyTorch 2.15 (MKL 2024.2); CoNLL-2003.',
    );
    expect(second).toBe('Load 0.2 before, 1.1 after.');
    expect(third).toBe('`npm run bench -- --quick`');
  });

  it('says so where the machine was busy', () => {
    expect(formatReport({ ...report, machine: { ...report.machine, load: 3 } })).toContain('busy with other work');
  });

  it('is the same as data, with each verdict', () => {
    const { rows, machine } = JSON.parse(formatJson(report));
    expect(machine).toEqual(report.machine);
    expect(rows).toEqual([{ ...report.rows[0], verdict: 'FALLS SHORT' }]);
  });
});

describe('the kept results', () => {
  const introduction = '# Results\n\nHow they came to be.\n';

  it('put a new run first and keep the older ones', () => {
    const once = withSection(introduction, report);
    const twice = withSection(once, { ...report, date: '2026-03-02' });
    expect(twice.match(/^## .*/gm)).toEqual([
      '## 2026-03-02, A processor, 2 cores, Node 20.1.0: npm run bench -- --quick',
      '## 2026-03-01, A processor, 2 cores, Node 20.1.0: npm run bench -- --quick',
    ]);
    expect(twice.startsWith('# Results\n\nHow they came to be.\n\n## ')).toBe(true);
  });

  it('replace a run of the same day, machine and command', () => {
    const once = withSection(introduction, report);
    const again = withSection(once, { ...report, loadAfter: 9.9 });
    expect(again.match(/^## /gm)).toHaveLength(1);
    expect(again).toContain('9.9 after');
    expect(withSection(again, { ...report, loadAfter: 9.9 })).toBe(again);
  });
});
