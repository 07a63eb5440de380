/** The beginning of a text that is too long for a message. */
export function clip(text: string, length = 60): string {
  return text.length > length ? `${text.slice(0, length - 1).trimEnd()}…` : text;
}
