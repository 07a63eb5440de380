/** The committed demo corpus is what its script makes, and it tests what it claims to test. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isHeldOutTemplate } from './lists/choice.ts';
import { familyNames, givenNames } from './lists/people.ts';
import { streetKinds, streetNames } from './lists/streets.ts';
import { categories, type DemoDocument, demoFolder, makeCorpus, newCategory, sentencesOf } from './make-corpus.ts';
import { parseTemplate } from './template.ts';
import { allPools } from './topics/all.ts';

const made = makeCorpus();

function read(name: string): readonly DemoDocument[] {
  const text = made.get(`${name}.jsonl`) ?? '';
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as DemoDocument);
}

const parts = ['train', 'dev', 'test'];
const files = ['source', 'target'].flatMap((domain) => parts.map((part) => `${domain}-${part}`));
const trainingText = ['source-train', 'target-train'].flatMap((name) => read(name).map(({ text }) => text)).join('\n');

function sentencesIn(name: string): readonly string[] {
  return read(name).flatMap(({ text, label }) => sentencesOf(text, label));
}

describe('the demo corpus', () => {
  it('comes out of its script byte for byte as it is committed', () => {
    for (const [name, text] of made) expect(readFileSync(`${demoFolder}${name}`, 'utf8') === text, name).toBe(true);
  });

  it('stays below 2.5 MB', () => {
    expect([...made.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0)).toBeLessThan(2.5e6);
  });

  it('has at least 300 different templates, each well formed', () => {
    const templates = new Set(allPools().flat());
    for (const template of templates) parseTemplate(template);
    expect(templates.size).toBeGreaterThanOrEqual(300);
    expect(allPools().some((pool) => pool.some((_, index) => isHeldOutTemplate(index)))).toBe(true);
  });

  it('keeps the held-out names and streets out of every training text', () => {
    const words = new Set(trainingText.match(/\p{L}+/gu));
    expect([...givenNames.heldOut, ...familyNames.heldOut].filter((name) => words.has(name))).toEqual([]);
    const lower = trainingText.toLowerCase();
    const kinds = new Set([...streetKinds.seen, ...streetKinds.heldOut]);
    const streets = streetNames.heldOut.flatMap((name) => [...kinds].map((kind) => `${name} ${kind}`.toLowerCase()));
    expect(streets.filter((street) => lower.includes(street))).toEqual([]);
  });

  it.each(files)('sets the spans of %s at word boundaries, in order, inside one message', (name) => {
    for (const { id, text, label } of read(name)) {
      let end = 0;
      for (const [start, stop, category] of label) {
        const span = text.slice(start, stop);
        expect(start, id).toBeGreaterThanOrEqual(end);
        expect(stop, id).toBeGreaterThan(start);
        expect(span, id).toBe(span.trim());
        expect(span, id).not.toContain('\n');
        expect(/\w\w/.test(text.slice(Math.max(0, start - 1), start + 1)), `${id}: ${span}`).toBe(false);
        expect(/\w\w/.test(text.slice(stop - 1, stop + 1)), `${id}: ${span}`).toBe(false);
        expect(categories, id).toContain(category);
        end = stop;
      }
    }
  });

  it.each(parts)('annotates all eight categories in target-%s and all but the new one in the source', (part) => {
    const found = (name: string) => new Set(read(name).flatMap(({ label }) => label.map(([, , category]) => category)));
    const old = categories.filter((category) => category !== newCategory);
    expect([...found(`target-${part}`)].sort()).toEqual([...categories]);
    expect([...found(`source-${part}`)].sort()).toEqual(old);
    for (const { annotated } of read(`source-${part}`)) expect(annotated).toEqual(old);
  });

  it.each(['source', 'target'])(
    'repeats at most a quarter of the %s test sentences from training, small talk for the most part',
    (domain) => {
      const known = new Set(sentencesIn(`${domain}-train`));
      const repeated = sentencesIn(`${domain}-test`).filter((sentence) => known.has(sentence));
      expect(repeated.length / sentencesIn(`${domain}-test`).length).toBeLessThan(0.25);
    },
  );

  it('never parts a person’s name into two spans', () => {
    for (const { id, text, label } of files.flatMap(read)) {
      label.forEach(([from, , category], index) => {
        const before = label[index - 1];
        const parted = category === 'Person' && before?.[2] === category && text.slice(before[1], from) === ' ';
        expect(parted, `${id}: ${text.slice(before?.[0], from)}`).toBe(false);
      });
    }
  });

  it('cannot be solved by remembering what stood in training', () => {
    const remembered = new Map<string, string>();
    for (const { text, label } of read('target-train')) {
      for (const [from, to, category] of label) remembered.set(text.slice(from, to), category);
    }
    for (const category of ['Person', 'Address', 'Phone', 'CustomerIdentification']) {
      const spans = read('target-test').flatMap(({ text, label }) =>
        label.flatMap(([from, to, found]) => (found === category ? [text.slice(from, to)] : [])),
      );
      const known = spans.filter((span) => remembered.get(span) === category).length;
      expect(known / spans.length, category).toBeLessThan(0.6);
    }
  });
});
