/**
 * The order in which categories first appeared in this session. A category's place in it decides its colour, so that a
 * category looks the same in every panel and does not change colour when another is loaded.
 */
import { useCallback } from 'react';
import { create } from 'zustand';
import { type CategoryColour, colourAt } from '../categoryColours.ts';

interface ColoursState {
  readonly order: readonly string[];
}

const useColours = create<ColoursState>()(() => ({ order: [] }));

/** Called with every list of categories that comes in, before it is shown. */
export function noteCategories(categories: readonly string[]): void {
  const { order } = useColours.getState();
  const fresh = [...new Set(categories)].filter((category) => !order.includes(category));
  if (fresh.length > 0) useColours.setState({ order: [...order, ...fresh] });
}

/** A function from category to colour, for components; the same one until a category comes in. One that nobody noted takes the next free colour. */
export function useCategoryColour(): (category: string) => CategoryColour {
  const order = useColours((state) => state.order);
  return useCallback(
    (category) => {
      const place = order.indexOf(category);
      return colourAt(place < 0 ? order.length : place);
    },
    [order],
  );
}
