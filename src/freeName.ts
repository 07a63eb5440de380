/** `Support desk (2)` where the name is taken already: lists of models and of corpora show nothing but names. */
export function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let number = 2; taken.includes(free); number++) free = `${name} (${number})`;
  return free;
}
