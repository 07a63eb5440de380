/** Documents that an annotator has submitted, of which it is known what stands in them. */
import type { Document } from '../protocol/corpus.ts';

/** Whether all of the categories were looked for in it; where there is none yet, nothing was. */
export const isSubmitted = ({ annotated }: Document, categories: readonly string[]): boolean =>
  annotated === 'all' || (categories.length > 0 && categories.every((category) => annotated.includes(category)));
