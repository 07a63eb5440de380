/** Which keys the user gave to categories, by their names and in whatever corpus: a setting of this browser. */
import { create } from 'zustand';
import { isPrivate } from '../projects/tab.ts';

/** By category the `KeyboardEvent.code` of its key. */
export type ChosenKeys = Readonly<Record<string, string>>;

interface CategoryKeysState {
  readonly chosen: ChosenKeys;
}

const place = 'graft category keys';

export const useCategoryKeys = create<CategoryKeysState>()(() => ({ chosen: stored() }));

/** @param code null where it is to have the key of its place again. */
export function chooseKey(category: string, code: string | null): void {
  const { [category]: _, ...others } = useCategoryKeys.getState().chosen;
  const chosen = code === null ? others : { ...others, [category]: code };
  useCategoryKeys.setState({ chosen });
  // A private session leaves nothing behind.
  if (isPrivate()) return;
  try {
    localStorage.setItem(place, JSON.stringify(chosen));
  } catch {
    // A browser that keeps nothing: the keys hold until the page is closed.
  }
}

function stored(): ChosenKeys {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '{}');
    const entries = Object.entries(kept ?? {}).filter(([, code]) => typeof code === 'string');
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}
