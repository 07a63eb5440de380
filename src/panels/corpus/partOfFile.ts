/** Which part of a corpus a file holds, by its name: `eng.testa`, `target-dev.jsonl`, `train.txt`. */
import type { PartName } from '../../../workers/protocol/corpus.ts';

const words: readonly (readonly [PartName, RegExp])[] = [
  ['dev', /^(dev|development|devel|valid|validation|val|testa|eval)$/],
  ['test', /^(test|testb|heldout)$/],
  ['train', /^(train|training)$/],
];

/** Null where the name does not tell. */
export function partOfFile(name: string): PartName | null {
  const parts = name.toLowerCase().split(/[^a-z]+/);
  return words.find(([, word]) => parts.some((part) => word.test(part)))?.[0] ?? null;
}

/** `target-train.jsonl` and `target-dev.jsonl` are of a corpus "target"; a single file lends its own name. */
export function corpusNameOf(names: readonly string[]): string {
  const stems = names.map((name) => name.replace(/(\.[a-z0-9]{1,6}){1,2}$/i, ''));
  const [first = ''] = stems;
  if (stems.length === 1) return first || 'Corpus';
  let length = 0;
  while (length < first.length && stems.every((stem) => stem[length] === first[length])) length++;
  const whole = stems.some((stem) => stem.length === length);
  const shared = first.slice(0, length).replace(whole ? /[\s._-]+$/ : /(^|[\s._-]+)[^\s._-]*$/, '');
  return shared === '' || partOfFile(shared) !== null ? first || 'Corpus' : shared;
}
