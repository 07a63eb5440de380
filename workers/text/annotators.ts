/** Two corpora taken for the work of two annotators: how far they agree, and the corpus that comes of it. */
import type { Agreement, Decisions } from '../protocol/agreement.ts';
import type { CorpusService, CorpusSummary } from '../protocol/engine.ts';
import { GraftError } from '../protocol/errors.ts';
import { adjudicatedCorpus } from './adjudication.ts';
import { measureAgreement } from './agreement.ts';
import { writeCorpus } from './formats/write.ts';
import type { AnnotatorFile } from './pairedDocuments.ts';
import { wholeDocuments } from './wholeDocuments.ts';

type Corpora = Pick<CorpusService, 'splits' | 'importCorpus'>;

export async function agreementOf(corpora: Corpora, a: string, b: string): Promise<Agreement> {
  return measureAgreement(await annotatorFile(corpora, a), await annotatorFile(corpora, b));
}

/** The corpus goes the way of every file, so that it is kept and divided as they are. */
export async function adjudicate(
  corpora: Corpora,
  a: string,
  b: string,
  decided: Decisions,
  name: string,
): Promise<CorpusSummary> {
  const corpus = adjudicatedCorpus(await annotatorFile(corpora, a), await annotatorFile(corpora, b), decided, name);
  const bytes = new TextEncoder().encode(writeCorpus(corpus, 'jsonl'));
  return corpora.importCorpus(name, [{ name: 'adjudicated.jsonl', bytes }], {});
}

/** @throws GraftError where the corpus has one tag a token, or nobody annotated it: there are no spans to agree on. */
export async function annotatorFile(corpora: Pick<CorpusService, 'splits'>, id: string): Promise<AnnotatorFile> {
  const splits = await corpora.splits(id);
  const { name: file, kind } = splits.train;
  const documents = wholeDocuments(splits).filter(({ status }) => status !== 'discarded');
  if (kind === 'tags') {
    throw new GraftError({
      code: 'corpus-kind',
      message: 'The corpus has one tag a token, and agreement is measured on spans.',
      remedy: 'Read it as spans, if its tags are categories of spans (--kind spans).',
      file,
    });
  }
  if (documents.every(({ annotated }) => annotated !== 'all' && annotated.length === 0)) {
    throw new GraftError({
      code: 'corpus-unannotated',
      message: 'The corpus carries no annotation, so that there is nothing to agree with.',
      remedy: 'Give what both annotators made of it.',
      file,
    });
  }
  return { name: file, documents };
}
