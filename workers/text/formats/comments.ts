/** Comments of column files: `# key = value`, as Universal Dependencies began it, or `# key` alone. */

export interface Comment {
  readonly key: string;
  /** Absent where no equals sign stands in the line. */
  readonly value?: string;
}

/** @param line begins with #. */
export function readComment(line: string): Comment {
  const equals = line.indexOf('=');
  if (equals < 0) return { key: line.slice(1).trim() };
  return { key: line.slice(1, equals).trim(), value: line.slice(equals + 1).trim() };
}
