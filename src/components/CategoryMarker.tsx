/** The small shape that stands for a category where colour alone would not do. Decorative: the name stands beside it. */
import type { CategoryColour } from '../categoryColours.ts';
import { useCategoryColour } from '../store/colours.ts';

const paths: Readonly<Record<CategoryColour['marker'], string>> = {
  circle: 'M5 1a4 4 0 1 1 0 8a4 4 0 0 1 0-8z',
  square: 'M1.4 1.4h7.2v7.2h-7.2z',
  triangle: 'M5 .8L9.4 8.6H.6z',
  diamond: 'M5 .2L9.4 5L5 9.8L.6 5z',
  star: 'M5 .3l1.4 3.1l3.3.4l-2.4 2.3l.6 3.4L5 7.8l-2.9 1.7l.6-3.4L.3 3.8l3.3-.4z',
  cross: 'M3.4.8h3.2v2.6h2.6v3.2H6.6v2.6H3.4V6.6H.8V3.4h2.6z',
  wye: 'M.9 1.4L3 .2L5 3.1L7 .2l2.1 1.2L6.5 5.4v4.2h-3V5.4z',
};

export function CategoryMarker({ category, size = 10 }: { readonly category: string; readonly size?: number }) {
  const colour = useCategoryColour()(category);
  return (
    <svg width={size} height={size} viewBox="0 0 10 10" aria-hidden="true" style={{ flex: 'none' }}>
      <path d={paths[colour.marker]} fill={colour.css} />
    </svg>
  );
}
