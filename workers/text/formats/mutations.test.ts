/**
 * Files that somebody broke: cells dropped, lines joined, quotes and brackets lost, cut off anywhere. Whatever stands
 * whole in the file is kept, and what is not kept is told.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExportFormatName, ReadResult } from '../../protocol/corpus.ts';
import { GraftError } from '../../protocol/errors.ts';
import { documentFromText } from '../documents.ts';
import { corpusOf, reread } from './write/testing.ts';
import { writeCorpus } from './write.ts';

const texts: readonly [text: string, ...names: [string, string][]][] = [
  ['Ada Moss left Ulm.', ['Ada Moss', 'PER'], ['Ulm', 'LOC']],
  ['Nobody knew why.'],
  ['The “North Works” said: nothing, really.', ['North Works', 'ORG']],
  ['Bo saw Ulm; Bo wept.', ['Bo', 'PER'], ['Ulm', 'LOC']],
];
const documents = texts.map(([text, ...names], index) =>
  documentFromText(
    {
      id: `d${index + 1}`,
      text,
      annotated: 'all',
      spans: names.map(([name, category]) => ({
        start: text.indexOf(name),
        end: text.indexOf(name) + name.length,
        category,
      })),
    },
    () => undefined,
  ),
);
const corpus = corpusOf(documents);
const signs = ['"', '[', ']', '{', '}', ',', ':', '\t', ' ', '#'];

const change = fc.record({
  kind: fc.constantFrom('cut', 'sign lost', 'sign added', 'lines joined', 'cell dropped'),
  at: fc.nat(5000),
  sign: fc.constantFrom(...signs),
});

function mutated(file: string, changes: readonly { kind: string; at: number; sign: string }[]): string {
  let text = file;
  for (const { kind, at, sign } of changes) {
    const place = at % Math.max(1, text.length);
    const [before, after] = [text.slice(0, place), text.slice(place)];
    if (kind === 'cut') text = before;
    else if (kind === 'sign added') text = before + sign + after;
    else if (kind === 'lines joined') text = before + after.replace('\n', '');
    else if (kind === 'cell dropped') text = before + after.replace(/[^\t\n,]*[\t,]/, '');
    else text = before + after.replace(sign, '');
  }
  return text;
}

type Written = Exclude<ExportFormatName, 'brat'>;
const kept = ({ kept: { spans, furtherSpans }, dropped }: ReadResult) => spans + furtherSpans + dropped.spans;

const matches = (text: string, pattern: RegExp) => text.match(pattern) ?? [];

const pretty = (file: string) =>
  file
    .replace(/^.+$/gm, (line) => JSON.stringify(JSON.parse(line), null, 1))
    .replace(/\[\n *(\d+),\n *(\d+)/g, '[$1,$2');
const table = () => {
  const rows = documents.flatMap(({ text, spans }) =>
    spans.map(({ start, end, category }) => `${start},${end},${category},"${text.replaceAll('"', '""')}"\n`),
  );
  return `begins,ends,kind,words\n${rows.join('')}`;
};

/** Files that Graft does not write. */
const foreign: Readonly<Record<string, () => string>> = {
  'JSON values over several lines': () => pretty(writeCorpus(corpus, 'jsonl')),
  'JSON values in one line': () => writeCorpus(corpus, 'jsonl').replaceAll('\n', ''),
  'a table of offsets': table,
  'a table of offsets with its usual header': () => table().replace(/^.*/, 'start,end,label,text'),
};

/** How many spans stand in the file, by the look of it. */
const apparent = {
  'JSON values over several lines': (text: string) => matches(text, /\[\d+,\d+,\s*"\w+"\s*\]/g).length,
  'JSON values in one line': (text: string) => matches(text, /\[\d+,\d+,"\w+"\]/g).length,
  'a table of offsets': (text: string) => matches(text, /^\d+,\d+,\w+,/gm).length,
  'a table of offsets with its usual header': (text: string) => matches(text, /^\d+,\d+,\w+,/gm).length,
  jsonl: (text: string) => matches(text, /\[\d+,\d+,"\w+"\]/g).length,
  huggingface: (text: string) => matches(text, /"B-\w+"/g).length,
  spacy: (text: string) => matches(text, /\{"start":\d+,"end":\d+,"label":"\w+"\}/g).length,
  'label-studio': (text: string) => matches(text, /"labels":\["\w+"\]/g).length,
  // Words of one span share a number.
  webanno: (text: string) =>
    matches(text, /\t(?:PER|LOC|ORG)\t/g).length + new Set(matches(text, /\t(?:PER|LOC|ORG)\[\d+\]\t/g)).size,
  'conll-iob2': (text: string) => matches(text, /[ \t]B-\w+/g).length,
} satisfies Partial<Record<string, (text: string) => number>>;

describe.each(Object.entries(apparent) as [keyof typeof apparent, (text: string) => number][])(
  'a broken file of %s',
  (format, spansIn) => {
    it('loses nothing in silence', () => {
      const file = foreign[format]?.() ?? writeCorpus(corpus, format as Written);
      const whole = reread(file);
      expect(kept(whole)).toBe(5);
      const seen = { refused: 0, told: 0, same: 0 };
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
          const broken = mutated(file, changes);
          let result: ReadResult;
          try {
            result = reread(broken);
          } catch (error) {
            expect(error).toBeInstanceOf(GraftError);
            seen.refused++;
            return;
          }
          const isTold = result.problems.length > 0 || result.assumed.join() !== whole.assumed.join();
          seen[isTold ? 'told' : 'same']++;
          if (!isTold) expect(kept(result)).toBeGreaterThanOrEqual(spansIn(broken));
        }),
        { numRuns: 150 },
      );
      expect(seen.refused + seen.told).toBeGreaterThan(0);
    });
  },
);
