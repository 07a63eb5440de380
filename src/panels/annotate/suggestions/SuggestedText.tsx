/** A piece of the document's text, dashed where something is suggested, with what and how sure behind the suggestion's end. */
import type { ReactNode } from 'react';
import type { Suggestion, SuggestionSource } from '../../../../workers/protocol/suggestions.ts';
import { useAnnotating } from '../../../store/annotating.ts';
import { useCategoryColour } from '../../../store/colours.ts';
import { useSuggestionsNow } from '../../../store/suggesting.ts';
import { CategoryLabel } from '../CategoryLabel.tsx';
import classes from './Suggestions.module.css';
import { suggestionAt } from './suggestionKeys.ts';

interface Props {
  readonly start: number;
  readonly end: number;
  readonly children: ReactNode;
}

const sourceNames: Readonly<Record<SuggestionSource, string>> = {
  model: 'by the model',
  words: 'by your words',
  pattern: 'by your pattern',
  likeness: 'like what you marked',
};

/** `Address, 87 % sure`, or by whom where it is not a matter of being sure. */
export function inWords({ category, confidence, source }: Suggestion): string {
  return confidence === null
    ? `${category}, ${sourceNames[source]}`
    : `${category}, ${Math.round(100 * confidence)} % sure`;
}

export function SuggestedText({ start, end, children }: Props) {
  const colourOf = useCategoryColour();
  const suggestion = useSuggestionsNow().find((each) => each.start < end && each.end > start);
  const isHere = useAnnotating(({ document, selection }) =>
    Boolean(suggestion && document && suggestionAt(document, selection, [suggestion])),
  );
  if (!suggestion) return children;
  const { category, confidence } = suggestion;
  const { css } = colourOf(category);
  return (
    <>
      <span
        className={classes.suggested}
        data-here={isHere || undefined}
        title={`Suggested: ${inWords(suggestion)}`}
        style={{ borderBottomColor: css }}
      >
        {children}
      </span>
      {suggestion.end === end && (
        <CategoryLabel category={category} colour={css} isSuggested>
          {confidence !== null && <span className={classes.sure}>{Math.round(100 * confidence)}</span>}
        </CategoryLabel>
      )}
    </>
  );
}
