/** The same text in every format, on the real engine, with taggers whose random weights find something everywhere. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { packBundle } from '../workers/bundle/bundle.ts';
import { Tagger } from '../workers/models/tagger.ts';
import { smallDescription } from '../workers/models/testing.ts';
import type { CorpusKind, Span } from '../workers/protocol/corpus.ts';
import { commonSettings } from '../workers/protocol/settings.ts';
import { createRandom } from '../workers/text/random.ts';
import { tagsToSpans } from '../workers/text/schemes.ts';
import { WordVectors } from '../workers/text/vectors.ts';
import { createNodeEngine, openNodeBackend } from './nodeEngine.ts';
import { graft, temporaryFolder } from './testing.ts';

const models: Record<CorpusKind, Uint8Array> = { spans: new Uint8Array(), tags: new Uint8Array() };

beforeAll(async () => {
  await openNodeBackend('cpu');
  for (const kind of ['spans', 'tags'] as const) {
    const tagger = randomTagger(kind);
    models[kind] = packBundle(await tagger.state('random', { settings: commonSettings, history: [] }));
    tagger.dispose();
  }
});

function randomTagger(kind: CorpusKind): Tagger {
  const sizes = { characterEmbedding: 4, characterHidden: 4, wordEmbedding: 6, wordHidden: 6 };
  const categories = kind === 'tags' ? ['NOUN', 'VERB', 'PUNCT'] : ['Person', 'Place'];
  const small = smallDescription('blstm', { categories, sizes });
  const { encoder, output } = small.specification;
  const scheme = kind === 'tags' ? 'tags' : 'iob2';
  const words = ['Ada', 'moved', 'to', 'Velby', '.', '14'];
  // Large, so that words differ enough to get different tags.
  const random = createRandom(4);
  const values = Float32Array.from({ length: words.length * sizes.wordEmbedding }, () => 10 * random.next() - 5);
  const vectors = new WordVectors(words, sizes.wordEmbedding, values);
  const facts = { ...small, specification: { encoder, output: { ...output, scheme } } as typeof small.specification };
  return Tagger.create(facts, { sentences: [words], vectors }, random);
}

interface Asked {
  readonly kind?: CorpusKind;
  readonly name?: string;
  readonly options?: readonly string[];
}

async function tag(text: string, { kind = 'spans', name = 'a.txt', options = [] }: Asked) {
  const folder = temporaryFolder();
  const [model, input] = [join(folder, 'random.graft'), join(folder, name)];
  writeFileSync(model, models[kind]);
  writeFileSync(input, text);
  const words = ['tag', '--model', model, '--in', input, ...options, '--backend', 'cpu'];
  return graft(words, { openEngine: async (corpora) => createNodeEngine(corpora) });
}

const formatted = async (text: string, format: string) =>
  (await tag(text, { options: ['--from', 'text', '--format', format] })).out;

/** Takes the marks out again and says where they stood. */
function fromReadable(out: string): { text: string; spans: Span[] } {
  const spans: Span[] = [];
  let text = '';
  let end = 0;
  for (const mark of out.matchAll(/\[([^\]]*)\]\((\w+) \d+ %\)/g)) {
    text += out.slice(end, mark.index);
    const [whole, covered = '', category = ''] = mark;
    spans.push({ start: text.length, end: text.length + covered.length, category });
    text += covered;
    end = mark.index + whole.length;
  }
  return { text: text + out.slice(end), spans };
}

function fromJsonLines(out: string): { text: string; spans: Span[] } {
  const { text, label } = JSON.parse(out) as { text: string; label: [number, number, string][] };
  const unit = (point: number) => [...text].slice(0, point).join('').length;
  return { text, spans: label.map(([start, end, category]) => ({ start: unit(start), end: unit(end), category })) };
}

/** The words stand in the text in their order. */
function fromConll(out: string, text: string): Span[] {
  let at = 0;
  return out.split('\n\n').flatMap((sentence) => {
    const rows = sentence.split('\n').filter((row) => row !== '' && !row.startsWith('-DOCSTART-'));
    const tokens = rows.map((row) => {
      const [word = '', tagged = ''] = row.split(' ');
      const start = text.indexOf(word, at);
      expect(start).toBeGreaterThanOrEqual(at);
      at = start + word.length;
      return { start, end: at, tag: tagged };
    });
    return tagsToSpans(tokens.map((token) => token.tag)).map(({ start, end, category }) => ({
      start: tokens[start]?.start ?? -1,
      end: tokens[end - 1]?.end ?? -1,
      category,
    }));
  });
}

