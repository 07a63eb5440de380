/** Which part of a corpus a file is, by its name: people call them train, dev, valid, testa, emerging.test.annotated. */
import type { PartName } from '../protocol/corpus.ts';

const words = new Map<string, PartName>([
  ['train', 'train'],
  ['training', 'train'],
  ['dev', 'dev'],
  ['devel', 'dev'],
  ['development', 'dev'],
  ['val', 'dev'],
  ['valid', 'dev'],
  ['validation', 'dev'],
  ['testa', 'dev'],
  ['test', 'test'],
  ['testing', 'test'],
  ['testb', 'test'],
  ['eval', 'test'],
]);
/** `engtrain.bio`: the word stands at the end of another. */
const endings: readonly PartName[] = ['train', 'dev', 'test'];
/** Words that merely end like that. */
const otherWords = /(?:la|con|pro|at|de|grea|fas|ho)test$|strain$/;

/** The last word of the file's name that says so, or nothing. */
export function partFromName(name: string): PartName | undefined {
  const base = name.split(/[/\\]/).at(-1) ?? name;
  const found = base
    .toLowerCase()
    .split(/[^\p{Letter}]+/u)
    .flatMap((word) => words.get(word) ?? endingOf(word) ?? []);
  return found.at(-1);
}

function endingOf(word: string): PartName | undefined {
  return otherWords.test(word) ? undefined : endings.find((ending) => word.endsWith(ending));
}

/** The part that a folder is named after, the innermost first. */
export function partOfFolder(path: string): PartName | undefined {
  const folders = path.split('/').slice(0, -1).reverse();
  return folders.map(partFromName).find((part) => part !== undefined);
}
