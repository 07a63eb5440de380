/** Corpora and models as they are used: read, written, evaluated, removed. */
import { describe, expect, it } from 'vitest';
import { type Document, type PartName, partNames, type Token } from '../../workers/protocol/corpus.ts';
import type { CorpusFile } from '../../workers/protocol/engine.ts';
import { overallOf } from '../../workers/text/conlleval.ts';
import { codeOf, files, type Subject, sum, tagsOf } from './subject.ts';

export function describeCorpora(subject: Subject): void {
  describe('its corpora', () => {
    it('can be looked at before they are imported', async () => {
      const [first] = files();
      const blob = new Blob([first?.bytes.slice() ?? '']);
      const { reading, problem, lines } = await subject.corpora.preview([{ name: first?.name ?? '', blob }], {});
      expect(problem).toBeNull();
      expect(lines.length).toBeGreaterThan(0);
      expect(reading?.sentences.length).toBeGreaterThan(0);
      for (const { text, tokens, spans } of reading?.sentences ?? []) {
        for (const { start, end, category } of spans) {
          expectAtTokens({ start, end }, tokens);
          expect(text.slice(start, end)).not.toBe('');
          expect(reading?.categories).toContain(category);
        }
      }
    });

    it('say what is wrong with a file that is only looked at, and reject nothing', async () => {
      const seen = await subject.corpora.preview([{ name: 'hollow.conll', blob: new Blob([]) }], {});
      expect(seen).toMatchObject({ lines: [], reading: null, problem: { code: 'empty-file', file: 'hollow.conll' } });
    });

    it('tell of each file how it was read', async () => {
      const { files: read } = subject.whole;
      expect(read.map(({ name, part }) => [name, part])).toEqual(files().map(({ name, part }) => [name, part]));
      for (const { format } of read) expect(format).not.toBe('');
    });

    it('get another name, and what is written of them has it', async () => {
      const { id, name } = await subject.corpora.importCorpus('first name', files(), {});
      expect(name).toBe('first name');
      const renamed = await subject.corpora.renameCorpus(id, 'second name');
      expect(renamed).toMatchObject({ id, name: 'second name', revision: 1 });
      expect((await subject.corpora.splits(id)).dev.name).toBe('second name');
      await subject.corpora.removeCorpus(id);
      expect(await codeOf(subject.corpora.renameCorpus(id, 'third'))).toBe('unknown-corpus');
    });

    it('are counted as they can be read', async () => {
      const { corpora, whole } = subject;
      expect(whole.revision).toBe(1);
      for (const part of partNames) {
        const { total, sentences } = await corpora.sentences(whole.id, { part, offset: 0, limit: 4 });
        expect(total).toBe(whole.parts[part].sentences);
        expect(sentences).toHaveLength(Math.min(4, total));
        for (const { text, tokens, spans } of sentences) {
          for (const { start, end, category } of spans) {
            expectAtTokens({ start, end }, tokens);
            expect(text.slice(start, end)).not.toBe('');
            expect(whole.categories).toContain(category);
          }
        }
      }
    });

    it('get another revision with other categories', async () => {
      const { corpora, whole, lesser, fresh } = subject;
      expect(lesser.revision).toBe(2);
      expect(lesser.categories).toEqual(whole.categories.filter((category) => category !== fresh));
      const query = { part: 'train', category: fresh, offset: 0, limit: 1 } as const;
      expect((await corpora.sentences(whole.id, query)).total).toBeGreaterThan(0);
      expect((await corpora.sentences(lesser.id, query)).total).toBe(0);
    });

    it('lose in one part what stands in another as well', async () => {
      const { corpora, whole } = subject;
      const { id } = await corpora.importCorpus('twice', files(), {});
      const sentencesIn = async (part: PartName) =>
        (await corpora.splits(id))[part].documents.flatMap(({ text, sentences }) =>
          sentences.map(({ tokens }) => tokens.map(({ start, end }) => text.slice(start, end)).join(' ')),
        );
      const elsewhere = new Set([...(await sentencesIn('dev')), ...(await sentencesIn('test'))]);
      // Where all of train stands elsewhere, there is one document that does not.
      const [first] = (await corpora.splits(id)).train.documents;
      const shouted = { ...(first as Document), text: first?.text.toUpperCase() ?? '' };
      const { revision } = await corpora.replaceDocuments(id, [{ part: 'train', document: shouted }]);
      const left = (await sentencesIn('train')).filter((sentence) => !elsewhere.has(sentence));
      const rest = await corpora.deduplicate(id, 'train');
      expect(left.length).toBeGreaterThan(0);
      expect(await sentencesIn('train')).toEqual(left);
      expect(rest.parts.train.sentences).toBe(left.length);
      expect([rest.parts.dev, rest.parts.test]).toEqual([whole.parts.dev, whole.parts.test]);
      expect(rest.revision).toBe(revision + 1);
      await corpora.removeCorpus(id);
    });

    it('lose nothing where nothing would be left of a part', async () => {
      const { corpora } = subject;
      const [file] = files() as [CorpusFile];
      const same = partNames.map((part) => ({ ...file, part, bytes: file.bytes.slice() }));
      const { id, parts } = await corpora.importCorpus('same', same, {});
      expect(await codeOf(corpora.deduplicate(id, 'test'))).toBe('deduplicate-all');
      const { total } = await corpora.sentences(id, { part: 'test', offset: 0, limit: 1 });
      expect(total).toBe(parts.test.sentences);
      await corpora.removeCorpus(id);
    });

    it('are written with every token', async () => {
      const { tokens } = subject.whole.parts.test;
      const written = await subject.corpora.exportCorpus(subject.whole.id, 'test', 'conll-iob2');
      const lines = written.split('\n').filter((line) => line !== '' && !line.startsWith('-DOCSTART-'));
      expect(lines).toHaveLength(tokens);
    });

    it('are gone once removed, and said to be unknown', async () => {
      const { id } = await subject.corpora.importCorpus('gone', files(), {});
      await subject.corpora.removeCorpus(id);
      expect(await codeOf(subject.corpora.splits(id))).toBe('unknown-corpus');
      const request = { ...subject.toTrain(), corpora: { target: { id, revision: 1 } } };
      expect(await codeOf(subject.engine.run(request, () => {}))).toBe('unknown-corpus');
    });
  });
}