const pieces = ['Ada', 'moved', 'to', 'Velby', '14', '.', '!', '🙂', 'e\u0301', "n't", ' ', '  ', '\t', '\u00a0'];
const lineEnds = ['\n', '\r\n', '\n\n', '\r\n\r\n', '\r', '\n \n'];
const texts = fc
  .array(fc.constantFrom(...pieces, ...pieces, ...lineEnds), { minLength: 1, maxLength: 30 })
  .map((parts) => parts.join(''))
  .filter((text) => text.trim() !== '');

describe('plain text', () => {
  it('has the same spans at the same offsets of the file in every format', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const json = fromJsonLines(await formatted(text, 'jsonl'));
        expect(json.text).toBe(text);
        const marked = fromReadable(await formatted(text, 'readable'));
        expect(marked.text).toBe(/[\r\n]$/.test(text) ? text : `${text}\n`);
        expect(marked.spans).toEqual(json.spans);
        expect(fromConll(await formatted(text, 'conll-iob2'), text)).toEqual(json.spans);
        found += json.spans.length;
      }),
      { numRuns: 60 },
    );
    expect(found).toBeGreaterThan(20);
  }, 120_000);

  it('is divided into sentences alike, whatever ends its lines', async () => {
    const text = 'Ada moved\nto Velby 14\n\nMoved to Velby.';
    const expected = await formatted(text, 'conll-iob2');
    expect(expected.split('\n\n').filter((sentence) => sentence.trim() !== '')).toHaveLength(4);
    for (const end of ['\r\n', '\r']) expect(await formatted(text.replaceAll('\n', end), 'conll-iob2')).toBe(expected);
  });

  it('has no end of a sentence where a line was only broken to a width', async () => {
    const lines = [
      'The parcel that was promised for Monday has not come, and the',
      'neighbours have not seen anybody at the door all day long, so',
      'that I wonder whether the street was written right when the',
      'order was made. Please look.',
    ];
    for (const end of ['\n', '\r\n', '\r']) {
      const sentences = (await formatted(lines.join(end), 'conll-iob2')).trim().split('\n\n');
      expect(sentences.map((sentence) => sentence.split('\n').length)).toEqual([1, 41, 3]);
    }
  });

  it('gets tags from a model of one tag a token, but no marks', async () => {
    const { out } = await tag('Ada moved', { kind: 'tags' });
    expect(out).toMatch(/^Ada (NOUN|VERB|PUNCT)\nmoved (NOUN|VERB|PUNCT)\n\n$/);
    const { tags } = JSON.parse((await tag('Ada moved', { kind: 'tags', options: ['--format', 'jsonl'] })).out);
    expect(tags).toEqual(
      out
        .trim()
        .split('\n')
        .map((row) => row.split(' ')[1]),
    );
    const refused = await tag('Ada moved', { kind: 'tags', options: ['--format', 'readable'] });
    expect(refused.note).toContain('it finds no spans to mark in a text. Give --format');
    expect(refused.status).toBe(1);
  });
});

describe('columns of untagged text', () => {
  it('may hold comments', async () => {
    const { status, out, note } = await tag('# newdoc id = a\nAda\nmoved\n\n# a note\nVelby\n', { name: 'a.conll' });
    expect(note).not.toContain('error');
    expect(out.match(/^\w+/gm)).toEqual(['Ada', 'moved', 'Velby']);
    expect(status).toBe(0);
  });

  const words = (out: string) => out.replaceAll(/[ \t]\S+$/gm, '');

  it.each([
    ['a word a line', 'Ada\nmoved\n\n#\nVelby\r\n'],
    ['O in every line', 'Ada O\nmoved O\n\n# O\nVelby O\n'],
    ['an underscore in every line', 'Ada _\nmoved _\n\n# _\nVelby _\n'],
    ['a dash in every line', 'Ada\t-\nmoved\t-\n\n#\t-\nVelby\t-\n'],
  ])('are tagged: %s', async (_, text) => {
    for (const kind of ['spans', 'tags'] as const) {
      const { status, out, note } = await tag(text, { kind, name: 'a.conll' });
      expect(note).not.toContain('error');
      expect(words(out)).toBe('Ada\nmoved\n\n#\nVelby\n\n');
      expect(out).not.toMatch(/[_-]$/m);
      expect(status).toBe(0);
    }
  });
});
