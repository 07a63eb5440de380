/**
 * The differences of two annotators as JSON Lines, one a line, so that somebody can decide them in an editor: what is taken stands
 * under `take`, and is null until then.
 */
import { z } from 'zod';
import { type Decision, type Difference, decisions } from '../protocol/agreement.ts';
import type { Span } from '../protocol/corpus.ts';
import { GraftError, type Problem } from '../protocol/errors.ts';
import { counted } from './counted.ts';
import { offsetsInCodePoints } from './formats/offsets.ts';

/** Offsets are into the text as it stands on the line, in code points. */
export function differenceLines(differences: readonly Difference[]): string {
  return differences.map(lineOf).join('');
}

function lineOf({ key, documentId, line, kind, a, b, text }: Difference): string {
  const point = offsetsInCodePoints(text);
  const shown = (span: Span | undefined) =>
    span ? { ...span, start: point(span.start), end: point(span.end), text: text.slice(span.start, span.end) } : null;
  const said = { take: null, kind, a: shown(a), b: shown(b), text, document: documentId, line, key };
  return `${JSON.stringify(said)}\n`;
}

const lineSchema = z.object({ key: z.string(), take: z.enum(decisions).nullable() });

/** A decision, by the difference's key, and where it stands. */
interface DecidedLine {
  readonly take: Decision;
  /** 1-based. */
  readonly line: number;
}

/** By the differences' keys. */
export type DecidedLines = ReadonlyMap<string, DecidedLine>;

/**
 * What was decided in such a file; lines that nobody decided are passed over.
 * @param file its name.
 * @throws GraftError with the line that is none of such a file, or says something else than one before it.
 */
export function readDecisions(content: string, file: string): DecidedLines {
  const decided = new Map<string, DecidedLine>();
  for (const [place, written] of content.split(/\r?\n/).entries()) {
    if (written.trim() === '') continue;
    const line = place + 1;
    const { key, take } = readLine(written, file, line);
    if (take === null) continue;
    const before = decided.get(key);
    if (before && before.take !== take) {
      throw new GraftError({
        code: 'two-decisions',
        message: `Line ${before.line} takes "${before.take}" of this difference, and this one "${take}".`,
        remedy: 'Keep one of the two lines.',
        ...{ file, line },
      });
    }
    decided.set(key, before ?? { take, line });
  }
  return decided;
}

/** So many lines are named. */
const mostNamed = 5;

/** The decisions that decide nothing, since there is no such difference; null where there are none. @param file their file. */
export function unfitting(decided: DecidedLines, differences: readonly Difference[], file: string): Problem | null {
  const keys = new Set(differences.map(({ key }) => key));
  const lines = [...decided].filter(([key]) => !keys.has(key)).map(([, { line }]) => line);
  const [first] = lines;
  if (first === undefined) return null;
  const more = lines.length > mostNamed ? ` and ${lines.length - mostNamed} more` : '';
  return {
    code: 'decision-without-difference',
    message:
      `${counted(lines.length, 'decision')} ${lines.length === 1 ? 'fits' : 'fit'} no difference of the two files, and did not count: ` +
      `${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, mostNamed).join(', ')}${more}.`,
    remedy:
      'Decide the differences of these files: what was annotated anew since is another difference (--differences).',
    ...{ file, line: first },
  };
}

function readLine(line: string, file: string, number: number): z.infer<typeof lineSchema> {
  const fault = (message: string, remedy: string) =>
    new GraftError({ code: 'broken-decision', message, remedy, file, line: number });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw fault('The line is no JSON.', 'Give the file that graft agree wrote, changed under “take” alone.');
  }
  const parsed = lineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const isTake = parsed.error.issues.some(({ path }) => path[0] === 'take');
  throw isTake
    ? fault(
        'What stands under “take” is no decision.',
        `Write ${decisions.map((each) => `"${each}"`).join(', ')} or null.`,
      )
    : fault('The line has no “key”.', 'Give the file that graft agree wrote, changed under “take” alone.');
}
