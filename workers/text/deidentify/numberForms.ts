/** Numbers in a text, and the form by which two of them look alike: `KD-4471-902` is `AA-0000-000`. */

/** Shorter numbers look like each other by chance. */
const fewestDigits = 4;
/** So many groups make one number: `+44 7700 900 318`. */
const mostGroups = 6;

/** Letters and digits in one, parted by single signs. */
const parted = /[\p{L}\p{N}]+(?:[-_./][\p{L}\p{N}]+)*/gu;

export interface FoundNumber {
  readonly start: number;
  readonly text: string;
}

/** Codes that a single blank parts, together. */
function runsOf(text: string): FoundNumber[][] {
  const runs: FoundNumber[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const { 0: found, index: start } of text.matchAll(parted)) {
    // Most are words.
    if (!/\p{N}/u.test(found)) continue;
    if (start === end + 1 && /\s/.test(text.charAt(end))) runs.at(-1)?.push({ start, text: found });
    else runs.push([{ start, text: found }]);
    end = start + found.length;
  }
  return runs;
}

const hasDigits = (text: string) => (text.match(/\p{N}/gu)?.length ?? 0) >= fewestDigits;

/** What a name holds of them: each group of numbers, and what has letters or signs in it by itself too. */
export function numbersOfName(name: string): string[] {
  const numbers = runsOf(name).flatMap((run) => {
    const [first, last] = [run[0] as FoundNumber, run.at(-1) as FoundNumber];
    const parts = run.map(({ text }) => text).filter((text) => /[^\p{N}]/u.test(text));
    return [name.slice(first.start, last.start + last.text.length), ...parts];
  });
  return [...new Set(numbers)].filter(hasDigits);
}

/** The numbers of a text that have a known form: of those that begin at one place the longest. */
export function numbersLike(text: string, forms: ReadonlyMap<string, string>): FoundNumber[] {
  const found: FoundNumber[] = [];
  for (const run of runsOf(text)) {
    for (let first = 0; first < run.length; ) {
      const { start } = run[first] as FoundNumber;
      let last = Math.min(first + mostGroups, run.length) - 1;
      const upTo = (place: number) => {
        const group = run[place] as FoundNumber;
        return text.slice(start, group.start + group.text.length);
      };
      while (last >= first && !(hasDigits(upTo(last)) && forms.has(formOf(upTo(last))))) last--;
      if (last >= first) found.push({ start, text: upTo(last) });
      first = Math.max(last, first) + 1;
    }
  }
  return found;
}

export const formOf = (text: string) =>
  text
    .replace(/\s/g, ' ')
    .replace(/\p{N}/gu, '0')
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{Ll}/gu, 'a');
