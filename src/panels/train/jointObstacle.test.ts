import { describe, expect, it } from 'vitest';
import { bilstmCrf } from '../../../workers/protocol/architectures/bilstmCrf.ts';
import { seq2seq } from '../../../workers/protocol/architectures/seq2seq.ts';
import { defaultJointLearning, type JointLearning } from '../../../workers/protocol/configuration.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { jointObstacle } from './jointObstacle.ts';

function corpus(name: string, { kind = 'spans', sentences = 9, spans = 3 } = {}): CorpusSummary {
  const part = { sentences, categories: { Person: spans } };
  return {
    name,
    kind,
    categories: ['Person'],
    parts: { train: part, dev: part, test: part },
  } as unknown as CorpusSummary;
}

const target = corpus('tweets');
const { specification } = bilstmCrf;

function of(sources: readonly CorpusSummary[], change: Partial<JointLearning> = {}, hasOthers = true) {
  return jointObstacle(target, { joint: { ...defaultJointLearning, ...change }, specification, sources, hasOthers });
}

describe('what keeps corpora from being learned together', () => {
  it('is nothing where there is another corpus with something to learn', () => {
    expect(of([corpus('news')])).toBeNull();
    expect(of([corpus('news')], { sharing: 'all', rate: 0 })).toBeNull();
    expect(of([corpus('parts of speech', { kind: 'tags' })])).toBeNull();
  });

  it('is that there is no second corpus: to be ticked here, or to be imported', () => {
    expect(of([])).toMatchObject({ panel: 'train', problem: { code: 'no-source-corpus' } });
    expect(of([], {}, false)).toMatchObject({ panel: 'corpus', problem: { code: 'no-source-corpus' } });
  });

  it('is a corpus that holds nothing to learn', () => {
    expect(of([corpus('news', { sentences: 0 })])?.problem.message).toBe('news has no training sentences.');
    expect(of([corpus('news', { spans: 0 })])?.problem.code).toBe('nothing-annotated');
  });

  it('is a labelling rate of 0 where labels are not shared', () => {
    expect(of([corpus('news')], { rate: 0 })?.problem.code).toBe('labelling-rate');
    expect(of([corpus('news')], { rate: 0, sharing: 'characters' })?.problem.remedy).toContain('T-A');
  });

  it('is that spans and tags cannot have one output', () => {
    const problem = of([corpus('news'), corpus('treebank', { kind: 'tags' })], { sharing: 'all' })?.problem;
    expect(problem?.message).toBe(
      'tweets and treebank cannot share one output: one holds spans, the other one tag a word.',
    );
  });

  it('is that no step would learn from the target', () => {
    expect(of([corpus('news')], { targetShare: 0 })?.problem.code).toBe('labelling-rate');
    expect(of([corpus('news')], { targetShare: 0, sharing: 'all' })).toBeNull();
  });

  it('is what a map of labels leaves open, for an output that wants every tag known', () => {
    const news = { ...corpus('news'), categories: ['PER'] };
    const shared = (labelMap: JointLearning['labelMap'], categories = ['Person', 'Place']) => {
      const joint = { ...defaultJointLearning, sharing: 'all', labelMap } as const;
      const setup = { joint, specification: seq2seq.specification, sources: [news], hasOthers: true };
      return jointObstacle({ ...target, categories }, setup)?.problem.code;
    };
    expect(shared({ PER: ['Person'] }, ['Person'])).toBeUndefined();
    expect(shared({})).toBe('output-partial');
    expect(shared({ PER: ['Person'] })).toBe('output-partial');
    expect(shared({ PER: ['Person', 'Place'] })).toBe('output-partial');
  });
});
