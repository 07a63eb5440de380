/**
 * Half a megabyte on one line is read or refused in time that grows in step with it: twice the input takes at most three
 * times as long. Held on every format, with lines that a search which goes back, or begins again at each character,
 * would take minutes or for ever over.
 */
import { describe, expect, it } from 'vitest';
import { type FormatName, formatNames } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import { readVectors } from '../text/vectors.ts';
import { createCorpusService } from './corpusService.ts';

const kilobyte = 1000;
/** Each four times the one before, so that the time may be nine times as long. */
const sizes = [8, 32, 128, 512].map((size) => size * kilobyte);
const allowedGrowth = 9;
/** Shorter times say nothing of growth: caches and the collection of garbage weigh as much. */
const shortest = 30;
const attempts = 4;

type Line = (length: number) => string;

const fill = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length));
const record = (text: string, label: unknown[] = [], more: object = {}) => JSON.stringify({ text, label, ...more });
/** One span for every so many characters, all in one record. */
const spans = (length: number, each: number, span: (index: number, count: number) => [number, number]) => {
  const count = Math.ceil(length / each);
  return Array.from({ length: count }, (_, index) => [...span(index, count), `C${index % 3}`]);
};

const webanno = '#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.X|value\n\n\n';
const webannoRows = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `1-${index + 1}\t${2 * index}-${2 * index + 1}\ta\tX[${index >> 2}]\n`,
  ).join('');

