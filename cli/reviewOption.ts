/** `--review-below`: what somebody should look at, and how it is told. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ReviewedDocument } from '../workers/protocol/batch.ts';
import { counted } from '../workers/text/counted.ts';
import { inReviewOrder, reviewOf } from '../workers/text/leastSure.ts';
import type { NamedText } from '../workers/text/taggedTexts.ts';
import type { Progress } from './progress.ts';

/** @throws InvalidArgumentError where it is none. */
export function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Give a share from 0 to 1, such as 0.8.');
}

export function addReviewOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--review-below <share>',
        'lists the texts in which the model was less sure of something, and leaves them unchecked in JSON Lines',
      ).argParser(share),
    )
    .option('--review <file>', 'where that list goes, as JSON Lines, the least sure first');
}

/** None where nobody asked. */
export function reviewIn(tagged: readonly NamedText[], below: number | undefined): ReviewedDocument[] {
  if (below === undefined) return [];
  return inReviewOrder(tagged.flatMap((text) => reviewOf(text.name, text, below) ?? []));
}

export const reviewLines = (review: readonly ReviewedDocument[]) =>
  review.map(({ documentId, ...others }) => `${JSON.stringify({ document: documentId, ...others })}\n`).join('');

/** So many are said one by one. */
const mostSaid = 10;

export function tellReview(progress: Progress, review: readonly ReviewedDocument[], below: number): void {
  const share = `${Math.round(100 * below)} %`;
  if (review.length === 0) {
    progress.line(`The model was at least ${share} sure of everything.`);
    return;
  }
  progress.line(`Look at ${counted(review.length, 'text')}, of which the model was less than ${share} sure:`);
  for (const { documentId, words, category, confidence } of review.slice(0, mostSaid)) {
    const found = `“${words.replace(/\s+/g, ' ')}” as ${category ?? 'nothing'}`;
    progress.line(`  ${documentId}: ${found}, ${Math.round(100 * confidence)} %`);
  }
  const more = review.length - mostSaid;
  if (more > 0) progress.line(`  and ${more} more (--review FILE has all of them)`);
}
