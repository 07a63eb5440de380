/** Annotation that leaves most of a text open, and the share of entities that is expected there. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Corpus, Splits } from '../protocol/corpus.ts';
import type { RunResult } from '../protocol/engine.ts';
import { withSpans } from '../text/spans.ts';
import { asking, recorder, smallSplits, testEnvironment, training } from './testing.ts';

/** Every other span alone, and nobody says that there are no others. */
function sparse(corpus: Corpus): Corpus {
  let seen = 0;
  const documents = corpus.documents.map((document) => {
    const spans = document.spans.filter(() => seen++ % 2 === 0);
    return withSpans({ ...document, annotated: [] }, spans);
  });
  return { ...corpus, documents };
}

/** Of all words, those in entities. */
function entityShare({ documents }: Corpus): number {
  const tokens = documents.flatMap(({ sentences, spans }) =>
    sentences.flatMap((sentence) =>
      sentence.tokens.map(({ start }) => spans.some((span) => span.start <= start && start < span.end)),
    ),
  );
  return tokens.filter(Boolean).length / tokens.length;
}

const whole = smallSplits(1);
const corpora: Readonly<Record<string, Splits>> = {
  whole,
  sparse: { ...whole, train: sparse(whole.train) },
  'sparse throughout': { train: sparse(whole.train), dev: sparse(whole.dev), test: sparse(whole.test) },
};

let engine: Awaited<ReturnType<typeof testEnvironment>>['engine'];
beforeAll(async () => {
  ({ engine } = await testEnvironment(corpora));
});

async function learned(
  architecture: string,
  corpus: string,
  entityRatio?: number,
): Promise<{ result: RunResult; warnings: string[] }> {
  const { events, record } = recorder();
  const configuration = {
    ...training(architecture, { epochs: 24 }),
    ...(entityRatio !== undefined && { entityRatio }),
  };
  const result = await engine.run(asking(configuration, corpus), record);
  const warnings = events.flatMap((event) => (event.type === 'warning' ? event.problem.code : []));
  return { result, warnings };
}

describe('sparse annotation', () => {
  it.each(['bilstm-crf', 'blstm'])('is learned from better where a share of entities is expected: %s', async (name) => {
    const ratio = entityShare(whole.train);
    const alone = await learned(name, 'sparse');
    const told = await learned(name, 'sparse', ratio);
    const f1 = ({ result }: typeof told) => result.tests.main.overall.f1;
    expect(f1(told)).toBeGreaterThan(f1(alone) + 20);
    expect(told.warnings).not.toContain('ratio-without-gaps');
  });

  it('is none where everything was looked for: the share is not used, which is said', async () => {
    const { result, warnings } = await learned('blstm', 'whole', 0.5);
    expect(warnings).toContain('ratio-without-gaps');
    const plain = await learned('blstm', 'whole');
    expect(result.tests.main).toEqual(plain.result.tests.main);
  });

  it('is scored where a span stands alone: what else is found is neither right nor wrong', async () => {
    const { result } = await learned('bilstm-crf', 'whole');
    const scored = async (corpus: string) =>
      (await engine.evaluate(result.model.id, { id: corpus, revision: 1 }, 'test')).scores.overall;
    const [all, some] = [await scored('whole'), await scored('sparse throughout')];
    expect(all.f1).toBeGreaterThan(80);
    expect(some.support).toBe(Math.ceil(all.support / 2));
    expect(some.recall).toBeGreaterThan(75);
    expect(some.precision).toBeGreaterThan(75);
  });
});