export function describeModels(subject: Subject): void {
  describe('a model in use', () => {
    it('finds spans of its categories in a text', async () => {
      const text = 'Ada Marsh moved to Velby.\nMy Lumo is broken.';
      const tagged = await subject.engine.tagText(subject.source.id, text);
      expect(tagged.text).toBe(text);
      const tokens = tagged.sentences.flatMap((sentence) => sentence.tokens);
      expect(tokens.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text.replace(/\s/g, ''));
      for (const { start, end, category, confidence } of tagged.spans) {
        expectAtTokens({ start, end }, tokens);
        expect(subject.source.categories).toContain(category);
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }
    });

    it('is evaluated in figures that fit its errors', async () => {
      const { engine, source, whole, fresh } = subject;
      const { modelId, scores, confusion, errors } = await engine.evaluate(source.id, subject.target, 'test');
      const { support, predicted, correct } = scores.overall;
      expect(modelId).toBe(source.id);
      expect(support).toBe(sum(Object.values(whole.parts.test.categories)));
      expect(scores.categories[fresh]).toMatchObject({ correct: 0, predicted: 0, recall: 0 });
      expect(confusion.labels.at(-1)).toBe('no span');
      expect(new Set(confusion.labels)).toEqual(new Set([...whole.categories, 'no span']));
      expect(confusion.counts.map((row) => row.length)).toEqual(confusion.labels.map(() => confusion.labels.length));
      expect(sum(confusion.counts.slice(0, -1).flat())).toBe(support);
      const wrong = errors.flatMap((sentence) => sentence.errors);
      expect(wrong.filter((error) => error.gold)).toHaveLength(support - correct);
      expect(wrong.filter((error) => error.predicted)).toHaveLength(predicted - correct);
    });

    it('is scored by what is submitted alone, once somebody has judged a document', async () => {
      const { corpora, engine, source } = subject;
      const { id, revision } = await corpora.importCorpus('judged', files(), {});
      const supportAt = async (at: number) =>
        (await engine.evaluate(source.id, { id, revision: at }, 'test')).scores.overall.support;
      const before = await supportAt(revision);
      const document = (await corpora.splits(id)).test.documents.find(({ spans }) => spans.length > 0) as Document;
      const changeTo = async (status: Document['status'] & string) =>
        (await corpora.replaceDocuments(id, [{ part: 'test', document: { ...document, status } }])).revision;
      expect(await supportAt(await changeTo('draft'))).toBe(before);
      expect(await supportAt(await changeTo('discarded'))).toBe(before - document.spans.length);
      expect(await supportAt(await changeTo('submitted'))).toBe(before);
      await corpora.removeCorpus(id);
    });

    it('is compared with another one, also over what both know', async () => {
      const { engine, source, target, whole } = subject;
      const [first = '', ...others] = source.categories;
      const less = await engine.mapCategories(source.id, { [first]: null });
      const told: number[] = [];
      const options = { samples: 200 };
      const { scores, bootstrap } = await engine.compareModels(
        ...([source.id, less.id, target, 'test', options] as const),
        ({ fraction }) => told.push(fraction),
      );
      const [one, other] = scores;
      expect(told.at(-1)).toBe(1);
      expect(bootstrap).toMatchObject({ samples: 200, sentences: whole.parts.test.sentences });
      expect(bootstrap.overall.difference).toBeCloseTo(other.overall.f1 - one.overall.f1, 6);
      expect(bootstrap.known?.difference).toBeCloseTo(overallOf(other, others).f1 - overallOf(one, others).f1, 6);
      for (const [name, { difference, low, high, otherwise }] of Object.entries(bootstrap.categories)) {
        expect(difference).toBeCloseTo((other.categories[name]?.f1 ?? 0) - (one.categories[name]?.f1 ?? 0), 6);
        expect(low).toBeLessThanOrEqual(high);
        expect(otherwise).toBeGreaterThanOrEqual(0);
        expect(otherwise).toBeLessThanOrEqual(1);
      }
      expect((await engine.compareModels(source.id, source.id, target, 'dev', {})).bootstrap.known).toBeNull();
    });

    it('is compared no further when that is stopped', async () => {
      const { engine, source, target } = subject;
      const comparison = engine.compareModels(source.id, source.id, target, 'test', { samples: 1_000_000 });
      setTimeout(() => void engine.stopComparing(), 20);
      expect(await codeOf(comparison)).toBe('comparison-stopped');
    });

    it('says what it calls the examples of categories that it does not know, and of no others', async () => {
      const { engine, source, target, whole, fresh } = subject;
      const told: number[] = [];
      const likenesses = await engine.likenesses(source.id, target, ({ fraction }) => told.push(fraction));
      expect(told.at(-1)).toBe(1);
      expect(Object.keys(likenesses)).toEqual([fresh]);
      const { spans, called } = likenesses[fresh] ?? { spans: 0, called: {} };
      expect(spans).toBe(whole.parts.train.categories[fresh]);
      for (const name of Object.keys(called)) expect(source.categories).toContain(name);
      expect(sum(Object.values(called))).toBeLessThanOrEqual(spans);
    });

    it('says no more of them once that is stopped', async () => {
      const { engine, source, target } = subject;
      const asked = codeOf(engine.likenesses(source.id, target, () => void engine.stopLikenesses()));
      expect(await asked).toBe('likenesses-stopped');
    });

    it('tags a corpus with its own spans', async () => {
      const { engine, source, whole, target } = subject;
      const written = await engine.tagCorpus(source.id, target, 'test', 'jsonl');
      const records = written
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { label: [number, number, string][] });
      expect(records).toHaveLength(whole.parts.test.documents);
      for (const [, , category] of records.flatMap(({ label }) => label)) expect(source.categories).toContain(category);
    });

    it('comes back from its file as it was', async () => {
      const { engine, source } = subject;
      const again = await engine.loadModel('again.graft', await engine.exportModel(source.id));
      expect(again).toEqual({ ...source, id: again.id });
      expect(again.id).not.toBe(source.id);
      const text = 'Is Orrick far from Velby?';
      expect(await engine.tagText(again.id, text)).toEqual(await engine.tagText(source.id, text));
    });

    it('gets other categories in a copy of it, which says so in its history', async () => {
      const { engine, source, target } = subject;
      const [first = '', second = ''] = source.categories;
      const edited = await engine.mapCategories(source.id, { [first]: 'Renamed, twice', [second]: second });
      expect(edited.id).not.toBe(source.id);
      expect(edited.categories).toEqual(['Renamed, twice', ...source.categories.slice(1)]);
      expect(edited.tags).toEqual(['O', ...tagsOf(edited.categories, ['B', 'I', 'E', 'S'])]);
      expect(edited.history.slice(0, -1)).toEqual(source.history);
      const colours = Object.entries(source.colours).map(([name, place]) => [
        name === first ? 'Renamed, twice' : name,
        place,
      ]);
      expect(edited.colours).toEqual(Object.fromEntries(colours));
      const [entry] = edited.history.slice(-1);
      expect(entry).toMatchObject({ task: 'edit', before: source.categories, mapping: { [first]: 'Renamed, twice' } });
      // The one that it came from is as it was.
      const again = await engine.loadModel('source.graft', await engine.exportModel(source.id));
      expect(again).toEqual({ ...source, id: again.id });
      const loaded = await engine.loadModel('edited.graft', await engine.exportModel(edited.id));
      expect(loaded).toEqual({ ...edited, id: loaded.id });
      expect((await engine.evaluate(loaded.id, target, 'test')).modelId).toBe(loaded.id);
    });

    it('can lose categories and have them merged', async () => {
      const { engine, source } = subject;
      const [first = '', ...others] = source.categories;
      const less = await engine.mapCategories(source.id, { [first]: null });
      expect(less.categories).toEqual(others);
      const merged = await engine.mapCategories(
        source.id,
        Object.fromEntries(source.categories.map((each) => [each, 'All'])),
      );
      expect(merged.categories).toEqual(['All']);
      expect(merged.tags).toEqual(['O', 'B-All', 'I-All', 'E-All', 'S-All']);
    });

    it.each([
      ['unknown-category', { Nothing: 'Something' }],
      ['nothing-to-edit', {}],
    ])('is refused with %s where the mapping does not fit', async (code, mapping) => {
      expect(await codeOf(subject.engine.mapCategories(subject.source.id, mapping))).toBe(code);
      expect(await codeOf(subject.engine.mapCategories('none', mapping))).toBe('unknown-model');
    });

    it('is unknown once it was removed', async () => {
      const { engine, source, target } = subject;
      const { id } = await engine.loadModel('gone.graft', await engine.exportModel(source.id));
      await engine.removeModel(id);
      const refused = [
        engine.exportModel(id),
        engine.removeModel(id),
        engine.tagText(id, 'Ada'),
        engine.evaluate(id, target, 'test'),
        engine.compareModels(source.id, id, target, 'test', {}),
        engine.tagCorpus(id, target, 'test', 'jsonl'),
        engine.likenesses(id, target),
      ].map(codeOf);
      expect(await Promise.all(refused)).toEqual(Array(7).fill('unknown-model'));
    });
  });
}

function expectAtTokens({ start, end }: Token, tokens: readonly Token[]): void {
  expect(tokens.map((token) => token.start)).toContain(start);
  expect(tokens.map((token) => token.end)).toContain(end);
}
