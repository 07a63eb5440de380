/**
 * Examples that stand in Python source, as spaCy's tutorials have them: `TRAIN_DATA = [("text", {"entities": [...]})]`.
 * Nothing is run. The lists that are assigned to names are read, and all else is passed over.
 */
import { GraftError } from '../../protocol/errors.ts';
import { lineAt } from '../decode.ts';
import { readLiteral } from './literals.ts';
import { isTaggedWords, recordsIn } from './records/findRecords.ts';
import { areSpanTags } from './records/tokenRecords.ts';
import { areTagsAlone, tagsAlone } from './tagsAlone.ts';

const assignment = /^[ \t]*(?:(?:const|let|var)[ \t]+)?([A-Za-z_]\w*)[ \t]*(?::[^=\n]*)?=[ \t]*(?=[[({])/gm;
/** What may stand before it. Each is taken once and never gone back into: a row of quotation marks is cut in many ways. */
const before = /\s+|#[^\n]*\n|(?:import|from)[ \t][^\n]*\n|("""|''')[\s\S]*?\1/y;
const beginning = /(?:(?:const|let|var)[ \t]+)?[A-Za-z_]\w*[ \t]*(?::[^=\n]*)?=[ \t]*[[({]/y;

/** Whether a file begins with an assignment of a list, apart from imports and comments. */
export const looksLikePython = (text: string) =>
  beginsLikePython(text) || text.slice(0, 20_000).search(assignment) >= 0;

export function beginsLikePython(text: string): boolean {
  const sample = text.slice(0, 20_000);
  before.lastIndex = 0;
  beginning.lastIndex = 0;
  while (before.test(sample)) beginning.lastIndex = before.lastIndex;
  return beginning.test(sample);
}

/** @throws GraftError `broken-python` where no assigned list holds records, with the line where the first breaks off. */
export function assignedValues(
  text: string,
  file: string,
  onContainer: (container: object, position: number) => void,
): { values: unknown[]; names: string[] } {
  const values: unknown[] = [];
  const names: string[] = [];
  let fault: number | undefined;
  let hasTags = false;
  assignment.lastIndex = 0;
  for (let match = assignment.exec(text); match; match = assignment.exec(text)) {
    const start = match.index + match[0].length;
    const literal = readLiteral(text, start, { neighbours: 'joined', onContainer });
    if ('fault' in literal) {
      fault ??= literal.fault;
      assignment.lastIndex = Math.max(start, literal.fault);
      continue;
    }
    assignment.lastIndex = literal.end;
    hasTags ||= areTagsAlone(literal.value);
    if (!holdsRecords(literal.value)) continue;
    values.push(literal.value);
    names.push(match[1] ?? '');
  }
  if (values.length > 0 && fault === undefined) return { values, names };
  if (hasTags && values.length === 0) throw tagsAlone(file);
  throw new GraftError({
    code: 'broken-python',
    message:
      fault === undefined
        ? 'The file is Python source, and none of the lists in it holds texts with their spans. Nothing was read.'
        : 'The file is Python source, and a list in it holds more than texts, numbers, lists and dictionaries, or breaks off. Nothing was read.',
    remedy: 'Save the examples as JSON: json.dump(TRAIN_DATA, open("train.json", "w")).',
    file,
    line: lineAt(text, fault ?? 0),
  });
}

/** Tuples of words with tags, not of settings with their names. */
const isTaggedSentence = (value: readonly unknown[]) =>
  isTaggedWords(value) && areSpanTags(value.map((item) => (Array.isArray(item) ? item.at(-1) : undefined)));

/** More than the value itself taken for a record. */
function holdsRecords(value: unknown): boolean {
  const records = recordsIn(value);
  return records.length > 1 || records[0]?.value !== value || !Array.isArray(value) || isTaggedSentence(value);
}
