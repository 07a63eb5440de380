import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { corpora, withEngine } from '../testing.ts';

describe('train', () => {
  it('sums up what stands in several parts, and says it one by one in the report', async () => {
    const { train, dev, folder, out } = corpora();
    const report = join(folder, 'report.json');
    const words = ['train', '--model', 'blstm', '--train', train, '--dev', dev, '--test', dev, '--out', out];
    const { note } = await withEngine([...words, '--json', report]);
    expect(note.split('\n').filter((line) => line.startsWith('Warning: '))).toHaveLength(1);
    expect(note).toMatch(/Sentences stand in more than one part: .*8 of test's 8 also in dev/);
    const { overlaps } = JSON.parse(readFileSync(report, 'utf8')).corpus;
    expect(overlaps.at(-1)).toContain("8 of test's 8 sentences also stand in dev, such as “");
  });

  it('says before the run how many sentences the model will carry, and from where', async () => {
    const { files, train, out } = corpora();
    const carrying = ['train', '--model', 'blstm', '--carry', '50'];
    const given = await withEngine([...carrying, ...files]);
    expect(given.note).toContain('dev.conll, with their annotation. They are real text');
    expect(given.note).toContain('will carry 8 sentences');
    const divided = await withEngine([...carrying, '--train', train, '--out', out]);
    expect(divided.note).toContain('will carry 2 sentences');
    expect(divided.note).toContain('held out of train');
    const none = await withEngine(['train', '--model', 'blstm', ...files]);
    expect(none.note).not.toContain('real text');
  });
});
