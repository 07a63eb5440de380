import { describe, expect, it } from 'vitest';
import { readCorpus } from '../read.ts';

const assumedOf = (records: readonly object[]) => {
  const bytes = new TextEncoder().encode(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  return readCorpus({ name: 'a.jsonl', bytes }).assumed;
};

describe('sentences that end within a span', () => {
  const record = { text: 'She met Dr. Eve. They left.', label: [[8, 20, 'X']] };

  it('are joined, and counted in words', () => {
    expect(assumedOf([record])).toContain('1 end of a sentence that would have cut a span was not taken for one');
    expect(assumedOf([record, { ...record, id: '2', text: `${record.text} So did Ida.` }])).toContain(
      '2 ends of sentences that would have cut a span were not taken for ends',
    );
  });
});
