/**
 * Code that nothing but tests uses, as `knip --production` finds it, held against the list of what waits for a plan that
 * is still open (waiting.json). A test proves nothing of use about code that is in no product.
 */

/** An export, or a whole file where no name is given. */
export interface Unused {
  readonly file: string;
  readonly name?: string;
}

/** Why it may stay for now. */
export interface Waiting extends Unused {
  readonly why: string;
}

/** What is read of knip's JSON report: a row a file, a list for each kind of finding. */
export interface KnipReport {
  readonly issues: readonly ({ readonly file: string } & Readonly<Record<string, unknown>>)[];
}

export function unusedOf({ issues }: KnipReport): Unused[] {
  return issues.flatMap(({ file, files, ...kinds }) => {
    if (Array.isArray(files) && files.length > 0) return [{ file }];
    const found = Object.values(kinds).flatMap((kind) => (Array.isArray(kind) ? (kind as { name: string }[]) : []));
    return found.map(({ name }) => ({ file, name }));
  });
}

/** What is wrong: code that only tests use and that is not on the list, and entries of the list that no longer hold. */
export function faultsOf(unused: readonly Unused[], waiting: readonly Waiting[]): string[] {
  const known = new Set(waiting.map(say));
  const found = new Set(unused.map(say));
  return [
    ...[...found].filter((each) => !known.has(each)).map((each) => `${each}: only tests use it. Use it or remove it.`),
    ...[...known]
      .filter((each) => !found.has(each))
      .map((each) => `${each}: it is used by now, or gone. Strike it from scripts/waiting.json.`),
  ];
}

const say = ({ file, name }: Unused) => (name === undefined ? file : `${file}: ${name}`);
