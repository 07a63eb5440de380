import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Splits } from '../protocol/corpus.ts';
import type { Engine } from '../protocol/engine.ts';
import { problemFrom } from '../protocol/errors.ts';
import { mapCategories } from '../text/categories.ts';
import { createCorpusService } from './corpusService.ts';
import { testEnvironment } from './testing.ts';

const demo = (name: string) => readFile(new URL(`../../public/demo/${name}`, import.meta.url));

/** Some conversations of the demo's second customer, and the first one's dev sentences, which its model has not seen. */
async function demoSplits(): Promise<Splits> {
  const service = createCorpusService();
  const files = await Promise.all(
    [
      ['target-train.jsonl', 'train'],
      ['source-dev.jsonl', 'dev'],
      ['target-test.jsonl', 'test'],
    ].map(async ([name = '', part]) => ({ name, part: part as 'train', bytes: new Uint8Array(await demo(name)) })),
  );
  const { id } = await service.importCorpus('demo', files, { format: 'jsonl' });
  const { train, ...others } = await service.splits(id);
  return { ...others, train: { ...train, documents: train.documents.slice(0, 12) } };
}

let splits: Splits;
let engine: Engine;
let modelId: string;
const corpus = { id: 'demo', revision: 1 };

beforeAll(async () => {
  splits = await demoSplits();
  engine = (await testEnvironment({ demo: splits }, 'wasm')).engine;
  modelId = (await engine.loadModel('demo', new Uint8Array(await demo('source-model.graft')))).id;
});

const ids = () => splits.train.documents.map(({ id }) => id);

