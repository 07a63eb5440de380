/**
 * Where documents stand with their annotators, and which of them a model may learn from and be scored by: once somebody has
 * submitted or discarded a document of a corpus, those alone that are handed in.
 */
import { type Corpus, type Document, partNames, type Splits } from '../protocol/corpus.ts';
import type { DocumentStanding } from '../protocol/documents.ts';
import type { CorpusSummary } from '../protocol/engine.ts';
import { mapSplits } from './splits.ts';
import { holdOutByName } from './steadyDev.ts';

/** What came annotated counts as submitted; where nobody looked for anything, it waits. */
export function standingOf({ status, annotated }: Pick<Document, 'status' | 'annotated'>): DocumentStanding {
  return status ?? (annotated === 'all' || annotated.length > 0 ? 'submitted' : 'waiting');
}

/** Whether somebody submitted or discarded it. */
export const isJudged = ({ status }: Pick<Document, 'status'>): boolean =>
  status === 'submitted' || status === 'discarded';

/**
 * What trains and is scored. A corpus in which nobody submitted or discarded anything is as it came. Of others drafts, discarded
 * documents and those that wait are left out; where that leaves nothing of dev, about a tenth of train serves as dev: the same
 * documents, however many are submitted since.
 */
export function submittedIn(splits: Splits): Splits {
  if (!partNames.some((part) => splits[part].documents.some(isJudged))) return splits;
  const submitted = mapSplits(splits, submittedOf);
  const needsDev = submitted.dev.documents.length === 0 && splits.dev.documents.length > 0;
  if (!needsDev || submitted.train.documents.length === 0) return submitted;
  const { rest, heldOut } = holdOutByName(submitted.train);
  return { ...submitted, train: rest, dev: heldOut };
}

/** So many sentences of train there are to learn from. */
export const sentencesToLearn = ({ judged, parts: { train } }: Pick<CorpusSummary, 'judged' | 'parts'>): number =>
  judged ? train.submittedSentences : train.sentences;

const submittedOf = (corpus: Corpus): Corpus => ({
  ...corpus,
  documents: corpus.documents.filter((document) => standingOf(document) === 'submitted'),
});
