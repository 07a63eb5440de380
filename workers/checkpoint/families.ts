/** The families of checkpoints that are read: one file or entry each, and a line here. */
import { bert, electra, roberta, xlmRoberta } from './bertFamilies.ts';
import { distilBert } from './distilBert.ts';
import type { Family } from './family.ts';
import { modernBert } from './modernBert.ts';

export const families: readonly Family[] = [bert, roberta, xlmRoberta, distilBert, electra, modernBert];
