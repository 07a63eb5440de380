/**
 * What somebody looked for in a target corpus where it does not say so itself. A file of one new category rarely says that
 * nobody looked for the old ones, and to take their mentions as O makes a model forget them (paper 1, section 4.1).
 */
import type { UnannotatedTreatment } from '../protocol/configuration.ts';
import type { Corpus, Splits } from '../protocol/corpus.ts';
import type { Problem } from '../protocol/errors.ts';
import { joinNames } from './nameLists.ts';
import { mapSplits } from './splits.ts';
import { annotationCounts } from './statistics.ts';

export interface LookedFor {
  readonly splits: Splits;
  /** Categories that the model knows and that count as not looked for, though the corpus does not say so. */
  readonly assumed: readonly string[];
}

/**
 * In documents that say nothing, categories that the source model knows count as looked for where the training sentences
 * hold an example or one of them says so. Dev and test sentences that hold spans of another category were looked through
 * for it. Where every known category has an example, as in paper 0, nothing changes.
 * @param known the source model's categories. @param splits of no categories but known and new ones.
 */
export function believeExamples(splits: Splits, known: readonly string[], newCategories: readonly string[]): LookedFor {
  const { train } = splits;
  if (train.kind === 'tags') return { splits, assumed: [] };
  const examples = annotationCounts(train);
  const said = new Set(train.documents.flatMap(({ annotated }) => (annotated === 'all' ? [] : annotated)));
  const unheard = known.filter((category) => !examples.has(category) && !said.has(category));
  if (unheard.length === 0) return { splits, assumed: [] };
  const lookedFor = [...known.filter((category) => !unheard.includes(category)), ...newCategories];
  const saysNothing = train.documents.some(({ annotated }) => annotated === 'all');
  const target = mapSplits(splits, (corpus) => withDefault(corpus, lookedFor));
  return { splits: target, assumed: saysNothing ? unheard : [] };
}

function withDefault(corpus: Corpus, lookedFor: readonly string[]): Corpus {
  const annotated = [...new Set([...lookedFor, ...annotationCounts(corpus).keys()])];
  const documents = corpus.documents.map((each) => (each.annotated === 'all' ? { ...each, annotated } : each));
  return { ...corpus, documents };
}

/** Whether every document says of itself that somebody looked for the category. */
export function isLookedFor({ documents }: Corpus, category: string): boolean {
  return documents.every(({ annotated }) => annotated === 'all' || annotated.includes(category));
}

export interface Treatment {
  readonly known: readonly string[];
  readonly newCategories: readonly string[];
  readonly unannotated: UnannotatedTreatment;
}

const whatBecomes: Readonly<Record<UnannotatedTreatment, string>> = {
  pseudo: 'The source model labels their mentions before it learns.',
  marginal: 'Whether a word is one of them stays open: the loss sums over all that it may be.',
  'as-o': 'Their mentions are taken as O, and the model may forget them.',
};
const keeping = '--remedy pseudo or marginal';

/**
 * What is said of known categories without an example in the training sentences: how they are taken, what that may do, and
 * what there is against it that was not chosen already.
 */
export function forgettingProblems({ splits: { train }, assumed }: LookedFor, treatment: Treatment): Problem[] {
  const { known, newCategories, unannotated } = treatment;
  const examples = annotationCounts(train);
  const missing = known.filter((category) => !examples.has(category) && !assumed.includes(category));
  const lookedFor = missing.filter((category) => isLookedFor(train, category));
  const unlooked = unannotated === 'as-o' ? missing.filter((category) => !lookedFor.includes(category)) : [];
  const all = [...known, ...newCategories];
  const tell = (code: string, categories: readonly string[], message: string, remedy: string): Problem[] => {
    const none = `The training sentences of ${train.name} hold no example of ${categories.join(', ')}`;
    return categories.length > 0 ? [{ code, message: `${none}${message}`, remedy }] : [];
  };
  const toKeep = unannotated === 'as-o' ? `To keep them: ${keeping}. ` : '';
  const others = joinNames(all.filter((category) => !missing.includes(category)));
  // Where each token has a tag there is no O to take a mention for.
  const forgotten =
    train.kind === 'tags' ? '. The model may forget them.' : `, which count as looked for. ${whatBecomes['as-o']}`;
  return [
    ...tell(
      'not-looked-for',
      assumed,
      `, and do not say whether anybody looked: that counts as not looked for. ${whatBecomes[unannotated]}`,
      `${toKeep}If somebody looked and there are none, say so (--annotated ${joinNames(all)}).`,
    ),
    ...tell(
      'may-be-forgotten',
      lookedFor,
      forgotten,
      train.kind === 'tags'
        ? 'Add sentences that hold them.'
        : `If nobody looked for them, say so (--annotated ${others}${toKeep && ` ${keeping}`}).`,
    ),
    ...tell('may-be-forgotten', unlooked, `, and nobody looked for them. ${whatBecomes['as-o']}`, toKeep.trim()),
  ];
}
