/** brat takes letters, digits, `_`, `-` and points in the name of a category; as brat itself does, `_` takes all else's place. */
export function bratName(category: string): string {
  return category.replace(/[^\p{L}\p{M}\p{N}_.-]/gu, '_');
}
