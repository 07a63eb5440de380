/** How the pieces of a BPE vocabulary came about (Sennrich et al. 2016). */

export type Merge = readonly [first: string, second: string];

/**
 * @param merges what is joined first comes first.
 * @returns the merges by which a text becomes one piece, in their order; none where it never does.
 */
export function mergesIn(merges: readonly Merge[]): (text: string) => readonly Merge[] {
  const ranks = new Map(merges.map((merge, rank) => [JSON.stringify(merge), rank]));
  const remembered = new Map<string, readonly Merge[]>();
  const find = (text: string): readonly Merge[] => {
    const parts = [...text];
    const made: Merge[] = [];
    while (parts.length > 1) {
      let earliest = Number.POSITIVE_INFINITY;
      let place = -1;
      for (let at = 0; at + 1 < parts.length; at++) {
        const rank = ranks.get(JSON.stringify([parts[at], parts[at + 1]])) ?? Number.POSITIVE_INFINITY;
        if (rank < earliest) [earliest, place] = [rank, at];
      }
      if (place < 0) return [];
      const pair = [parts[place] as string, parts[place + 1] as string] as const;
      parts.splice(place, 2, pair.join(''));
      made.push(pair);
    }
    return made;
  };
  return (text) => {
    const known = remembered.get(text);
    if (known) return known;
    const found = find(text);
    remembered.set(text, found);
    return found;
  };
}