const lines: Readonly<Record<FormatName, Readonly<Record<string, Line>>>> = {
  text: {
    words: (length) => fill('word ', length),
    'a single word': (length) => fill('x', length),
    'a wide gap': (length) => `a${fill(' ', length)}b`,
    'letters and points': (length) => `a${fill('.a', length)}`,
    'initials that end as a word': (length) => `${fill('A.', length)}bc`,
    'what could be a host name': (length) => fill('aa--bb.', length),
    'what could be a mail address': (length) => fill('ab.c_d%', length),
    'at signs': (length) => fill('a@', length),
    'a web address of commas': (length) => `http://${fill(',', length)}`,
    abbreviations: (length) => fill('Mr.', length),
    numbers: (length) => fill('1,2.', length),
    emoji: (length) => fill('👩\u200d', length),
    'characters without width': (length) => `a${fill('\u200b', length)}b`,
    'empty lines': (length) => `a${fill('\n', length)}b`,
    'marks that do not close': (length) => fill('[@a#', length),
    'brackets of trees': (length) => fill('(A ', length),
    'categories behind blanks': (length) => fill('x PER ', length),
    'markup that does not close': (length) => fill('<AB>', length),
  },
  'word-tag': {
    words: (length) => fill('w/N ', length),
    'words without a tag': (length) => `a/N b/N c/N ${fill('w ', length)}`,
    'escaped slashes': (length) => `${fill('\\/', length)}/N b/N`,
    'brackets that do not close': (length) => `[ a/N ${fill('] ', length)}x`,
    'a wide gap': (length) => `a/N${fill(' ', length)}b/N`,
    'brackets at words': (length) => fill('[a/N ', length),
    'phrases in brackets': (length) => fill('[a/N b/N] ', length),
  },
  slots: {
    words: (length) => fill('w:O ', length),
    'words without a tag': (length) => `a:O b:O ${fill('w ', length)}`,
    colons: (length) => `${fill(':', length)}O b:O`,
    intents: (length) => `a:O ${fill('<=> ', length)}`,
  },
  marks: {
    names: (length) => fill('<AB>x</AB> ', length),
    'names of OpenNLP': (length) => fill('<START:a> x <END> ', length),
    'marks that do not close': (length) => `<AB>x</AB>${fill('<START:a> x ', length)}`,
    'a wide gap': (length) => `<AB>x</AB><START:a>${fill(' ', length)}x <END>`,
  },
  pubtator: {
    words: (length) => `1|t|${fill('w ', length)}\n1\t0\t1\tw\tX\n`,
    spans: (length) => `1|t|${fill('w ', length / 2)}\n${fill('1\t0\t1\tw\tX\n', length / 2)}`,
    'a broken row': (length) => `1|t|w\n1\t0\t${fill('1', length)}\n`,
  },
  'tag-lines': {
    'words above tags': (length) => `${fill('w ', length / 2)}\nB-X ${fill('O ', length / 2 - 2)}\n`,
    'words beside tags': (length) => `a b\tB-X O\n${fill('w ', length / 2)}\t${fill('O ', length / 2)}\n`,
    'a wide gap': (length) => `a b\tB-X O\na${fill(' ', length)}b\tB-X O\n`,
    cells: (length) => `a b\tB-X O\na b\tB-X O\na b\tB-X O\n${fill('x\t', length)}\n`,
    bars: (length) => `a b\tB-X O\na b\tB-X O\na b\tB-X O\n${fill(' |||', length)}\n`,
  },
  brat: {
    'a category of blanks': (length) => `T1\t${fill(' ', length)}\t0 1\ta`,
    'a category of numbers': (length) => `T1\t${fill('1 1;', length)}x\ta`,
    'numbers and gaps': (length) => `T1 X ${fill('1  1 ', length)}`,
  },
  webanno: {
    'a word': (length) => `${webanno}#Text=${fill('x', length)}\n1-1\t0-9\t${fill('x', length)}\t_\n`,
    words: (length) => `${webanno}#Text=${fill('a ', length)}\n${webannoRows(length / 20)}`,
    'a text of backslashes': (length) => `${webanno}#Text=${fill('\\', length)}\n1-1\t0-1\t${fill('\\', length)}\t_\n`,
    'stacked annotations': (length) => `${webanno}#Text=a\n1-1\t0-1\ta\t${fill('X[1]|', length)}\n`,
    'brackets that do not close': (length) => `${webanno}#Text=a\n1-1\t0-1\ta\t${fill('[1', length)}\n`,
    'a wide gap': (length) => `${webanno}#Text=a${fill(' ', length)}b\n1-1\t0-1\ta\t_\n1-2\t9-10\tb\tX\n`,
  },
  conll: {
    'a wide gap': (length) => `Ida B-PER\nfoo${fill(' ', length)}O\n. O\n`,
    'a gap beside a tab': (length) => `Ida\tB-PER\nfoo ${fill(' ', length)}b\tO\n.\tO\n`,
    columns: (length) => `Ida B-PER\n${fill('a ', length)}O\n. O\n`,
    'an unknown tag': (length) => `Ida B-PER\nb ${fill('x', length)}\n. O\n`,
    'a comment of blanks': (length) => `Ida B-PER\n# newdoc id =${fill(' ', length)}\n. O\n`,
    'a long category': (length) => `Ida B-${fill('x', length)}\nb O\n`,
  },
  conllu: {
    'a comment of blanks': (length) => `#${fill(' ', length)}!\n1\tw\tw\tN\tN\t_\t0\tr\t_\t_\n`,
    'a gap in a comment': (length) => `# a${fill(' ', length)}!\n1\tw\tw\tN\tN\t_\t0\tr\t_\t_\n`,
    'a text of gaps': (length) => `# text = ${fill('a  ', length)}\n1\tw\tw\tN\tN\t_\t0\tr\t_\t_\n`,
    'a range of words without end': (length) =>
      fill('1-999999999999999999999\tw\tw\tN\tN\t_\t0\tr\t_\t_\n1\tw\tw\tN\tN\t_\t0\tr\t_\t_\n', length),
  },
  jsonl: {
    'a text cut off': (length) => `${record('Oslo')}\n{"text":"${fill('a', length)}`,
    'a gap behind the record': (length) => `${record('Oslo')}\n{}${fill(' ', length)}x`,
    'spans inside a word': (length) =>
      record(
        fill('x', length / 10),
        spans(length, 20, (index) => [index * 2, index * 2 + 1]),
      ),
    'spans within spans': (length) =>
      record(
        fill('x ', length / 5),
        spans(length, 20, (index, count) => [index * 2, count * 4 - index * 2]),
      ),
    'a span over all': (length) =>
      record(
        fill('wo ', length / 6),
        spans(length, 20, (index, count) => (index === 0 ? [0, count * 3 - 1] : [index * 3, index * 3 + 2])),
      ),
    'spans that overlap the next': (length) =>
      record(
        fill('x ', length / 10 + 8),
        spans(length, 20, (index) => [index * 2, index * 2 + 5]),
      ),
    'one span many times': (length) =>
      record(
        'Oslo',
        spans(length, 20, () => [0, 4]),
      ),
    'spans of blanks': (length) =>
      record(
        `a${fill(' ', length / 2)}b`,
        spans(length, 20, (index, count) => [index + 1, count * 10]),
      ),
    'a token of gaps': (length) =>
      record(
        fill('w    ', length / 6),
        spans(length, 30, (index) => [index * 5, index * 5 + 1]),
        { tokens: [[0, length / 6]] },
      ),
    'keys that nobody knows': (length) =>
      JSON.stringify({
        gist: fill('word ', length / 2),
        finds: spans(length, 50, (index) => [index * 5, index * 5 + 4]).map(([a, b, c]) => ({ a, b, c, d: 1 })),
      }),
    'another key for each span': (length) =>
      record(
        'Oslo',
        Array.from({ length: length / 40 }, (_, index) => ({ [`a${index}`]: 0, [`b${index}`]: 4, c: 'X' })),
      ),
    'texts in the place of offsets': (length) =>
      JSON.stringify({
        text: fill('Oslo and Rome ', length / 2),
        entities: { LOC: Array.from({ length: length / 16 }, (_, index) => (index % 2 ? 'Oslo' : `and ${index}`)) },
      }),
    'spans that declare another text': (length) =>
      record(
        fill('Oslo and Rome ', length / 2),
        Array.from({ length: length / 100 }, (_, index) => ({
          start: index,
          end: index + 4,
          label: 'X',
          text: `Rome${index}`,
        })),
      ),
    'lists that are nested': (length) => `{"text":"Oslo","label":${fill('[', length / 2)}${fill(']', length / 2)}}`,
    'a Python list cut off': (length) => `${record('Oslo')}\n{'text': '${fill("\\'", length)}`,
    'words with tags': (length) =>
      JSON.stringify({ tokens: fill('w ', length / 2).split(' '), tags: fill('O ', length / 2).split(' ') }),
    'accents that are composed': (length) =>
      record(fill('e\u0301 ', length / 3), [
        [0, 1, 'X'],
        [2, 3, 'X'],
      ]),
    'the same text in many records': (length) => fill(`${record('Oslo', [[0, 4, 'X']])}\n`, length),
    'long texts declared for spans': (length) =>
      record(
        fill('word ', length / 2),
        spans(Math.min(length, 2000), 10, () => [0, length / 2]).map(([start, end, label]) => ({
          start,
          end,
          label,
          text: 'other',
        })),
      ),
  },
  json: {
    'a text cut off': (length) => `[{"text":"${fill('a', length)}`,
    'escapes cut off': (length) => `[{"text":"${fill('\\n', length)}`,
    'a broken escape at the end': (length) => `[{"text":"${fill('a', length)}\\x"}]`,
    'a wide gap': (length) => `[1${fill(' ', length)}x]`,
    'lists that do not close': (length) => fill('[', length),
    digits: (length) => `[${fill('1', length)}x]`,
    'Python source': (length) => `A = [\n${fill('("Oslo", {"entities": [(0, 4, "X")]}),\n', length)}]\n`,
    'assignments without end': (length) => fill('A = [\n', length),
    'objects within objects': (length) => `${fill('{"a":', length / 2)}1${fill('}', length / 6)}`,
    'records without a text': (length) => `[${fill('{"a":1},', length)}${record('a')}]`,
  },
  csv: {
    'a cell that does not close': (length) => `text,spans\n"${fill('a', length)}`,
    'quotation marks within words': (length) => `text,spans\n${fill('"a', length)}`,
    'a list as Python prints it': (length) => `text,spans\nOslo,"[${fill('(0,1),', length)}]"`,
    'commas and gaps': (length) => `text,spans\nOslo,"[${fill(',  ', length)}"`,
    header: (length) => `${fill('word,', length)}\na,b`,
    'lone quotation marks': (length) => `word,tag\n${fill('",O\n', length)}`,
    'quotation marks in one row': (length) => `text,spans\n${fill('"a"b,', length)}\n`,
    'a numpy list': (length) => `tokens,ner_tags\n"[${fill("'a' ", length)}]","[${fill("'O' ", length)}]"\n`,
    'one row for each span': (length) => `text,start,end,label\n${fill('Oslo,0,4,X\n', length)}`,
    'a wide row': (length) => `word,tag\nOslo,B-X${fill(',', length)}\n`,
  },
};

