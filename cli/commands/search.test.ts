import { describe, expect, it } from 'vitest';
import { corpora, standInEngine, withEngine } from '../testing.ts';

const words = () => {
  const { test, folder } = corpora();
  const out = `${folder}/m.graft`;
  return ['search', '--model', 'blstm', '--train', test, '--dev', test, '--test', test, '--out', out];
};

describe('search', () => {
  it('draws its trials from the ranges that are given, and tells them best first', async () => {
    const { engine, requests } = standInEngine();
    const run: typeof engine.run = async (request, onEvent) => {
      const result = await engine.run(request, onEvent);
      const [stage] = result.stages as [(typeof result.stages)[0]];
      const { tests } = result;
      const repetitions = [0.2, 0.4].map((dropout, n) => ({
        ...{ seed: 1, main: n === 1 ? 'main' : 'other', stages: [], tests },
        chosen: { dropout },
      }));
      return { ...result, stages: [stage, { ...stage, id: 'other', records: [] }], repetitions };
    };
    const given = [...words(), '--range', 'dropout=0.2:0.4:0.2', '--trials', '5'];
    const { status, out } = await withEngine(given, { run });
    expect(status).toBe(0);
    const configuration = requests[0]?.configuration;
    expect(configuration).toMatchObject({ task: 'search', trials: expect.arrayContaining([{ dropout: 0.2 }]) });
    const table = out.slice(out.indexOf('trial')).split('\n');
    expect(table[0]).toMatch(/^trial +best epoch +dev F1 +dropout$/);
    expect(table[1]).toMatch(/^2 \*.* 0\.4$/);
    expect(table[2]).toMatch(/^1 .* 0\.2$/);
  });

  it.each([
    [['--range', 'dropouts=0.1,0.2'], 'there is no such setting. Did you mean dropout?'],
    [['--range', 'dropout=0.5,2'], '--range dropout: it takes a number from 0 to 0.95, not 2.'],
    [['--range', 'scheme=1,2'], 'it is no number'],
    [['--range', 'dropout'], 'Give it as dropout=0.1:0.8:0.1'],
    [['--range', 'dropout=0.3:0.1:0.1'], 'it ends at 0.1 before it begins at 0.3.'],
    [['--range', 'dropout=0.3,0.3'], 'There is only one combination to try'],
    [['--range', 'dropout=0.3'], 'There is only one combination to try'],
    [['--trials', '1'], 'Give a whole number from 2.'],
    [['--seeds', '1,2'], 'A search has one seed'],
  ])('refuses %o', async (more, message) => {
    const { status, note } = await withEngine([...words(), ...more]);
    expect(status).not.toBe(0);
    expect(note).toContain(message);
  });
});
