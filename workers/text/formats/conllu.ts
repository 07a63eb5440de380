/**
 * CoNLL-U, the format of Universal Dependencies: ten columns, of which a tagger wants the form and one of the two tag
 * columns. What stands in the text is the surface token; where it is made of several words (`don't` of `do` and
 * `n't`) these are found inside it, and where they cannot be (`del` of `de` and `el`) the surface token stays whole
 * and carries their tags joined by +. Empty nodes (`8.1`) stand nowhere in the text and are skipped.
 *
 * Names stand in the last column where a treebank has them, `NER=B-LOC|SpaceAfter=No`: they are what a tagger of names
 * wants, unless it is told otherwise.
 *
 * https://universaldependencies.org/format.html
 */

import { clip } from '../clip.ts';
import { counted } from '../counted.ts';
import { splitLines } from '../decode.ts';
import { readComment } from './comments.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { readingFromTagged, type TaggedDocument, type TaggedSentence } from './tagged.ts';
import { tagSpelling } from './tagSpelling.ts';

const formColumn = 1;
const upos = 3;
const xpos = 4;
const misc = 9;

interface Row {
  readonly row: string[];
  readonly line: number;
}

interface Word {
  readonly form: string;
  readonly tag: string;
  readonly spaceAfter: boolean;
  readonly line: number;
}

export function readConllu(text: string, options: ReadOptions, log: ReadLog): Reading {
  const lines = splitLines(text);
  const source = chooseTags(lines, options, log);
  const documents: TaggedDocument[] = [];
  let hasDocuments = false;
  let sentenceId: string | undefined;
  let declared: string | undefined;
  let block: Row[] = [];
  const endSentence = () => {
    if (block.length > 0) {
      const sentence = readSentence(block, source, declared, log);
      const current = documents.at(-1);
      if (hasDocuments && current) current.sentences.push(sentence);
      else documents.push({ id: sentenceId ?? `${documents.length + 1}`, sentences: [sentence] });
    }
    block = [];
    sentenceId = undefined;
    declared = undefined;
  };
  lines.forEach((line, index) => {
    if (line.trim() === '') endSentence();
    else if (line.startsWith('#')) {
      const { key, value } = readComment(line);
      if (key === 'sent_id') sentenceId = value;
      if (key === 'text') declared = value;
      if (key === 'newdoc' || key === 'newdoc id') {
        hasDocuments = true;
        documents.push({ id: value || `${documents.length + 1}`, sentences: [] });
      }
    } else {
      const row = line.split('\t');
      if (row.length === 10 && row[formColumn]) block.push({ row, line: index + 1 });
      else {
        log.problem(
          {
            code: 'broken-line',
            message: `The line has ${counted(row.length, 'column')} where CoNLL-U has 10, or no form; the line was left out.`,
            remedy: 'CoNLL-U parts its columns by tabs; write _ for what is empty.',
            line: index + 1,
          },
          { lines: 1 },
        );
      }
    }
  });
  endSentence();
  const kind = options.kind ?? ('key' in source || source.holdsSpans ? 'spans' : 'tags');
  return readingFromTagged(documents, { ...options, kind }, log);
}

/** Where a row's tag stands: in a column, which may hold names against all custom, or behind a key in MISC. */
type TagSource = { readonly column: number; readonly holdsSpans?: boolean } | { readonly key: string };

