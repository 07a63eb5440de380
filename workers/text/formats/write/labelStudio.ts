/**
 * Tasks that Label Studio imports with their annotations. Its front end counts code points, and `\r\n` as two. The names
 * `label` and `text` are those of its own template for named entities:
 *
 *     <View><Labels name="label" toName="text"><Label value="PER"/></Labels><Text name="text" value="$text"/></View>
 *
 * A text that nobody annotated has no `annotations`, so that it waits there for its annotator.
 */
import type { Corpus, Document } from '../../../protocol/corpus.ts';
import { checkNames, spaceFault } from '../../categoryNames.ts';
import { allSpans } from '../../spans.ts';
import { offsetsInCodePoints } from '../offsets.ts';
import { jsonOf, namesIn, refuseTags } from './written.ts';

/** @throws GraftError `format-holds-no-tags`; `category-name` where no reader would take a category. */
export function writeLabelStudio(corpus: Corpus): string {
  refuseTags(corpus, 'label-studio');
  checkNames(namesIn(corpus, allSpans), corpus, spaceFault);
  return `[\n${corpus.documents.map((document) => jsonOf(task(document))).join(',\n')}\n]\n`;
}

function task(document: Document): object {
  const { id, text, annotated, group } = document;
  const point = offsetsInCodePoints(text);
  const result = allSpans(document).map(({ start, end, category }, index) => ({
    id: `span${index + 1}`,
    from_name: 'label',
    to_name: 'text',
    type: 'labels',
    value: { start: point(start), end: point(end), text: text.slice(start, end), labels: [category] },
  }));
  const isAnnotated = annotated === 'all' || annotated.length > 0 || result.length > 0;
  return {
    data: { text },
    meta: { id, ...(group === undefined ? {} : { group }) },
    ...(isAnnotated ? { annotations: [{ result }] } : {}),
  };
}