/** Milliseconds of processor time, which other processes do not lengthen; the shortest of the times tried. */
class Clock {
  private readonly times = new Map<number, number>();

  constructor(private readonly work: (length: number) => Promise<void>) {}

  async measure(length: number): Promise<number> {
    const before = process.cpuUsage();
    await this.work(length);
    const { user, system } = process.cpuUsage(before);
    const time = Math.min((user + system) / 1000, this.times.get(length) ?? Number.POSITIVE_INFINITY);
    this.times.set(length, time);
    return Math.max(time, shortest);
  }
}

/** Growing by steps, so that what grows too fast is seen while it is still quick. */
async function expectGrowthInStep(work: (length: number) => Promise<void>): Promise<void> {
  const clock = new Clock(work);
  let before = await clock.measure(sizes[0] as number);
  for (const [index, length] of sizes.slice(1).entries()) {
    let time = await clock.measure(length);
    for (let attempt = 1; attempt < attempts && time > allowedGrowth * before; attempt++) {
      before = await clock.measure(sizes[index] as number);
      time = await clock.measure(length);
    }
    expect(time, `milliseconds for ${length} characters`).toBeLessThanOrEqual(allowedGrowth * before);
    before = time;
  }
}

/** In, through every step that the page takes, and out again; or refused in words. */
async function readAndWrite(text: string, format: FormatName | undefined): Promise<void> {
  const corpora = createCorpusService();
  const file = { name: 'long', bytes: new TextEncoder().encode(text) };
  try {
    const { id } = await corpora.importCorpus('long', [file], format ? { format } : {});
    await corpora.sentences(id, { part: 'train', text: 'zz', offset: 0, limit: 50 });
    await corpora.exportCorpus(id, 'all', 'jsonl');
  } catch (error) {
    expect(error).toBeInstanceOf(GraftError);
  }
}

