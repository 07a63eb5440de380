/** Whether spans overlap any of many others, without holding each against each: documents can have tens of thousands. */
import type { Span } from '../protocol/corpus.ts';

type Stretch = Pick<Span, 'start' | 'end'>;

/** @param spans in any order; they may overlap each other. */
export function overlapFinder(spans: readonly Stretch[]): (stretch: Stretch) => boolean {
  const ordered = [...spans].sort((one, other) => one.start - other.start);
  let reach = 0;
  /** How far those up to each reach. */
  const reaches = ordered.map(({ end }) => {
    reach = Math.max(reach, end);
    return reach;
  });
  return ({ start, end }) => {
    let low = 0;
    let high = ordered.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ordered[middle] as Stretch).start < end) low = middle + 1;
      else high = middle;
    }
    return low > 0 && (reaches[low - 1] as number) > start;
  };
}
