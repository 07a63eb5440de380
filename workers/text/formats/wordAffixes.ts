/**
 * What stands at every word of a file and is no part of it: the language before it (`de:Berlin`, as WikiAnn has it),
 * the name of a feature (`w[0]=Berlin`, as CRFsuite's), a colon or a comma behind it (`Berlin: B-LOC`), quotation marks around it.
 */
import { clip } from '../clip.ts';
import type { ReadLog } from './reading.ts';
import type { TaggedDocument } from './tagged.ts';

/** Takes it out of the words, in place, and says so. */
export function withoutAffixes(documents: TaggedDocument[], log: ReadLog): TaggedDocument[] {
  return withoutFeature(withoutQuotes(withoutEnd(withoutLanguage(documents, log), log), log), log);
}

const minimalWords = 3;
const languagePrefix = /^[a-z]{2,3}(?:-[a-z]+)*:(?=.)/;

/** WikiAnn puts the language before each word, `de:Berlin`: no other text is written so. */
function withoutLanguage(documents: TaggedDocument[], log: ReadLog): TaggedDocument[] {
  const sentences = documents.flatMap((document) => document.sentences);
  const prefixes = new Set<string>();
  let count = 0;
  const without: { word: string; line: number | undefined }[] = [];
  for (const { words, lines } of sentences) {
    for (const [index, word] of words.entries()) {
      const prefix = languagePrefix.exec(word)?.[0];
      if (prefix === undefined) without.push({ word, line: lines[index] });
      else prefixes.add(prefix);
      count++;
    }
    if (without.length > 0.1 * count + 2) return documents;
  }
  if (count < minimalWords || without.length > 0.1 * count || prefixes.size > count / minimalWords) return documents;
  for (const { word, line } of without) {
    log.problem({
      code: 'no-language',
      message: `“${clip(word)}” has no language before it as the other words have; it was kept as it stands.`,
      remedy: 'Write the language and a colon before it, or nothing of it.',
      ...(line === undefined ? {} : { line }),
    });
  }
  log.assume(
    `${[...prefixes].map((prefix) => `“${prefix}”`).join(', ')} before ${without.length > 0 ? 'nearly ' : ''}every word left out`,
  );
  for (const { words } of sentences) {
    for (const [index, word] of words.entries()) words[index] = word.replace(languagePrefix, '');
  }
  return documents;
}

const endMark = /^.+([:,;])$/u;

/** Behind every word, and behind no mark alone. */
function withoutEnd(documents: TaggedDocument[], log: ReadLog): TaggedDocument[] {
  const end = sharedByAll(documents, endMark);
  if (end === undefined) return documents;
  log.assume(`“${end}” behind every word left out`);
  return changed(documents, (word) => word.slice(0, -end.length));
}

const quoted = /^(['"]).+\1$/;

function withoutQuotes(documents: TaggedDocument[], log: ReadLog): TaggedDocument[] {
  const mark = sharedByAll(documents, quoted);
  if (mark === undefined) return documents;
  log.assume(`quotation marks (${mark}) around every word left out`);
  return changed(documents, (word) => word.slice(1, -1));
}

const feature = /^([\p{L}_][\p{L}\p{N}_.[\]+-]{0,30}=)./u;

function withoutFeature(documents: TaggedDocument[], log: ReadLog): TaggedDocument[] {
  const name = sharedByAll(documents, feature);
  if (name === undefined) return documents;
  log.assume(`“${clip(name)}” before every word left out`);
  return changed(documents, (word) => word.slice(name.length));
}

/** What the pattern finds in every word, the same in all; the first word without it ends the search. */
function sharedByAll(documents: readonly TaggedDocument[], pattern: RegExp): string | undefined {
  let shared: string | undefined;
  let count = 0;
  for (const { sentences } of documents) {
    for (const { words } of sentences) {
      for (const word of words) {
        const found = pattern.exec(word)?.[1];
        if (found === undefined || (shared ?? found) !== found) return undefined;
        shared = found;
        count++;
      }
    }
  }
  return count < minimalWords ? undefined : shared;
}

function changed(documents: TaggedDocument[], change: (word: string) => string): TaggedDocument[] {
  for (const { sentences } of documents) {
    for (const { words } of sentences) for (const [index, word] of words.entries()) words[index] = change(word);
  }
  return documents;
}
