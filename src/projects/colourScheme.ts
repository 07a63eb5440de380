/** Light or dark, which Mantine keeps in the browser; in a private session nobody does. */
import { localStorageColorSchemeManager, type MantineColorSchemeManager } from '@mantine/core';
import { isPrivate } from './tab.ts';

export function colourSchemes(): MantineColorSchemeManager {
  const kept = localStorageColorSchemeManager();
  return isPrivate() ? { ...kept, set: () => {}, subscribe: () => {}, unsubscribe: () => {} } : kept;
}
