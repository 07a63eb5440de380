/** What the stand-in studio shows of a file that is to be imported: invented columns, read as asked. */
import type { ImportOptions } from '../../workers/protocol/engine.ts';
import type { CorpusPreview } from '../../workers/protocol/preview.ts';
import { viewSentence } from '../../workers/text/sentenceView.ts';
import { fakeCategories, fakeSplits } from './fakeCorpus.ts';

const rows = [
  ['1', 'Ines', 'NNP', 'B-Person'],
  ['2', 'Falk', 'NNP', 'I-Person'],
  ['3', 'moved', 'VBD', 'O'],
  ['4', 'to', 'IN', 'O'],
  ['5', 'Almsted', 'NNP', 'B-Location'],
  ['6', '.', '.', 'O'],
] as const;
const width = rows[0].length;

/** A column as people give it: negative from the end. */
const placed = (column: number) => (column < 0 ? width + column : column);

export function fakePreview({ format, tagColumn = 3, wordColumn = 1 }: ImportOptions): CorpusPreview {
  const lines = rows.map((row) => row.join('\t'));
  const [tags, words] = [placed(tagColumn), placed(wordColumn)];
  if (tags >= width || words >= width) {
    const message = `The file has ${width} columns.`;
    const problem = { code: 'column-missing', message, remedy: 'Choose another column.' };
    return { lines, whole: false, reading: null, problem };
  }
  const documents = fakeSplits('preview').train.documents.slice(0, 1);
  return {
    lines,
    whole: false,
    problem: null,
    reading: {
      format: format ?? 'conll',
      kind: 'spans',
      categories: fakeCategories,
      assumed: [`words in column ${words + 1}, tags in column ${tags + 1}`],
      problems: [],
      kept: { documents: 1, sentences: 6, spans: documents[0]?.spans.length ?? 0, furtherSpans: 0 },
      sentences: documents.flatMap((document) => document.sentences.map((_, index) => viewSentence(document, index))),
      ...((format ?? 'conll') === 'conll' && { columns: { wordColumn: words, tagColumn: tags, rows } }),
    },
  };
}
