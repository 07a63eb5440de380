/** `from random weights` at the beginning of a line or a button. */
export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