function chooseTags(lines: readonly string[], options: ReadOptions, log: ReadLog): TagSource {
  const rows = lines.filter((line) => /^\d+\t/.test(line)).slice(0, sampledRows);
  const key = entityKey(rows);
  const asked = options.tagColumn === undefined || options.tagColumn >= 0 ? options.tagColumn : 10 + options.tagColumn;
  if (key !== undefined && (asked === misc || (asked === undefined && options.kind !== 'tags'))) {
    log.assume(`names from ${key}=… in the MISC column (--tag-column ${upos} or ${xpos} reads parts of speech)`);
    return { key };
  }
  if (key !== undefined) log.assume(`the MISC column has names too, in ${key}=… (--tag-column ${misc} reads them)`);
  const bare = asked === undefined && options.kind !== 'tags' ? spanTagColumn(rows) : undefined;
  if (bare !== undefined) {
    log.assume(`names from column ${bare + 1} (--tag-column ${upos} or ${xpos} reads parts of speech)`);
    return { column: bare, holdsSpans: true };
  }
  if (rows.some((line) => /[\t|]Entity=\(/.test(line)))
    log.assume('the MISC column has Entity=(…), brackets of entities and coreference, which are not read');
  return { column: asked ?? chooseTagColumn(rows, log) };
}

const sampledRows = 5000;

/** The key in MISC whose values are tags of spans. */
function entityKey(rows: readonly string[]): string | undefined {
  const values = new Map<string, Map<string, number>>();
  for (const row of rows) {
    for (const [key, value] of miscOf(row.split('\t')[misc])) {
      const counts = values.get(key) ?? new Map<string, number>();
      counts.set(value, (counts.get(value) ?? 0) + 1);
      values.set(key, counts);
    }
  }
  for (const [key, counts] of values) {
    const { kind, read } = tagSpelling(counts);
    if (kind === 'prefixed' && [...counts.keys()].some((value) => (read(value)?.length ?? 0) > 0)) return key;
  }
  return undefined;
}

/** The column from UPOS on whose cells are tags of spans, as some write names without a key; the last of several. */
function spanTagColumn(rows: readonly string[]): number | undefined {
  const cells = rows.map((row) => row.split('\t'));
  for (let column = misc; column >= upos; column--) {
    const own = cells.map((row) => row[column] ?? '_').filter((cell) => cell !== '_');
    const tagged = own.filter((cell) => /^[BIESLU]-[^=|]+$/.test(cell)).length;
    const outside = own.filter((cell) => cell === 'O').length;
    if (own.some((cell) => cell.startsWith('B-')) && tagged + outside >= 0.9 * own.length) return column;
  }
  return undefined;
}

const miscOf = (cell = '_'): [key: string, value: string][] =>
  cell.split('|').flatMap((pair): [string, string][] => {
    const equals = pair.indexOf('=');
    return equals > 0 ? [[pair.slice(0, equals), pair.slice(equals + 1)]] : [];
  });

function chooseTagColumn(rows: readonly string[], log: ReadLog): number {
  const hasXpos = rows.some((line) => (line.split('\t')[xpos] ?? '_') !== '_');
  log.assume(hasXpos ? 'tags from the XPOS column' : 'tags from the UPOS column, as XPOS is empty');
  return hasXpos ? xpos : upos;
}

function tagOf(row: readonly string[], source: TagSource): string | undefined {
  if ('column' in source) return row[source.column];
  return miscOf(row[misc]).find(([key]) => key === source.key)?.[1];
}

function readSentence(
  block: readonly Row[],
  source: TagSource,
  declared: string | undefined,
  log: ReadLog,
): TaggedSentence {
  const sentence: TaggedSentence & { spaceAfter: boolean[] } = { words: [], tags: [], lines: [], spaceAfter: [] };
  const add = ({ form, tag, line, spaceAfter }: Word) => {
    sentence.words.push(form);
    sentence.tags.push(tag);
    sentence.lines.push(line);
    sentence.spaceAfter.push(spaceAfter);
  };
  for (let place = 0; place < block.length; ) {
    const row = block[place++] as Row;
    const id = row.row[0] ?? '';
    const range = /^(\d+)-(\d+)$/.exec(id);
    if (isWordId(id)) add(wordOf(row, source));
    if (!range) continue;
    const parts: Word[] = [];
    const isInside = (other: string) => Number(other) >= Number(range[1]) && Number(other) <= Number(range[2]);
    for (let next = block[place]; next && isInside(next.row[0] ?? ''); next = block[++place]) {
      if (isWordId(next.row[0] ?? '')) parts.push(wordOf(next, source));
    }
    const surface = wordOf(row, source);
    if (parts.map(({ form }) => form).join('') === surface.form) {
      for (const [index, part] of parts.entries()) {
        add({ ...part, spaceAfter: index === parts.length - 1 && surface.spaceAfter });
      }
    } else {
      const isName = 'key' in source || source.holdsSpans === true;
      log.assume(
        `surface tokens whose words are not spelled out in them were kept whole${isName ? '' : ', their tags joined by +'}`,
      );
      const own = [tagOf(row.row, source), parts[0]?.tag].find((tag) => tag !== undefined && tag !== '_');
      add({ ...surface, tag: (isName ? own : parts.map(({ tag }) => tag).join('+')) || '_' });
    }
  }
  compareText(sentence, declared, block[0]?.line, log);
  return sentence;
}

/** Not a range of words (`3-4`), and not an empty node (`8.1`). */
const isWordId = (id: string) => /^\d+$/.test(id);

function wordOf({ row, line }: Row, source: TagSource): Word {
  return {
    form: row[formColumn] ?? '',
    tag: tagOf(row, source) ?? '_',
    spaceAfter: !/(?:^|\|)SpaceAfter=No(?:\||$)/.test(row[misc] ?? ''),
    line,
  };
}

/** The words make the text; where `# text =` says otherwise, that is worth knowing. */
function compareText(
  sentence: TaggedSentence,
  declared: string | undefined,
  line: number | undefined,
  log: ReadLog,
): void {
  if (declared === undefined) return;
  const { words, spaceAfter } = sentence;
  const text = words
    .map((word, index) => word + (spaceAfter?.[index] === false ? '' : ' '))
    .join('')
    .trim();
  if (text === declared.replace(/\s+/g, ' ') || text === declared) return;
  log.problem({
    code: 'text-differs',
    message: `The words and their SpaceAfter marks give “${clip(text)}”, but “# text” says “${clip(declared)}”; the words were kept.`,
    remedy: 'Nothing needs to be done, unless the spacing matters to you.',
    ...(line === undefined ? {} : { line }),
  });
}
