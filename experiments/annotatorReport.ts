/** What an annotator's work came to, with and without suggestions. */
import { availableParallelism, cpus } from 'node:os';
import { count, figure, markdownTable } from './table.ts';

export type Way = 'by hand' | 'with suggestions';

/** A model, and what annotating had cost by then. */
export interface Round {
  readonly documents: number;
  readonly presses: number;
  readonly f1: number;
  /** Over the categories that the source model did not know. */
  readonly newF1: number;
  readonly seconds: number;
}

export interface AnnotatorRuns {
  readonly name: string;
  readonly documents: number;
  /** Sentences, annotated beforehand. */
  readonly dev: number;
  readonly every: number;
  readonly whole: Round;
  readonly newCategories: readonly string[];
  readonly rounds: Readonly<Record<Way, readonly Round[]>>;
}

/** The first round whose F1 is so large a share of the whole corpus's; undefined where none is. */
function reached(rounds: readonly Round[], whole: Round, share: number, of: 'f1' | 'newF1'): Round | undefined {
  return rounds.find((round) => round[of] >= share * whole[of]);
}

const shares = [0.8, 0.9];

export function annotatorReport(
  runs: readonly AnnotatorRuns[],
  { quick, threshold, seed }: { readonly quick: boolean; readonly threshold: number; readonly seed: number },
): string {
  const blocks = [
    '# What suggestions and orders save an annotator',
    ...(quick ? ['**A quick run on small samples: it shows that all of it runs.**'] : []),
    `    npm run graft -- experiment annotator --data DIR${quick ? ' --quick' : ''}`,
    `${cpus()[0]?.model ?? 'unknown'}, ${availableParallelism()} cores. Seed ${seed}.`,
    'An annotator who always answers from gold annotates one document after another; after every so many a model learns from what is submitted, and is scored on the test sentences. By hand: in the order of the file, without suggestions. With suggestions: by the model, or as long as it knows nothing of a category, by likeness to what is annotated; in a random order as long as the model’s doubts say nothing (`workers/text/orderAdvice.ts`), then the least sure first. Both learn alike.',
    'The dev sentences are given: they are annotated beforehand and cost no key, on either side. By them the best epoch is chosen, and it is told how far suggestions can be believed. Somebody would have to annotate them too.',
    `Keys are counted by \`experiments/keyPresses.ts\`. By hand a span costs the way to its first word (word by word, or sentence by sentence and then word by word), a key for each further word, and one for its category. With suggestions: a key to the first one; one accepts, rejects, or gives another category and goes on to the next; a wrong end costs a key a word; where all that are at least ${100 * threshold} % sure are right, and more than one, one key takes them all. What is missing is marked by hand. Each document costs a key in the end. Reading costs nothing, on either side.`,
    ...runs.flatMap(sections),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function sections({ name, documents, dev, every, whole, newCategories, rounds }: AnnotatorRuns): string[] {
  const [hand, helped] = [rounds['by hand'], rounds['with suggestions']];
  const aims = shares.flatMap((share) =>
    (['f1', 'newF1'] as const).map((of) => {
      const [one, other] = [hand, helped].map((each) => reached(each, whole, share, of));
      const what = of === 'f1' ? 'all categories' : `new ones (${newCategories.length})`;
      return [
        `${100 * share} % of ${figure(whole[of])}, ${what}`,
        ...[one?.documents, other?.documents, one?.presses, other?.presses].map(count),
      ];
    }),
  );
  const lines = hand.map((round, place) => {
    const other = helped[place];
    return [
      count(round.documents),
      ...[count(round.presses), count(other?.presses)],
      ...[figure(round.f1), figure(other?.f1), figure(round.newF1), figure(other?.newF1)],
    ];
  });
  return [
    `## ${name}`,
    `${documents} training documents, a model after every ${every}; ${count(dev)} annotated dev sentences. All of them give F1 ${figure(whole.f1)}, and ${figure(whole.newF1)} over what the source model does not know.`,
    markdownTable({
      head: ['Reached', 'documents by hand', 'with suggestions', 'keys by hand', 'with suggestions'],
      rows: aims,
    }),
    markdownTable({
      head: ['Documents', 'keys by hand', 'with', 'F1 by hand', 'with', 'new, by hand', 'with'],
      rows: lines,
    }),
  ];
}
