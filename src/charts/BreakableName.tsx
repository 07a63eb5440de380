/** A category's name that breaks, where it must, between its words: `Customer|Identification`, `PHONE_|NUMBER`. */
import { Fragment } from 'react';

export function BreakableName({ name }: { readonly name: string }) {
  let end = 0;
  return name.split(/(?<=\p{Ll})(?=\p{Lu})|(?<=[_\-/.])/u).map((word) => {
    end += word.length;
    return (
      <Fragment key={end}>
        {word}
        {end < name.length && <wbr />}
      </Fragment>
    );
  });
}
