/** A small corpus in every format that is read, and hostile files made of it: cut, wrongly encoded, deep, huge, with hostile words. */
import { zipSync } from 'fflate';
import type { Corpus } from '../../workers/protocol/corpus.ts';
import { documentFromText } from '../../workers/text/documents.ts';
import { writeCorpus } from '../../workers/text/formats/write.ts';
import { type Hostile, utf8 } from './outcome.ts';
import { hostileWords } from './words.ts';
import { bomb, withPath } from './zips.ts';

const texts: readonly [text: string, name: string, category: string][] = [
  ['Ada Moss left Ulm.', 'Ada Moss', 'PER'],
  ['Bo wept in Ulm, they “said”.', 'Ulm', 'LOC'],
];

function corpusWith(category: string, word: string): Corpus {
  const documents = texts.map(([text, name, usual], index) => {
    const changed = text.replace('left', () => word || 'left');
    const start = changed.indexOf(name);
    const spans = [{ start, end: start + name.length, category: index === 0 ? category : usual }];
    return documentFromText({ id: `d${index + 1}`, text: changed, annotated: 'all', spans }, () => undefined);
  });
  return { name: 'letters', kind: 'spans', documents, categories: [category, 'LOC'] };
}

/** By the names of the files. A category and a word stand in each as they are, so that they may break it. */
const texted: Readonly<Record<string, (category: string, word: string) => string>> = {
  'a.conll': (category, word) =>
    `-DOCSTART- O\n\nAda B-${category}\nMoss I-${category}\n${word} O\nUlm B-LOC\n. O\n\nBo B-PER\nwept O\n`,
  'a.conllu': (category, word) =>
    `# sent_id = 1\n# text = Ada ${word} Ulm\n1\tAda\tada\tPROPN\tNNP\tCase=Nom\t2\tnsubj\t_\tNER=B-${category}\n2-3\t${word}\t_\t_\t_\t_\t_\t_\t_\t_\n2\t${word}\tleave\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n3\tUlm\t_\tPROPN\tNNP\t_\t2\tobj\t_\tNER=B-LOC\n\n`,
  'a.webanno.tsv': (category, word) =>
    `#FORMAT=WebAnno TSV 3.3\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n\n\n#Text=Ada ${word}\n1-1\t0-3\tAda\t*[1]\t${category}[1]\t\n1-2\t4-${4 + word.length}\t${word}\t_\t_\t\n`,
  'a.tagged': (category, word) => `Ada/B-${category} Moss/I-${category} ${word}/O Ulm/B-LOC ./O\nBo/B-PER wept/O\n`,
  'a.slots': (category, word) => `Ada:B-${category} ${word}:O Ulm:B-city <=> find\nBo:B-PER wept:O <=> say\n`,
  'a.lines': (category, word) => `Ada Moss ${word} Ulm\nB-${category} I-${category} O B-LOC\n\nBo wept\nB-PER O\n`,
  'a.marked': (category, word) => `<START:${category}> Ada Moss <END> ${word} <START:LOC> Ulm <END> .\n`,
  'a.pubtator': (category, word) => `12|t|Ada Moss\n12|a|She ${word} Ulm.\n12\t0\t8\tAda Moss\t${category}\tMESH:1\n\n`,
  'a.csv': (category, word) => `text,start,end,label\n"Ada ${word} Ulm",0,3,${category}\n"Bo wept",0,2,PER\n`,
  'words.csv': (category, word) =>
    `Sentence #,Word,Tag\nSentence: 1,Ada,B-${category}\n,${word},O\nSentence: 2,Bo,B-PER\n`,
  'a.md': (category, word) => `## intent:go\n- take [Ada](${category}) to [Ulm](city) ${word}\n`,
  'a.py': (category, word) =>
    `TRAIN_DATA = [("Ada ${word}", {"entities": [(0, 3, "${category}")]}), ("Bo", {"entities": []})]\n`,
  'rows.json': (category, word) =>
    JSON.stringify([
      { text: `Ada ${word}`, label: [[0, 3, category]] },
      { text: 'Bo', label: [] },
    ]),
  'tokens.jsonl': (category, word) =>
    `${JSON.stringify({ tokens: ['Ada', word], ner_tags: [`B-${category}`, 'O'] })}\n`,
  'docs.json': (category, word) =>
    JSON.stringify({
      documents: [{ id: word, passages: [{ text: 'Ada', entities: { [category]: [[0, 3]] } }] }],
      [category]: word,
    }),
  'pretty.json': (category, word) =>
    JSON.stringify([{ id: 1, data: `Ada ${word}`, entities: [{ start: 0, end: 3, type: category }] }], null, 2),
  'a.txt': (category, word) => `Ada ${word} left.\n\n${category} wept.\n`,
};
const written = ['jsonl', 'conll-bioes', 'webanno', 'label-studio', 'spacy', 'huggingface'] as const;
const endings = {
  jsonl: 'jsonl',
  'conll-bioes': 'conll',
  webanno: 'tsv',
  'label-studio': 'json',
  spacy: 'jsonl',
  huggingface: 'jsonl',
};