describe.each(formatNames)('%s', (format) => {
  it.each(Object.entries(lines[format]))(
    'takes time in step with its length: %s',
    async (_, line) => {
      await expectGrowthInStep(async (length) => readAndWrite(line(length), format));
    },
    60_000,
  );
});

describe('a file whose format is worked out', () => {
  it.each([
    ['a wide gap', lines.conll['a wide gap'] as Line],
    ['a gap behind a record', lines.jsonl['a gap behind the record'] as Line],
    ['slashes', (length: number) => fill('a/', length)],
  ])(
    'takes time in step with its length: %s',
    async (_, line) => {
      await expectGrowthInStep(async (length) => readAndWrite(line(length), undefined));
    },
    60_000,
  );
});

describe('word vectors', () => {
  it.each([
    ['no line end', (length: number) => fill('a', length)],
    ['numbers', (length: number) => `a ${fill('1 ', length)}\n`],
    ['a word of blanks', (length: number) => `a 1 2\nb${fill(' ', length)}1 2\n`],
    ['numbers that are none', (length: number) => `a 1 2\nb 1 ${fill('x', length)}\n`],
    ['a word of numbers', (length: number) => `a 1 2\nb ${fill('1.5 ', length)}\n`],
  ])(
    'take time in step with their length, in however small pieces: %s',
    async (_, line) => {
      await expectGrowthInStep(async (length) => {
        const bytes = new TextEncoder().encode(line(length));
        const pieces = Array.from({ length: Math.ceil(bytes.length / 64) }, (_, index) =>
          bytes.slice(index * 64, index * 64 + 64),
        );
        const stream = new ReadableStream<Uint8Array>({
          start(controller) {
            for (const piece of pieces) controller.enqueue(piece);
            controller.close();
          },
        });
        await readVectors(stream, { fileName: 'long.txt' }).catch((error) => expect(error).toBeInstanceOf(GraftError));
      });
    },
    60_000,
  );
});
