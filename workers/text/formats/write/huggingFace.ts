/**
 * Token records as the datasets of Hugging Face have them: a sentence a line, `tokens` and `ner_tags` (`pos_tags` where
 * there is one tag a token), the tags as names. All records have the same fields, as `load_dataset("json")` wants it.
 */
import type { Corpus } from '../../../protocol/corpus.ts';
import { checkColumnNames } from '../../categoryNames.ts';
import { sentenceTags } from '../../schemes.ts';
import { hasDocuments, jsonLines, namesIn } from './written.ts';

/** @throws GraftError `category-name` where a name could not be read back out of a tag. */
export function writeHuggingFace(corpus: Corpus): string {
  const { kind, documents } = corpus;
  checkColumnNames(
    namesIn(corpus, ({ spans }) => spans),
    corpus,
  );
  const namesDocuments = hasDocuments(corpus);
  const records = documents.flatMap((document) =>
    document.sentences.map((sentence, index) => ({
      id: document.sentences.length === 1 ? document.id : `${document.id}-${index + 1}`,
      ...(namesDocuments ? { document_id: document.id } : {}),
      tokens: sentence.tokens.map(({ start, end }) => document.text.slice(start, end)),
      [kind === 'spans' ? 'ner_tags' : 'pos_tags']: sentenceTags(document, sentence, 'iob2'),
    })),
  );
  return jsonLines(records);
}
