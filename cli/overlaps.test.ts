import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { graft, temporaryFolder } from './testing.ts';

describe('converting a corpus with spans within spans', () => {
  it('keeps all of them in JSON Lines, and says what stands apart and how many columns could not hold', async () => {
    const file = join(temporaryFolder(), 'nested.jsonl');
    writeFileSync(file, '{"text":"Kim Lee left","label":[[0,7,"PER"],[0,3,"FIRST"]]}\n');
    const lines = await graft(['convert', '--in', file, '--to', 'jsonl']);
    const record = JSON.parse(lines.out);
    expect(record.label).toEqual([[0, 7, 'PER']]);
    expect(record.overlapping).toEqual([[0, 3, 'FIRST']]);
    expect(lines.note).toContain('line 1: The spans PER 0–7 “Kim Lee” and FIRST 0–3 “Kim” overlap; both are kept');
    expect(lines.note).toContain('1 span overlaps another and stands under “overlapping”');
    expect(lines.note).not.toContain('Left out');
    const columns = await graft(['convert', '--in', file, '--to', 'conll-iob2']);
    expect(columns.out).toBe('Kim B-PER\nLee I-PER\nleft O\n\n');
    expect(columns.note).toContain('Left out of the columns: 1 span that overlaps a longer one');
  });
});
