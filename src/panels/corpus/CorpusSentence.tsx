/** A sentence as its corpus annotates it: spans marked in the text, or a tag under every word. */
import type { SentenceView } from '../../../workers/protocol/sentences.ts';
import { HighlightedText } from '../../components/HighlightedText.tsx';
import { TaggedWords } from './TaggedWords.tsx';

export function CorpusSentence({ sentence }: { readonly sentence: SentenceView }) {
  if (sentence.tags) return <TaggedWords text={sentence.text} tokens={sentence.tokens} tags={sentence.tags} />;
  return <HighlightedText text={sentence.text} spans={sentence.spans} />;
}
