/** More of a list that is shown from its beginning. */
import { Button } from '@mantine/core';
import { useState } from 'react';

/** So many at once. */
const page = 40;

interface Props {
  readonly shown: number;
  readonly of: number;
  readonly onMore: () => void;
}

/** How much of a list is shown, and what shows more of it. */
export function useShownFirst(): [shown: number, showMore: () => void] {
  const [shown, setShown] = useState(page);
  return [shown, () => setShown(shown + page)];
}

export function ShowMore({ shown, of, onMore }: Props) {
  if (of <= shown) return null;
  return (
    <div>
      <Button size="xs" variant="default" onClick={onMore}>
        Show more
      </Button>
    </div>
  );
}
