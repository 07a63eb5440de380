/** Which key picks which category: digits first, then the letters of the row below them, and so on. */

/** `KeyboardEvent.code`, which is the same whatever the layout and Shift make of the key. */
const codes = [
  ...Array.from({ length: 9 }, (_, index) => `Digit${index + 1}`),
  ...[...'QWERTYUIOPASDFGHJKLZXCVBNM'].map((letter) => `Key${letter}`),
];

/** As people call it; undefined where there are more categories than keys. */
export function keyName(index: number): string | undefined {
  return codes[index]?.replace(/^Digit|^Key/, '').toLowerCase();
}

/** The category of a key; undefined where it picks none. */
export function categoryOfKey(code: string, categories: readonly string[]): string | undefined {
  const index = codes.indexOf(code.replace(/^Numpad/, 'Digit'));
  return index < 0 ? undefined : categories[index];
}
