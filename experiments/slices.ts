/** How continual learning deals the training sentences out to its steps (the protocol of CFNER and its successors). */
import type { Corpus, Document, Sentence } from '../workers/protocol/corpus.ts';
import type { Random } from '../workers/text/random.ts';
import { selectSentences } from '../workers/text/sentenceSelection.ts';
import { spansBetween } from '../workers/text/spans.ts';
import { annotationCounts } from '../workers/text/statistics.ts';

/**
 * Types in alphabetical order, the first `first` of them together, then `next` at a time.
 * @returns the types of each step.
 */
export function stepsOf(types: readonly string[], first: number, next: number): string[][] {
  const steps = [types.slice(0, first)];
  for (let at = first; at < types.length; at += next) steps.push(types.slice(at, at + next));
  return steps;
}

/**
 * One slice of the sentences for each step, as large as the step's share of all types; rounding goes to the last. In the
 * corpus's order, a sentence goes to the slice of its rarest type that still has room, else to any that has room, drawn at
 * random. Every sentence is in one slice. Annotation stays as it is.
 * @param steps the types of each step; a type of the corpus that stands in none draws no sentence.
 */
export function dealSlices(corpus: Corpus, steps: readonly (readonly string[])[], random: Random): Corpus[] {
  const total = corpus.documents.reduce((sum, { sentences }) => sum + sentences.length, 0);
  const room = roomOf(steps, total);
  const stepOf = new Map(steps.flatMap((types, step) => types.map((type) => [type, step] as const)));
  const counts = annotationCounts(corpus);
  const rarity = (type: string) => counts.get(type) ?? 0;
  const places = corpus.documents.map((document) =>
    document.sentences.map((sentence) => {
      const types = typesIn(document, sentence)
        .filter((type) => stepOf.has(type))
        .sort((one, other) => rarity(one) - rarity(other));
      const wanted = types.map((type) => stepOf.get(type) as number).find((step) => (room[step] as number) > 0);
      const free = room.flatMap((left, step) => (left > 0 ? [step] : []));
      const step = wanted ?? (free[random.integer(free.length)] as number);
      room[step] = (room[step] as number) - 1;
      return step;
    }),
  );
  return steps.map((_, step) => selectSentences(corpus, (document, sentence) => places[document]?.[sentence] === step));
}

function roomOf(steps: readonly (readonly string[])[], total: number): number[] {
  const types = steps.reduce((sum, step) => sum + step.length, 0);
  const room = steps.map((step) => Math.floor((total * step.length) / types));
  const given = room.reduce((sum, each) => sum + each, 0);
  room[room.length - 1] = (room.at(-1) as number) + total - given;
  return room;
}

/** Each once, in order of first appearance. */
function typesIn({ spans }: Document, { tokens }: Sentence): string[] {
  const [start, end] = [tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0];
  return [...new Set(spansBetween(spans, start, end).map(({ category }) => category))];
}
