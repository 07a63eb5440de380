import { describe, expect, it } from 'vitest';
import type { Engine } from '../../workers/protocol/engine.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import { corpora, graft, standInEngine, withEngine, writeCorpus } from '../testing.ts';

it('says of --remedy in its help what it is, and of each remedy below on a line of its own', async () => {
  const { out } = await graft(['adapt', '--help']);
  expect(out).toMatch(/--remedy <name\[=weight\]> +what is done against forgetting/);
  for (const name of [
    'auto',
    'none',
    'pseudo',
    'marginal',
    'ratio',
    'distil',
    'rehearse',
    'imagine',
    'pull',
    'mix',
    'consult',
  ])
    expect(out).toMatch(new RegExp(`^  ${name} +\\w.{10,100}$`, 'm'));
});

describe('adapt', () => {
  it('says what is on against forgetting, and where a treatment has nothing to do', async () => {
    const { files, source } = corpora();
    const adapt = async (known: boolean, ...words: readonly string[]) => {
      const { engine } = standInEngine();
      const planAdaptation: Engine['planAdaptation'] = async (request) => {
        const plan = await engine.planAdaptation(request);
        const row = { name: 'Person', state: 'known', examples: 9, annotated: known, newTags: [] } as const;
        return { ...plan, categories: [...plan.categories, row] };
      };
      return (await withEngine(['adapt', '--source', source, ...files, '--new', 'Place', ...words], { planAdaptation }))
        .note;
    };
    expect(await adapt(true, '--remedy', 'pseudo=0.9', '--remedy', 'mix')).toMatch(
      /--remedy pseudo=0\.9 has nothing to do: in .*train\.conll every document[\s\S]*Against forgetting: mix\./,
    );
    expect(await adapt(true, '--unannotated', 'marginal')).toMatch(
      /--remedy marginal has nothing to do[\s\S]*: nothing\./,
    );
    for (const quiet of [
      await adapt(true),
      await adapt(true, '--remedy', 'none'),
      await adapt(false, '--remedy', 'pseudo'),
    ])
      expect(quiet).not.toContain('has nothing to do');
    const soft = ['--remedy', 'pseudo=soft'];
    expect(await adapt(false, ...soft)).toContain('Against forgetting: distil=1, marginal.');
    expect(await adapt(false, '--remedy', 'distil=2', ...soft)).toContain('Against forgetting: distil=2, marginal.');
    expect(await adapt(false, ...soft, '--remedy', 'distil=2')).toContain('Against forgetting: distil=2, marginal.');
    expect(await adapt(false)).toContain(
      'Against forgetting: imagine=1, distil=1, consult, pseudo (chosen for this model).',
    );
  });

  it('takes a map of names that stand in the yardstick alone', async () => {
    const { folder, source, out, test } = corpora();
    const files = ['--train', writeCorpus(folder, 'people.conll', 5, 20, false), '--out', out];
    const words = ['adapt', '--source', source, ...files, '--map', 'Place=Person'];
    expect((await withEngine(words)).status).toBe(2);
    const { status, requests } = await withEngine([...words, '--yardstick', test]);
    expect(status).toBe(0);
    expect(requests[0]?.configuration).toMatchObject({ adaptation: { categoryMap: { Place: 'Person' } } });
  });
});

describe('choices that do not go together, found out only when corpus and model were read', () => {
  const problem = (code: string) => async () => {
    throw new GraftError({ code, message: 'It does not go together.', remedy: '' });
  };

  it.each<[string, readonly string[], Partial<Engine>]>([
    ['labels and their probabilities', ['--remedy', 'pseudo=0.9', '--remedy', 'pseudo=soft'], {}],
    ['two treatments', ['--unannotated', 'pseudo', '--remedy', 'marginal'], {}],
    ['a weight for a yardstick that is not there', ['--yardstick-weight', '0.5'], {}],
    ['a kind of what is not known', ['--kind-of', 'Place=Town'], { planAdaptation: problem('category-kind') }],
    ['a rehearsal of nothing', ['--remedy', 'rehearse'], { run: problem('nothing-to-rehearse') }],
    ['a teacher without probabilities', ['--remedy', 'distil'], { run: problem('output-soft') }],
  ])('end as wrong usage does: %s', async (_, words, changes) => {
    const { files, source } = corpora();
    const { status } = await withEngine(['adapt', '--source', source, ...files, '--new', 'Place', ...words], changes);
    expect(status).toBe(2);
  });
});
