/** Paths into a record: its keys from the outside in, joined by points; `*` stands for any element of a list. */

export const lastKey = (path: string) => path.slice(path.lastIndexOf('.') + 1);

export function keyBefore(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? '' : lastKey(path.slice(0, dot));
}

/** The last key that is a name, for messages: `entities` of `data.entities.*`. */
export function shownKey(path: string): string {
  const names = path.split('.').filter((key) => key !== '*' && !/^\d+$/.test(key));
  return names.at(-1) ?? path;
}