/** Files that are as they should be, by their names. */
export function soundFiles(): Hostile[] {
  const own = written.map((format): Hostile => {
    const bytes = utf8(writeCorpus(corpusWith('PER', ''), format));
    return { what: format, name: `own ${format}.${endings[format]}`, bytes };
  });
  const others = Object.entries(texted).map(([name, make]) => ({ what: name, name, bytes: utf8(make('PER', 'left')) }));
  const brat = { what: 'brat', name: 'brat.zip', bytes: writeCorpus(corpusWith('PER', ''), 'brat') };
  const zip = {
    what: 'zip',
    name: 'letters.zip',
    bytes: zipped({ 'train.conll': texted['a.conll']?.('PER', 'left') ?? '' }),
  };
  return [...own, ...others, brat, zip];
}

const zipped = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [path, [utf8(text), {}] as [Uint8Array, object]])),
  );

/** Cut behind every sign that makes structure; of an archive at the borders of its records and some bytes about them. */
export function* truncated(): Generator<Hostile> {
  for (const { name, bytes } of soundFiles()) {
    const isZip = name.endsWith('.zip');
    const structural = isZip ? isRecord : isSign;
    for (let at = 1; at < bytes.length; at++) {
      if (structural(bytes, at)) yield { what: `cut at ${at}`, name, bytes: bytes.slice(0, at) };
    }
  }
}

const signs = new Set(utf8('\n\t[]{},:"<>|/()#'));
const isSign = (bytes: Uint8Array, at: number) => signs.has(bytes[at - 1] ?? 0) && at % 2 === 0;
const isRecord = (bytes: Uint8Array, at: number) =>
  [0, 1, 4, 12, 26, 30].some((behind) => bytes[at - behind] === 0x50 && bytes[at - behind + 1] === 0x4b);

/** Each format in encodings that it was not written for, and with bytes that no encoding has. */
export function* wronglyEncoded(): Generator<Hostile> {
  for (const { name, bytes } of soundFiles()) {
    const text = new TextDecoder().decode(bytes);
    const wide = new Uint8Array(2 * text.length);
    for (let at = 0; at < text.length; at++) new DataView(wide.buffer).setUint16(2 * at, text.charCodeAt(at), true);
    const forms: [string, Uint8Array][] = [
      ['UTF-16 with a mark', Uint8Array.of(0xff, 0xfe, ...wide)],
      ['UTF-16 without a mark', wide],
      ['half of UTF-16', wide.slice(0, wide.length - 1)],
      ['the mark of big-endian before little-endian', Uint8Array.of(0xfe, 0xff, ...wide)],
      ['Latin-1', bytes.map((byte, at) => (at % 17 === 5 && byte > 96 ? 0xe9 : byte))],
      ['invalid UTF-8', bytes.map((byte, at) => (at % 11 === 3 ? 0xc0 : byte))],
      ['NULs', bytes.map((byte, at) => (at % 13 === 3 ? 0 : byte))],
      ['a NUL at the end', Uint8Array.of(...bytes, 0)],
      ['marks of UTF-8', Uint8Array.of(0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf, ...bytes)],
      ['bare CR', bytes.map((byte) => (byte === 10 ? 13 : byte))],
    ];
    for (const [what, changed] of forms) yield { what, name, bytes: changed };
  }
}

/** Hostile words as categories, as words and as names of files, in every format. */
export function* hostilelyNamed(): Generator<Hostile> {
  for (const word of hostileWords) {
    for (const [name, make] of Object.entries(texted)) {
      yield { what: `the category ${word.slice(0, 40)}`, name, bytes: utf8(make(word, 'left')) };
      yield { what: `the word ${word.slice(0, 40)}`, name, bytes: utf8(make('PER', word)) };
    }
    const columns = texted['a.conll']?.('PER', 'left') ?? '';
    yield { what: 'a file so named', name: `${word}.conll`, bytes: utf8(columns) };
    yield {
      what: `a path within a zip: ${word.slice(0, 40)}`,
      name: 'a.zip',
      bytes: withPath(`${word}.conll`, columns),
    };
    const many = zipped({
      [`train/${word}`]: columns,
      'a.txt': 'Ada.',
      'a.ann': `T1\t${word} 0 3\tAda\n`,
    });
    yield { what: `paths within a zip: ${word.slice(0, 40)}`, name: 'a.zip', bytes: many };
  }
}

const deep = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
const record = (inside: string) => `{"text":"Ada","label":[[0,3,"PER"]],"more":${inside}}`;