describe('suggestions', () => {
  it('are spans of the documents, mostly those of the annotators, each with a confidence that means something', async () => {
    const { documents, suggestions, measure, calibration, dev } = await engine.suggest({
      ...{ corpus, part: 'train', modelId },
    });
    expect(documents).toBe(12);
    expect(measure).toBe('entropy');
    expect(dev?.f1).toBeGreaterThan(60);
    expect(calibration?.spans).toBeGreaterThan(100);
    expect(calibration?.after.loss).toBeLessThanOrEqual(calibration?.before.loss ?? 0);
    const told = await engine.suggestions('demo', 'train', ids());
    expect(told.reduce((sum, each) => sum + (each?.suggestions.length ?? 0), 0)).toBe(suggestions);
    const sure = told.flatMap((each, place) => {
      const { text, spans } = splits.train.documents[place] ?? expect.fail('no document');
      return (each?.suggestions ?? []).map(({ confidence, ...found }) => {
        expect(text.slice(found.start, found.end).trim()).toBe(text.slice(found.start, found.end));
        const right = spans.some(
          (span) => span.start === found.start && span.end === found.end && span.category === found.category,
        );
        return { confidence: confidence ?? expect.fail('no confidence'), right };
      });
    });
    const share = (of: typeof sure) => of.filter(({ right }) => right).length / of.length;
    const [above, below] = [sure.filter((each) => each.confidence > 0.9), sure.filter((each) => each.confidence < 0.7)];
    expect(share(above)).toBeGreaterThan(share(below));
  });

  it('begin with the document that is open, and are there before all are', async () => {
    const last = ids().at(-1) as string;
    let early: boolean | null = null;
    await engine.suggest({ corpus, part: 'train', modelId, first: last }, ({ label }) => {
      if (label !== 'Suggesting' || early !== null) return;
      early = false;
      void engine.suggestions('demo', 'train', [last, ids().at(-2) as string]).then(([first, other]) => {
        early = first !== null && other === null;
      });
    });
    expect(early).toBe(true);
  });

  it('give an order by uncertainty', async () => {
    await engine.suggest({ corpus, part: 'train', modelId });
    const unsubmitted = {
      ...splits.train,
      documents: splits.train.documents.map((each) => ({ ...each, annotated: [] })),
    };
    const open = await testEnvironment({ demo: { ...splits, train: unsubmitted } }, 'wasm');
    const model = await open.engine.loadModel('demo', new Uint8Array(await demo('source-model.graft')));
    await open.engine.suggest({ corpus, part: 'train', modelId: model.id });
    const order = await open.engine.documentOrder(corpus, 'train', 'uncertainty', 1);
    const doubts = (await open.engine.suggestions('demo', 'train', order)).map((each) => each?.uncertainty ?? 0);
    expect(doubts).toEqual([...doubts].sort((one, other) => other - one));
    expect([...order].sort()).toEqual([...ids()].sort());
  });

  it('can be ended, and those that are ready stay', async () => {
    const working = engine.suggest({ corpus, part: 'train', modelId }, ({ label }) => {
      if (label === 'Suggesting') void engine.stopSuggesting();
    });
    expect(problemFrom(await working.catch((thrown: unknown) => thrown)).code).toBe('suggesting-stopped');
    expect((await engine.suggestions('demo', 'train', ids())).some((each) => each !== null)).toBe(true);
  });

  it('come of words and patterns before a model, and without one', async () => {
    const rules = [
      { category: 'Town', words: 'Kingminster' },
      { category: 'Ticket', words: '\\p{Lu}\\d-\\d+', isPattern: true },
    ];
    const alone = await engine.suggest({ corpus, part: 'train', rules });
    expect(alone).toMatchObject({ measure: null, calibration: null, dev: null });
    const [first] = await engine.suggestions('demo', 'train', ids().slice(0, 1));
    const text = splits.train.documents[0]?.text ?? '';
    const said = first?.suggestions.map(({ start, end, ...rest }) => [
      text.slice(start, end),
      rest.category,
      rest.source,
    ]);
    expect(said).toContainEqual(['Kingminster', 'Town', 'words']);
    expect(said).toContainEqual(['R5-8196', 'Ticket', 'pattern']);
    const both = await engine.suggest({ corpus, part: 'train', modelId, rules });
    expect(both.suggestions).toBeGreaterThan(alone.suggestions);
    const [again] = await engine.suggestions('demo', 'train', ids().slice(0, 1));
    for (const suggestion of first?.suggestions ?? []) expect(again?.suggestions).toContainEqual(suggestion);
  });

  it('bear the corpus’s names where the model has others, and are believed by them', async () => {
    const plain = await engine.suggest({ corpus, part: 'train', modelId });
    const rename = (part: Splits['train']) => mapCategories(part, { Person: 'Human' });
    const renamed = { train: rename(splits.train), dev: rename(splits.dev), test: splits.test };
    const other = await testEnvironment({ demo: renamed }, 'wasm');
    const { id } = await other.engine.loadModel('demo', new Uint8Array(await demo('source-model.graft')));
    const categoryMap = { Human: 'Person' };
    const mapped = await other.engine.suggest({ corpus, part: 'train', modelId: id, categoryMap });
    expect(mapped).toEqual(plain);
    const found = (await other.engine.suggestions('demo', 'train', ids())).flatMap((each) => each?.suggestions ?? []);
    expect(found.some(({ category }) => category === 'Human')).toBe(true);
    expect(found.some(({ category }) => category === 'Person')).toBe(false);
  });

  it('are found by likeness to a handful of documents, in the model’s space and in that of vectors', async () => {
    const documents = splits.train.documents.slice(0, 8).map((each, place) => ({
      ...each,
      annotated: place < 4 ? each.annotated : [],
    }));
    const begun = await testEnvironment({ demo: { ...splits, train: { ...splits.train, documents } } }, 'wasm');
    const { id } = await begun.engine.loadModel('demo', new Uint8Array(await demo('source-model.graft')));
    const vectors = await readFile(new URL('../../public/vectors/glove-english-50d.zip', import.meta.url));
    const spaces = [{ modelId: id }, { vectors: { name: 'vectors.zip', blob: new Blob([new Uint8Array(vectors)]) } }];
    for (const space of spaces) {
      await begun.engine.suggest({ corpus, part: 'train', likeness: true, ...space });
      const found = (await begun.engine.suggestions('demo', 'train', ids().slice(4, 8))).map((each) =>
        (each?.suggestions ?? []).filter(({ source, category }) => source === 'likeness' && category === 'Address'),
      );
      const gold = splits.train.documents
        .slice(4, 8)
        .map(({ spans }) => spans.filter(({ category }) => category === 'Address'));
      const touched = gold.flatMap((spans, place) =>
        spans.map((span) => found[place]?.some(({ start, end }) => start < span.end && span.start < end)),
      );
      expect(touched.filter(Boolean).length / touched.length).toBeGreaterThan(0.5);
      const right = found.flatMap((spans, place) =>
        spans.map(({ start, end }) => gold[place]?.some((span) => start < span.end && span.start < end)),
      );
      expect(right.filter(Boolean).length / right.length).toBeGreaterThan(0.5);
    }
  });

  it('of an unknown document are none', async () => {
    expect(await engine.suggestions('demo', 'train', ['nowhere'])).toEqual([null]);
    expect(await engine.suggestions('another', 'train', ids().slice(0, 1))).toEqual([null]);
  });
});
