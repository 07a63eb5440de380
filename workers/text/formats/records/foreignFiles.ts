/**
 * Files of known tools that keep their spans apart from the text, or the text in types of their own: refused by their name,
 * since none of them can be read alone. A file that merely has no text is told of elsewhere, by its keys.
 */
import { GraftError } from '../../../protocol/errors.ts';
import { type Fields, isFields } from './values.ts';

interface ForeignFile {
  readonly name: string;
  readonly isOne: (fields: Fields) => boolean;
  readonly remedy: string;
}

const withText = 'Write each text with its spans in one record: {"text": "Kim left", "label": [[0, 3, "PERSON"]]}.';

const isListOf = (value: unknown, test: (item: Fields) => boolean) =>
  Array.isArray(value) && value.length > 0 && value.every((item) => isFields(item) && test(item));
const has = (fields: unknown, ...keys: string[]) => isFields(fields) && keys.every((key) => key in fields);

/** Of names of files and of languages no text is made. */
const isWithoutText = (fields: Fields) =>
  Object.entries(fields).every(
    ([key, value]) => typeof value !== 'string' || /^(?:file|filename|language|id)$/i.test(key),
  );

const foreignFiles: readonly ForeignFile[] = [
  {
    name: 'a project of Azure’s custom entity recognition; its texts stand in the files that it names',
    isOne: ({ assets }) => isFields(assets) && isListOf(assets.documents, (each) => has(each, 'location')),
    remedy: withText,
  },
  {
    name: 'what Azure’s language service found; the texts are not in it',
    isOne: ({ results, documents }) =>
      isListOf(
        isFields(results) ? results.documents : documents,
        (each) =>
          isWithoutText(each) && isListOf(each.entities, (item) => has(item, 'category', 'offset', 'length', 'text')),
      ),
    remedy: withText,
  },
  {
    name: 'what Amazon Comprehend found; the texts are not in it',
    isOne: (fields) =>
      isWithoutText(fields) && isListOf(fields.Entities, (each) => has(each, 'BeginOffset', 'EndOffset', 'Type')),
    remedy: withText,
  },
  {
    name: 'an annotation file of tagtog (ann.json); its text stands in the HTML file of the same name',
    isOne: (fields) => {
      const { annotatable, entities } = fields;
      const isPart = isFields(annotatable) && Array.isArray(annotatable.parts);
      return isPart && Array.isArray(entities) && isWithoutText(fields);
    },
    remedy: `Take the text out of the file in plain.html. ${withText}`,
  },
  {
    name: 'UIMA CAS as JSON',
    isOne: (fields) => has(fields, '%FEATURE_STRUCTURES') || has(fields, '_context', '_views'),
    remedy: 'Export it from INCEpTION or WebAnno as WebAnno TSV 3 or as CoNLL 2002.',
  },
  {
    name: 'what Google’s language service found; the text is not in it',
    isOne: (fields) =>
      fields.sentences === undefined &&
      isWithoutText(fields) &&
      isListOf(fields.entities, ({ mentions }) =>
        isListOf(mentions, (each) => has(each.text, 'content', 'beginOffset')),
      ),
    remedy: withText,
  },
  {
    name: 'what a pipeline of transformers found; the text is not in it',
    isOne: (fields) =>
      has(fields, 'score', 'word', 'start', 'end') && (has(fields, 'entity') || has(fields, 'entity_group')),
    remedy: withText,
  },
  {
    name: 'a Jupyter notebook',
    isOne: (fields) => Array.isArray(fields.cells) && has(fields, 'nbformat'),
    remedy: 'Save the data that it works with as CoNLL columns, JSONL or CSV.',
  },
];

/**
 * @param value of a whole file, or of one of its lines; of a list the first.
 * @throws GraftError `foreign-file`.
 */
export function refuseForeignFile(value: unknown, file: string): void {
  const first = Array.isArray(value) ? value[0] : value;
  if (!isFields(first)) return;
  const found = foreignFiles.find(({ isOne }) => isOne(first));
  if (!found) return;
  throw new GraftError({
    code: 'foreign-file',
    message: `The file is ${found.name}. Nothing was read.`,
    remedy: found.remedy,
    file,
    line: 1,
  });
}
