/** How many of the words have a vector, in a sentence: for the terminal, the page and the model card. */
import type { VectorCoverage } from '../protocol/vectorCoverage.ts';

/** `Vectors: 950 of the 1,200 different words to learn from have one in glove.txt, 94.2 % of the tokens.` */
export function describeVectorCoverage(coverage: VectorCoverage): string {
  const { file, words, coveredWords, tokens, coveredTokens, missing } = coverage;
  const share = tokens > 0 ? `, ${((100 * coveredTokens) / tokens).toFixed(1)} % of the tokens` : '';
  const without = missing.length > 0 ? `; the most frequent without one: ${missing.join(', ')}` : '';
  const known = `${grouped(coveredWords)} of the ${grouped(words)} different words to learn from`;
  return `Vectors: ${known} have one in ${file}${share}${without}.`;
}

/** Thousands apart by commas, whatever the machine's locale. */
function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}
