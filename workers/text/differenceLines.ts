/**
 * The differences of two annotators as JSON Lines, one a line, so that somebody can decide them in an editor: what is taken stands
 * under `take`, and is null until then.
 */
import { z } from 'zod';
import { type Decision, type Decisions, type Difference, decisions } from '../protocol/agreement.ts';
import type { Span } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
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

/**
 * What was decided in such a file; lines that nobody decided are passed over.
 * @param file its name.
 * @throws GraftError with the line that is none of such a file.
 */
export function readDecisions(content: string, file: string): Decisions {
  const decided = new Map<string, Decision>();
  for (const [place, line] of content.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const { key, take } = readLine(line, file, place + 1);
    if (take !== null) decided.set(key, take);
  }
  return Object.fromEntries(decided);
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
