/** A sentence with one tag a word: each tag stands small under its word. */
import type { Token } from '../../../workers/protocol/corpus.ts';
import { useCategoryColour } from '../../store/colours.ts';
import classes from './TaggedWords.module.css';

interface Props {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly tags: readonly string[];
}

export function TaggedWords({ text, tokens, tags }: Props) {
  const colourOf = useCategoryColour();
  return (
    <span className={classes.words} dir="auto">
      {tokens.map((token, index) => {
        const tag = tags[index] ?? '';
        return (
          <ruby key={token.start}>
            {text.slice(token.start, token.end)}
            <rt style={{ color: colourOf(tag).css }}>
              <bdi>{tag}</bdi>
            </rt>
          </ruby>
        );
      })}
    </span>
  );
}
