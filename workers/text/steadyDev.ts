/**
 * A dev set out of a training set that grows, as the submissions of an annotator do: who is held out is told by a document's own
 * name, whatever else is there. Were it drawn anew each time, a model would be measured by sentences that it has learned from.
 */
import type { Corpus, Document } from '../protocol/corpus.ts';
import { createRandom } from './random.ts';
import { selectSentences } from './sentenceSelection.ts';

const share = 0.1;
const seed = 1;

/**
 * Holds out about a tenth: groups, and documents without one, whose number falls below it. Their number is drawn by their group or id.
 * The lowest number is held out even where none falls below, and the highest is learned from even where all do. So with more
 * documents none goes from train to dev, unless all before fell below a tenth or there was but one; and one goes from dev to train
 * only as long as none falls below. A single document is divided by its sentences, in the same way; a single group stays whole.
 */
export function holdOutByName(corpus: Corpus): { readonly rest: Corpus; readonly heldOut: Corpus } {
  const [first, second] = corpus.documents;
  const isSingle = first !== undefined && second === undefined && first.group === undefined;
  const nameOf = ({ id, group }: Document, sentence: number) => {
    const name = group === undefined ? `document ${id}` : `group ${group}`;
    return isSingle ? `${name} ${sentence}` : name;
  };
  const random = createRandom(seed).fork('dev');
  const names = new Set(corpus.documents.flatMap((each) => each.sentences.map((_, place) => nameOf(each, place))));
  const numbers = new Map([...names].map((name) => [name, random.fork(name).next()]));
  const [lowest, highest] = [...numbers.values()].reduce(
    ([low, high], number) => [Math.min(low, number), Math.max(high, number)],
    [1, 0],
  );
  const isHeldOut = (document: number, sentence: number) => {
    const number = numbers.get(nameOf(corpus.documents[document] as Document, sentence)) as number;
    return number < highest && (number < share || number === lowest);
  };
  return {
    rest: selectSentences(corpus, (document, sentence) => !isHeldOut(document, sentence)),
    heldOut: selectSentences(corpus, isHeldOut),
  };
}
