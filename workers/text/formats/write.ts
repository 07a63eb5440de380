/** Corpora as files that other tools read, a format a file in `write/`. */
import { type Corpus, type Exported, type ExportFormatName, exportFormatNames } from '../../protocol/corpus.ts';
import { GraftError } from '../../protocol/errors.ts';
import { writeBrat } from './write/brat.ts';
import { writeConll } from './write/conll.ts';
import { writeHuggingFace } from './write/huggingFace.ts';
import { writeJsonLines } from './write/jsonl.ts';
import { writeLabelStudio } from './write/labelStudio.ts';
import { writeSpacy } from './write/spacy.ts';
import { writeWebanno } from './write/webanno.ts';

const writers = {
  jsonl: writeJsonLines,
  'conll-iob2': (corpus: Corpus) => writeConll(corpus, 'iob2'),
  'conll-bioes': (corpus: Corpus) => writeConll(corpus, 'bioes'),
  brat: writeBrat,
  webanno: writeWebanno,
  'label-studio': writeLabelStudio,
  spacy: writeSpacy,
  huggingface: writeHuggingFace,
} satisfies { [Format in ExportFormatName]: (corpus: Corpus) => Exported<Format> };

/**
 * Text; for brat, which has two files a document, the bytes of a zip.
 * @throws GraftError `unknown-format`; `format-holds-no-tags` where the corpus has one tag a token and the format knows
 *   spans alone; `category-name` where a category could not be read back out of the format; or where a span does not
 *   lie on token boundaries.
 */
export function writeCorpus<Format extends ExportFormatName>(corpus: Corpus, format: Format): Exported<Format> {
  if (!exportFormatNames.includes(format)) {
    throw new GraftError({
      code: 'unknown-format',
      message: `There is no export format called “${format}”.`,
      remedy: `Choose one of ${exportFormatNames.join(', ')}.`,
    });
  }
  return writers[format](corpus) as Exported<Format>;
}
