import { describe, expect, it } from 'vitest';
import { formatNumber, formatResult, formatTable, type Row, timesFaster, verdictOf } from './table.ts';
import { lowest, median, takeTurns } from './timing.ts';

const row: Row = {
  measure: 'A step',
  backend: 'wasm',
  ours: { value: 50, unit: 'ms' },
  peer: { name: 'PyTorch', value: 125, unit: 'ms' },
  result: 2.5,
  reads: 'times faster',
  target: { atLeast: 1, aim: 3 },
  note: 'Median of 5.',
};

describe('ratios', () => {
  it('divides their time by ours, and our speed by theirs', () => {
    expect(timesFaster({ value: 50, unit: 'ms' }, { value: 125, unit: 'ms' })).toBe(2.5);
    expect(timesFaster({ value: 900, unit: 'sentences/s' }, { value: 300, unit: 'sentences/s' })).toBe(3);
  });

  it('compares no milliseconds with seconds', () => {
    expect(() => timesFaster({ value: 1, unit: 'ms' }, { value: 1, unit: 's' })).toThrow(
      /ms cannot be compared with s/,
    );
  });

  it('knows of which figures less is better', () => {
    expect(verdictOf({ ...row, result: 3 })).toBe('aim reached');
    expect(verdictOf({ ...row, result: 2.5 })).toBe('reached');
    expect(verdictOf({ ...row, result: 0.9 })).toBe('FALLS SHORT');
    const dispatches = { reads: 'dispatches', target: { atLeast: 80, aim: 40 } } as const;
    expect(verdictOf({ ...dispatches, result: 40 })).toBe('aim reached');
    expect(verdictOf({ ...dispatches, result: 62 })).toBe('reached');
    expect(verdictOf({ ...dispatches, result: 81 })).toBe('FALLS SHORT');
  });

  it('passes no verdict on what was not measured or has no target', () => {
    expect(verdictOf({ ...row, result: null })).toBe('not measured');
    expect(verdictOf({ ...row, target: null })).toBe('');
  });
});

describe('timing', () => {
  it('takes the middle, or the mean of the two middle ones, whatever the order', () => {
    expect(median([30, 1, 2])).toBe(2);
    expect(median([10, 1, 3, 2])).toBe(2.5);
    expect(() => median([])).toThrow();
  });

  it('lets contestants take turns and keeps every round', async () => {
    const order: string[] = [];
    const contestant = (name: string) => async (round: number) => {
      order.push(name);
      return round;
    };
    const times = await takeTurns({ ours: contestant('ours'), theirs: contestant('theirs') }, 2);
    expect(order).toEqual(['ours', 'theirs', 'ours', 'theirs']);
    expect(times).toEqual({ ours: [0, 1], theirs: [0, 1] });
  });

  it('finds the peer at its best', () => {
    expect(lowest({ 'one thread': 3, 'two threads': 2 })).toBe('two threads');
  });
});

describe('the table', () => {
  it('prints three digits that count', () => {
    expect([0, 0.0123, 0.456, 1.234, 12.34, 123.4, 12345].map(formatNumber)).toEqual([
      '0',
      '0.012',
      '0.456',
      '1.23',
      '12.3',
      '123',
      '12345',
    ]);
  });

  it('prints a result as it is read', () => {
    expect(formatResult(0.714, 'share')).toBe('71 %');
    expect(formatResult(62, 'dispatches')).toBe('62');
    expect(formatResult(18.14, 'seconds')).toBe('18.1 s');
    expect(formatResult(2.5, 'times faster')).toBe('×2.50');
  });

  it('prints what falls short with its target beside it, and a note once', () => {
    const printed = formatTable([
      { ...row, result: 0.5 },
      row,
      { ...row, ours: null, result: null, note: 'No adapter.' },
    ]);
    const lines = printed.split('\n');
    expect(lines[2]?.split('|').map((cell) => cell.trim())).toEqual([
      '',
      'A step (1)',
      'wasm',
      '50.0 ms',
      'PyTorch 125 ms',
      '×0.500',
      '≥ ×1.00',
      '≥ ×3.00',
      'FALLS SHORT',
      '',
    ]);
    expect(lines[4]).toContain('not measured');
    expect(lines.slice(-2)).toEqual(['1. Median of 5.', '2. No adapter.']);
    expect(new Set(lines.slice(0, 5).map((line) => line.length)).size).toBe(1);
  });
});
