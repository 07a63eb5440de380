/**
 * What a message says, with each quotation set in the direction of its own script: a quoted Arabic sentence would
 * otherwise pull the marks and the words around it out of their order. The marks belong to the message.
 */
import { Fragment } from 'react';

interface Props {
  readonly children: string;
}

export function ToldText({ children }: Props) {
  // Every other piece is a quotation. They can be alike, so their places are their keys.
  return children.split(/“([^”]*)”/).map((piece, place) =>
    place % 2 === 0 ? (
      piece
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a message never change their order
      <Fragment key={place}>
        “<bdi>{piece}</bdi>”
      </Fragment>
    ),
  );
}
