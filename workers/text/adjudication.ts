/** What two annotators' files become when somebody has decided where they differ. */
import type { Decisions, Difference } from '../protocol/agreement.ts';
import type { Corpus, Document, Span } from '../protocol/corpus.ts';
import { GraftError } from '../protocol/errors.ts';
import { comparedIn, differencesIn } from './agreement.ts';
import { editedDocument } from './editedDocument.ts';
import { type AnnotatorFile, pairDocuments } from './pairedDocuments.ts';
import { moved } from './sentenceView.ts';
import { allSpans, spanKey, withSpans } from './spans.ts';

/**
 * The documents of both in which nothing is left to decide: with the spans on which they agree, and those that were taken.
 * What only one of them looked for is taken from that one.
 * @param name of the corpus.
 * @throws GraftError where something is left to decide in every document, or the files do not hold the same texts.
 */
export function adjudicatedCorpus(a: AnnotatorFile, b: AnnotatorFile, decided: Decisions, name: string): Corpus {
  const { pairs } = pairDocuments(a, b);
  const documents = pairs.flatMap((pair) => adjudicatedDocument(pair.a, pair.b, decided) ?? []);
  if (documents.length === 0) {
    throw new GraftError({
      code: 'nothing-adjudicated',
      message: 'In every document something is left to decide.',
      remedy: 'Decide all differences of one document at least.',
    });
  }
  const categories = [...new Set(documents.flatMap((document) => allSpans(document).map(({ category }) => category)))];
  return { name, kind: 'spans', categories, documents };
}

/** Null where something is left to decide. */
function adjudicatedDocument(a: Document, b: Document, decided: Decisions): Document | null {
  const compared = comparedIn(a, b);
  const { spansOfA, spansOfB } = compared;
  const taken: Span[] = [];
  const left = new Set<string>();
  for (const difference of differencesIn(compared)) {
    if (!Object.hasOwn(decided, difference.key)) return null;
    const decision = decided[difference.key];
    const { a: ofA, b: ofB } = inDocument(difference);
    for (const span of [ofA, ofB]) if (span) left.add(spanKey(span));
    if (ofA && (decision === 'a' || decision === 'both')) taken.push(ofA);
    if (ofB && (decision === 'b' || decision === 'both')) taken.push(ofB);
  }
  const agreed = spansOfA.filter((span) => !left.has(spanKey(span)));
  const ofOne = [
    ...allSpans(a).filter((span) => !spansOfA.includes(span)),
    ...allSpans(b).filter((span) => !spansOfB.includes(span)),
  ];
  const annotated =
    a.annotated === 'all' || b.annotated === 'all' ? ('all' as const) : [...new Set([...a.annotated, ...b.annotated])];
  const { note: _, status: __, rejected: ___, ...both } = a;
  return editedDocument(withSpans({ ...both, annotated }, [...agreed, ...taken, ...ofOne]), 'spans');
}

const inDocument = ({ a, b, offset }: Difference) => ({ a: a && moved(a, offset), b: b && moved(b, offset) });
