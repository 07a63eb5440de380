/** What of a corpus an export format has no place for, or another than one looks in: nobody should find out later. */
import type { AnnotatedCategories, ExportFormatName } from '../../../protocol/corpus.ts';
import { exportFormats } from '../../../protocol/exportFormats.ts';
import { clip } from '../../clip.ts';
import { bratName } from './bratName.ts';

export interface Exporting {
  readonly documents: number;
  readonly sentences: number;
  /** Spans that overlap those that training sees. */
  readonly furtherSpans: number;
  readonly annotated: AnnotatedCategories;
  readonly categories: readonly string[];
}

export function lossesOf(
  format: ExportFormatName,
  { documents, sentences, furtherSpans, annotated, categories }: Exporting,
): string[] {
  const { holdsNested, holdsDocuments } = exportFormats[format];
  const losses: string[] = [];
  if (furtherSpans > 0 && !holdsNested) {
    const where = format === 'huggingface' ? 'token records' : 'columns';
    const spans = furtherSpans === 1 ? 'span that overlaps a longer one' : 'spans that overlap longer ones';
    losses.push(
      `Left out of the ${where}: ${furtherSpans} ${spans}, since a word has one tag there. JSON Lines hold them all.`,
    );
  }
  if (furtherSpans > 0 && format === 'jsonl') {
    const spans =
      furtherSpans === 1 ? '1 span overlaps another and stands' : `${furtherSpans} spans overlap others and stand`;
    losses.push(`${spans} under “overlapping”: “label” holds what training sees.`);
  }
  if (!holdsDocuments && documents > 1 && sentences > documents)
    losses.push(`The ${documents} documents follow each other in one text: such a file is one document.`);
  // A task of Label Studio without annotations is one that nobody looked at.
  const holdsUnannotated = format === 'label-studio' && annotated.length === 0;
  if (annotated !== 'all' && format !== 'jsonl' && !holdsUnannotated)
    losses.push('Left out: which categories somebody looked for. JSON Lines hold that.');
  if (format === 'brat')
    losses.push(
      'Left out: where documents stand, and notes. A document that nobody has touched comes back from brat as annotated, with nothing found. JSON Lines hold all of it.',
    );
  const renamed = format === 'brat' ? categories.filter((category) => bratName(category) !== category) : [];
  if (renamed.length > 0) {
    const names = renamed.map((category) => `${clip(category, 40)} is written ${clip(bratName(category), 40)}`);
    losses.push(`In brat’s names _ takes the place of spaces and the like: ${clip(names.join(', '), 200)}.`);
  }
  return losses;
}
