/** Whatever the keys are called and whatever offsets count: spans come back as they were, or are told to be lost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraftError } from '../../../protocol/errors.ts';
import { readFile, spanTexts } from './testing.ts';

const names = ['Rosa', 'Bo Lind', 'Ghent', 'São Tomé', 'Zoë', '🙂 Inn', "O'Neil", 'Ωmega', 'Al'];
const plain = ['met', 'in', 'and', 'left', 'for', 'soon', 'the', 'old', '–', 'café', '🙂', '10'];
const categories = ['PER', 'LOC', 'Org name', 'a-b'];

/** Words, of which those in tuples are spans, parted by a space or a line end. */
const piece = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...plain) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...names), fc.constantFrom(...categories)) },
);
const record = fc.array(piece, { minLength: 3, maxLength: 12 });
const gap = fc.constantFrom(' ', ' ', ' ', '\n', '\r\n');

const key = fc.oneof(
  fc.constantFrom(
    'text',
    'label',
    'spans',
    'entities',
    'data',
    'start',
    'end',
    'type',
    'value',
    'note',
    'from',
    'to',
    'id2',
  ),
  fc.stringMatching(/^[a-z]{1,3}_?[A-Z]?[a-z]{1,6}$/),
  fc.constantFrom('строка', '文', 'é', 'a b', '__x', '1'),
);

interface Span {
  readonly start: number;
  readonly end: number;
  readonly category: string;
}

function build(pieces: readonly (string | readonly [string, string])[], gap: string): { text: string; spans: Span[] } {
  let text = '';
  const spans: Span[] = [];
  for (const each of pieces) {
    if (text !== '') text += gap;
    const word = typeof each === 'string' ? each : each[0];
    if (typeof each !== 'string') spans.push({ start: text.length, end: text.length + word.length, category: each[1] });
    text += word;
  }
  return { text, spans };
}

const counters: Readonly<Record<string, (text: string) => number>> = {
  'code points': (text) => [...text].length,
  'UTF-16': (text) => text.length,
  bytes: (text) => new TextEncoder().encode(text).length,
  'line ends as one': (text) => [...text.replaceAll('\r\n', '\n')].length,
};

/** Keys in another order. */
const shuffled = (fields: object, seed: number) =>
  Object.fromEntries(
    Object.entries(fields)
      .map((entry, index) => [entry, (index * 7919 + seed) % 13] as const)
      .sort((one, other) => one[1] - other[1])
      .map(([entry]) => entry),
  );

describe('records of any keys', () => {
  it('come back as they were, or with a message', () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 5 }),
        fc.uniqueArray(key, { minLength: 6, maxLength: 6 }),
        gap,
        fc.constantFrom(...Object.keys(counters)),
        fc.constantFrom('ends', 'included ends', 'lengths', 'lists', 'quoted'),
        fc.boolean(),
        fc.nat(12),
        fc.constantFrom('\n', '\r\n'),
        (
          records,
          [textKey, listKey, startKey, endKey, categoryKey, ownKey],
          between,
          counter,
          form,
          declares,
          seed,
          lineEnd,
        ) => {
          const count = counters[counter] as (text: string) => number;
          const built = records.map((pieces) => build(pieces, between));
          const lines = built.map(({ text, spans }) => {
            const items = spans.map(({ start, end, category }) => {
              const [from, to] = [count(text.slice(0, start)), count(text.slice(0, end))];
              const last = form === 'included ends' ? to - 1 : form === 'lengths' ? to - from : to;
              if (form === 'lists') return [from, to, category];
              const own = declares ? { [ownKey as string]: text.slice(start, end) } : {};
              const offsets = form === 'quoted' ? [`${from}`, `${last}`] : [from, last];
              return shuffled(
                {
                  [startKey as string]: offsets[0],
                  [endKey as string]: offsets[1],
                  [categoryKey as string]: category,
                  ...own,
                },
                seed,
              );
            });
            return JSON.stringify(shuffled({ [textKey as string]: text, [listKey as string]: items }, seed));
          });
          expectSameOrTold(`${lines.join(lineEnd)}${lineEnd}`, built);
        },
      ),
      { numRuns: 1500 },
    );
  });
});

function expectSameOrTold(file: string, built: readonly { text: string; spans: readonly Span[] }[]): void {
  const wanted = built.map(({ text, spans }) =>
    spans.map(({ start, end, category }) => `${category}:${text.slice(start, end)}`),
  );
  try {
    const read = readFile('a.jsonl', file);
    if (JSON.stringify(spanTexts(read)) === JSON.stringify(wanted)) return;
    const said = [...read.problems.map(({ message }) => message), ...read.assumed].join('\n');
    expect(said, `${file}\n${JSON.stringify(spanTexts(read))}`).not.toBe('');
  } catch (error) {
    if (!(error instanceof GraftError)) throw error;
  }
}

/**
 * How many spans a broken file still writes: an X with its numbers, once in each line. What a line holds twice is one span,
 * and so is a list that says its category twice, `[0, 4, "X", "X"]`.
 */
function spansWritten(file: string): number {
  return file.split(/\r\n|\n|\r/).reduce((total, line) => {
    const written = line.split(/\bX\b/).slice(0, -1);
    const places = written.map((before) => /[^[\]{}"]*\W*$/.exec(before)?.[0].replace(/\D+/g, ' ').trim() ?? '');
    return total + new Set(places.filter((place) => place !== '')).size;
  }, 0);
}

describe('broken records', () => {
  it('never lose a span without a word: kept and told are all', () => {
    const texts = ['Rosa met Bo in Ghent.', 'Al left São Tomé 🙂 soon.'];
    const valid = `${texts
      .map((text) =>
        JSON.stringify({
          text,
          label: ['Rosa', 'Bo', 'Ghent', 'Al', 'São Tomé'].flatMap((name) =>
            text.includes(name)
              ? [
                  [
                    [...text.slice(0, text.indexOf(name))].length,
                    [...text.slice(0, text.indexOf(name) + name.length)].length,
                    'X',
                  ],
                ]
              : [],
          ),
        }),
      )
      .join('\n')}\n`;
    const all = 5;
    const mutation = fc.record({
      at: fc.nat(valid.length - 1),
      kind: fc.constantFrom('cut', 'drop', 'double', 'quote', 'bracket'),
      length: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        let file = valid;
        for (const { at, kind, length } of mutations) {
          const [before, after] = [file.slice(0, at), file.slice(at)];
          if (kind === 'cut') file = before;
          else if (kind === 'drop') file = before + after.slice(length);
          else if (kind === 'double') file = before + after.slice(0, length) + after;
          else file = before + (kind === 'quote' ? '"' : ']') + after;
        }
        try {
          const read = readFile('a.jsonl', file);
          const given = spansWritten(file);
          const told = read.problems.length > 0 || read.assumed.length > 0;
          // Where fewer spans stand in the file than did, nothing can be told of them.
          if (read.kept.spans + read.kept.furtherSpans < Math.min(all, given)) expect(told, file).toBe(true);
        } catch (error) {
          if (!(error instanceof GraftError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
