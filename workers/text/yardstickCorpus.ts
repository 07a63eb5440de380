/**
 * A corpus that is named as the measure of what a model knew: under the model's names, and what speaks against it. On sentences
 * that are learned, or on the target's own, nobody sees whether anything was forgotten.
 */
import type { AdaptationConfiguration } from '../protocol/configuration.ts';
import { type Corpus, partNames, type Splits } from '../protocol/corpus.ts';
import type { Problem } from '../protocol/errors.ts';
import { mapCategories } from './categories.ts';
import { sentencesOf } from './examples.ts';
import { guessNames } from './nameGuesses.ts';
import { joinNames } from './nameLists.ts';
import { annotationCounts } from './statistics.ts';

type Names = Pick<AdaptationConfiguration, 'categoryMap' | 'kinds'>;

/**
 * Its categories that the model does not know get the names that the target's of the same name get; a kind of an old category
 * is that category.
 * @param known the source model's categories.
 */
export function underModelsNames(corpus: Corpus, known: readonly string[], { categoryMap, kinds }: Names): Corpus {
  const foreign = corpus.kind === 'tags' ? [] : corpus.categories.filter((category) => !known.includes(category));
  const renamed = foreign.flatMap((category) => {
    const name = Object.hasOwn(categoryMap, category) ? categoryMap[category] : category;
    const old = typeof name === 'string' && Object.hasOwn(kinds, name) ? kinds[name] : name;
    return typeof old === 'string' && known.includes(old) ? [[category, old] as const] : [];
  });
  return mapCategories(corpus, Object.fromEntries(renamed));
}

interface Beside {
  readonly known: readonly string[];
  readonly newCategories: readonly string[];
  /** The target's parts. */
  readonly splits: Splits;
  /** What the source model carries and learns again. */
  readonly rehearsed: Corpus | undefined;
}

/** @param corpus under the model's names. */
export function yardstickProblems(corpus: Corpus, { known, newCategories, splits, rehearsed }: Beside): Problem[] {
  return [
    ...unknownNames(corpus, known, newCategories),
    ...mostlyIn(corpus, [
      ['are learned from (train)', splits.train, learned],
      ...(rehearsed ? ([['are rehearsed', rehearsed, learned]] as const) : []),
      ...partNames.slice(1).map((part) => [`are the target’s ${part}`, splits[part], targetAgain] as const),
    ]),
  ];
}

const learned = 'What is measured there was learned: it does not show whether the model keeps it elsewhere';
const targetAgain = 'It measures the target once more, and not what the model knew before';

/** Of those that hold most of its sentences the first. */
function mostlyIn(corpus: Corpus, others: readonly (readonly [where: string, Corpus, why: string])[]): Problem[] {
  const texts = (each: Corpus) => sentencesOf(each).flatMap((words) => (words.length > 0 ? words.join(' ') : []));
  const own = texts(corpus);
  for (const [where, other, why] of others) {
    const there = new Set(texts(other));
    const shared = own.filter((sentence) => there.has(sentence)).length;
    if (shared <= own.length / 2) continue;
    return [
      {
        code: 'yardstick-not-apart',
        message: `${shared} of the ${own.length} sentences of the yardstick ${corpus.name} ${where}. ${why}.`,
        remedy: 'Give other sentences in the source model’s own categories (--yardstick).',
      },
    ];
  }
  return [];
}

/** One for all. What is learned as new is no name of another: it is known not to be measured. */
function unknownNames(corpus: Corpus, known: readonly string[], newCategories: readonly string[]): Problem[] {
  if (corpus.kind === 'tags') return [];
  const counts = [...annotationCounts(corpus)].filter(
    ([category]) => !known.includes(category) && !newCategories.includes(category),
  );
  if (counts.length === 0) return [];
  const names = counts.map(([category]) => category);
  const guesses = [...guessNames(names, known)].map(([name, old]) => `${joinNames([name])}=${joinNames([old])}`);
  const told = counts.map(([category, count]) => `${category} (${count})`).join(', ');
  return [
    {
      code: 'yardstick-names',
      message: `The source model has no category of these names, so that they are not measured on the yardstick ${corpus.name}: ${told}.`,
      remedy: `Where it knows one by another name, say so (--map ${guesses.join(' --map ') || `${joinNames(names.slice(0, 1))}=…`}), or rename it in the yardstick.`,
    },
  ];
}
