/** Whether a character shows nothing: white space, and what has no width. */
export function isBlank(text: string, position: number): boolean {
  return /[\s\u200b\u200e\u200f\u2060\ufeff]/.test(text.charAt(position));
}