/** What is too deep, too long or too much, as far as it can be made in a second. */
export function* excessive(): Generator<Hostile> {
  const each: [name: string, what: string, text: string][] = [];
  for (const depth of [150, 20_000]) {
    const lists = deep('[', ']', depth);
    const objects = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    for (const [name, inside] of [
      ['lists', lists],
      ['objects', objects],
    ] as const) {
      each.push(
        [`${name}.json`, `${depth} ${name}`, inside],
        [`${name}.jsonl`, `${depth} ${name}`, `${inside}\n${record(inside)}\n`],
      );
      each.push([`record.json`, `${depth} ${name} in a record`, `[${record(inside)}]`]);
    }
    each.push(['open.json', `${depth} lists that stay open`, '['.repeat(depth)]);
    each.push(['open.jsonl', `${depth} lists that stay open`, `${'['.repeat(depth)}\n${'{'.repeat(depth)}\n`]);
    each.push(['a.py', `${depth} tuples`, `TRAIN = ${deep('(', ')', depth)}\n`]);
    each.push(['call.py', `${depth} calls`, `TRAIN = [${'list('.repeat(depth)}1${')'.repeat(depth)}]\n`]);
    each.push([
      'a.csv',
      `${depth} lists in a cell`,
      `text,spans\nAda,"${lists}"\nBo,"${objects.replaceAll('"', '""')}"\n`,
    ]);
    each.push(['a.md', `${depth} brackets`, `- ${deep('[', ']', depth)}(city)\n`]);
    each.push([
      'a.marked',
      `${depth} marks`,
      `${'<START:PER> Ada '.repeat(depth / 50)}${'<END> '.repeat(depth / 50)}\n`,
    ]);
  }
  // Found by the fuzzer: a mark and blanks behind it.
  each.push(['a.marked', 'blanks behind a mark', `<START:PER> Ada <END> <START:LOC>${' '.repeat(3000)}Ulm`]);
  const long = 18_000;
  const lines: [string, string][] = [
    ['a letter', 'x'.repeat(long)],
    ['blanks', ' '.repeat(long)],
    ['tabs', '\t'.repeat(long)],
    ['quotation marks', '"'.repeat(long)],
    ['words', 'Ada B-PER '.repeat(long / 10)],
    ['backslashes', '\\'.repeat(long)],
    ['dashes', '-'.repeat(long)],
    ['line ends', '\n'.repeat(long)],
    ['colons', 'a:'.repeat(long / 2)],
    ['slashes', 'a/b '.repeat(long / 4)],
    ['marks', '<a>'.repeat(long / 3)],
    ['bars', 'a|'.repeat(long / 2)],
    ['commas', ','.repeat(long)],
    ['full stops', 'A. '.repeat(long / 3)],
    ['digits', '1'.repeat(long)],
  ];
  for (const [what, line] of lines) {
    each.push(['a.conll', `a line of ${what}`, `Ada B-PER\n${line} O\n`], ['a.txt', `a line of ${what}`, line]);
    each.push(['a.csv', `a line of ${what}`, `text,label\nAda,PER\n${line},O\n`]);
    each.push(['a', `a line of ${what}`, `${line}\nAda B-PER\n`]);
  }
  each.push([
    'a.conll',
    '20,000 categories',
    Array.from({ length: 20_000 }, (_, at) => `w${at} B-C${at}\nw O\nw O\nw O\n`).join(''),
  ]);
  for (const { what, name, bytes } of each.map(([name, what, text]) => ({ what, name, bytes: utf8(text) })))
    yield { what, name, bytes };
  yield { what: 'a zip bomb', name: 'bomb.zip', bytes: bomb('train.conll', 20_000_000) };
  yield { what: 'a bomb that claims little', name: 'bomb.zip', bytes: bomb('train.conll', 20_000_000, 100) };
  yield { what: 'a zip that claims 2 GB', name: 'bomb.zip', bytes: bomb('train.conll', 1000, 2_000_000_000) };
  yield {
    what: 'an archive within an archive',
    name: 'a.zip',
    bytes: zipSync({ 'train.zip': bomb('a.conll', 1_000_000) }),
  };
}

/** JSON of which keys and values are what no reader waits for. */
export function* oddRecords(): Generator<Hostile> {
  const values = [
    'null',
    'true',
    '-1',
    '1e999',
    '-0.5',
    '"x"',
    '[]',
    '{}',
    '[null]',
    '[[]]',
    '{"__proto__":{"polluted":1}}',
    '"2"',
    '4294967296',
  ];
  for (const value of values) {
    const forms = [
      `{"text":${value},"label":[[0,3,"PER"]]}`,
      `{"text":"Ada","label":${value}}`,
      `{"text":"Ada","label":[${value}]}`,
      `{"text":"Ada","label":[[${value},3,"PER"],[0,${value},"PER"],[0,3,${value}]]}`,
      `{"text":"Ada","entities":[{"start":${value},"end":3,"label":"PER"},{"start":0,"end":3,"label":${value}}]}`,
      `{"tokens":${value},"ner_tags":["O"]}`,
      `{"tokens":["Ada",${value}],"ner_tags":["B-PER",${value}]}`,
      `{"text":"Ada","text":"Bo","label":[[0,2,"PER"]],"label":${value}}`,
      `{"__proto__":${value},"constructor":{"prototype":${value}},"text":"Ada","label":[[0,3,"PER"]]}`,
    ];
    for (const [at, form] of forms.entries()) {
      yield {
        what: `${value} in form ${at}`,
        name: `odd ${at}.jsonl`,
        bytes: utf8(`${form}\n{"text":"Bo","label":[[0,2,"PER"]]}\n`),
      };
      yield { what: `${value} in form ${at}`, name: `odd ${at}.json`, bytes: utf8(`[${form}]`) };
    }
  }
}
