/**
 * Which labels each word of a batch reads: its prefix. That of a sentence's first word is the start label; that of word i
 * is the labels of the words before it, without the start (paper 4, equation 3, has them so from the second word on).
 *
 * Prefixes of a like length are worked on together. So the memory that a batch takes is bounded, and padding is rare.
 */

/** Some words' prefixes, a row each, the newest label first. */
export interface Prefixes {
  readonly rows: number;
  /** Labels of the longest. */
  readonly time: number;
  /** Where each row's word stands in the batch [rows]: sentence · time of the batch + place. */
  readonly words: Int32Array;
  /** [rows] */
  readonly lengths: Int32Array;
  /** Where each label stands in the batch, −1 on padding [rows · time]. */
  readonly places: Int32Array;
}

/**
 * @param lengths words of each sentence.
 * @param time places of a sentence in the batch: place p holds the label before word p, place 0 the start.
 * @param most labels that one group may hold, padding included; a single prefix may be longer.
 */
export function prefixesOf(lengths: Int32Array, time: number, most: number): Prefixes[] {
  const groups: Prefixes[] = [];
  let words: number[] = [];
  const close = (longest: number) => {
    if (words.length > 0) groups.push(groupOf(words, longest, time));
    words = [];
  };
  const longestSentence = Math.min(
    time,
    lengths.reduce((longest, length) => Math.max(longest, length), 0),
  );
  for (let word = 0; word < longestSentence; word++) {
    for (let sentence = 0; sentence < lengths.length; sentence++) {
      if (word >= (lengths[sentence] as number)) continue;
      if ((words.length + 1) * prefixLength(word) > most) close(prefixLength((words.at(-1) ?? 0) % time));
      words.push(sentence * time + word);
    }
  }
  close(prefixLength(longestSentence - 1));
  return groups;
}

const prefixLength = (word: number) => Math.max(1, word);

function groupOf(words: readonly number[], longest: number, time: number): Prefixes {
  const rows = words.length;
  const lengths = Int32Array.from(words, (word) => prefixLength(word % time));
  const places = new Int32Array(rows * longest).fill(-1);
  words.forEach((word, row) => {
    for (let step = 0; step < (lengths[row] as number); step++) places[row * longest + step] = word - step;
  });
  return { rows, time: longest, words: Int32Array.from(words), lengths, places };
}
