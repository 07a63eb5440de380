import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CorpusService } from '../../workers/protocol/engine.ts';
import { corpora, graft, standInEngine, withEngine } from '../testing.ts';

describe('evaluate', () => {
  it('prints the table of conlleval and warns of categories that the model does not know', async () => {
    const { source, test, folder } = corpora();
    const report = join(folder, 'report.json');
    const { status, out, note } = await withEngine(['evaluate', '--model', source, '--test', test, '--json', report]);
    expect(status).toBe(0);
    expect(out).toContain('processed 100 tokens with 10 phrases; found: 10 phrases; correct: 9.');
    expect(out).toContain('           Person: precision:  90.00%; recall:  90.00%; FB1:  90.00  10');
    expect(note).toContain('does not know Place');
    expect(JSON.parse(readFileSync(report, 'utf8')).test.overall.f1).toBe(90);
  });

  it('writes every mistake as a line, where a model finds spans', async () => {
    const { source, test, folder } = corpora();
    const path = join(folder, 'errors.jsonl');
    const { engine } = standInEngine();
    const predicted = { start: 0, end: 3, category: 'Place', confidence: 0.7 };
    const errors = [{ kind: 'spurious' as const, predicted }];
    const sentence = {
      documentId: 'one',
      start: 0,
      text: 'Ada left',
      tokens: [],
      spans: [],
      predicted: [predicted],
      errors,
    };
    const evaluate: typeof engine.evaluate = async (...given) => ({
      ...(await engine.evaluate(...given)),
      errors: Array(30).fill(sentence),
    });
    const words = ['evaluate', '--model', source, '--test', test];
    const { status } = await withEngine([...words, '--errors', path], { evaluate });
    expect(status).toBe(0);
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(30);
    expect(JSON.parse(lines[0] as string)).toMatchObject({ document: 'one', kind: 'spurious', text: 'Ada left' });
    expect((await withEngine([...words, '--errors', test])).note).toContain('--errors and --test are one file');
    const loadModel: typeof engine.loadModel = async (...given) => ({
      ...(await engine.loadModel(...given)),
      kind: 'tags',
    });
    const refused = await withEngine([...words, '--kind', 'tags', '--errors', path], { loadModel });
    expect([refused.status, refused.note]).toEqual([1, expect.stringContaining('this model gives every token a tag')]);
  });

  it.each(['evaluate', 'tag'])('hands the width of a beam to the model that is to %s', async (command) => {
    const { source, test } = corpora();
    const { engine } = standInEngine();
    const uses: unknown[] = [];
    const loadModel: typeof engine.loadModel = (name, bytes, use) => {
      uses.push(use);
      return engine.loadModel(name, bytes);
    };
    const words = [command, '--model', source, command === 'tag' ? '--in' : '--test', test];
    for (const beam of [[], ['--beam', '5']]) await withEngine([...words, ...beam], { loadModel });
    expect(uses).toEqual([{}, { beamWidth: 5 }]);
    for (const wrong of ['0', '65', '2.5', 'wide']) {
      const { status, note } = await withEngine([...words, '--beam', wrong]);
      expect([status, note]).toEqual([2, expect.stringContaining('a whole number from 1 to 64')]);
    }
  });

  it('takes several files as one corpus, named after the first', async () => {
    const { source, dev, test, folder } = corpora();
    const report = join(folder, 'report.json');
    await withEngine(['evaluate', '--model', source, '--test', test, '--test', dev, '--json', report]);
    const { corpus } = JSON.parse(readFileSync(report, 'utf8'));
    expect(corpus.name).toMatch(/test\.conll and 1 more$/);
    expect(corpus.parts.test.sentences).toBe(16);
  });

  it.each([
    ['tags.conll', 'Ada NNP\nmoved VBD\n', [], 'source finds spans, but the corpus was read as one tag a token'],
    ['mail.txt', 'Ada moved on.\n', [], 'The corpus carries no annotation'],
    ['spans.jsonl', '{"text":"Ada left","label":[[0,3,"Person"]]}\n', ['--kind', 'tags'], 'carries no annotation'],
  ])(
    'refuses %s, in which there is nothing to score a model of spans against',
    async (name, content, options, said) => {
      const { source, folder } = corpora();
      const test = join(folder, name);
      writeFileSync(test, content);
      const { status, out, note } = await withEngine(['evaluate', '--model', source, '--test', test, ...options]);
      expect(note).toContain(said);
      expect({ status, out }).toEqual({ status: 1, out: '' });
    },
  );

  it('refuses spans for a model of one tag a token, and takes them where they are said to be tags', async () => {
    const { source, test } = corpora();
    const { engine } = standInEngine();
    const summary = { ...(await engine.loadModel('', new Uint8Array())), kind: 'tags' as const };
    const ofTags = async (_: Pick<CorpusService, 'splits'>) => ({ ...engine, loadModel: async () => summary });
    const words = ['evaluate', '--model', source, '--test', test];
    const refused = await graft(words, { openEngine: ofTags });
    expect(refused.note).toContain('gives every token a tag, but the corpus was read as spans. Say --kind tags');
    expect(refused.status).toBe(1);
    expect((await graft([...words, '--kind', 'tags'], { openEngine: ofTags })).status).toBe(0);
  });

  it('does not write its report over the model or the corpus', async () => {
    const { source, test } = corpora();
    for (const [option, path] of [
      ['--model', source],
      ['--test', test],
    ] as const) {
      const { status, note } = await withEngine(['evaluate', '--model', source, '--test', test, '--json', path]);
      expect(note).toContain(`--json and ${option} are one file`);
      expect(status).toBe(1);
    }
  });
});
