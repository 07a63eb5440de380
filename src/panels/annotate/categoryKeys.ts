/**
 * Which key picks which category: the one that the user gave it, else digits first, then the letters of the row below them, and so
 * on, as far as they are free.
 */
import type { ChosenKeys } from '../../store/categoryKeys.ts';

/** `KeyboardEvent.code`, which is the same whatever the layout and Shift make of the key. */
const codes = [
  ...Array.from({ length: 9 }, (_, index) => `Digit${index + 1}`),
  ...[...'QWERTYUIOPASDFGHJKLZXCVBNM'].map((letter) => `Key${letter}`),
  'Digit0',
];

/** By category its key; a category is missing where there are more of them than keys. */
export function keysOf(categories: readonly string[], chosen: ChosenKeys): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const category of categories) {
    const code = Object.hasOwn(chosen, category) ? chosen[category] : undefined;
    if (code !== undefined && ![...keys.values()].includes(code)) keys.set(category, code);
  }
  const taken = new Set(keys.values());
  const free = codes.filter((code) => !taken.has(code));
  for (const [index, category] of categories.filter((each) => !keys.has(each)).entries()) {
    const code = free[index];
    if (code !== undefined) keys.set(category, code);
  }
  return keys;
}

/** As people call it. */
export const keyName = (code: string): string => code.replace(/^Digit|^Key/, '').toLowerCase();

/** The key that was pressed, the digits beside the letters and those of the number block alike; null where it picks nothing. */
export function keyPressed(code: string): string | null {
  const key = code.replace(/^Numpad/, 'Digit');
  return codes.includes(key) ? key : null;
}

/** The category of a key; undefined where it picks none. */
export function categoryOfKey(code: string, categories: readonly string[], chosen: ChosenKeys): string | undefined {
  const pressed = keyPressed(code);
  for (const [category, key] of keysOf(categories, chosen)) if (key === pressed) return category;
  return undefined;
}
