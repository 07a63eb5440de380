/** The experiments by name: a file each, and a line here. */
import type { Experiment } from './experiment.ts';
import { progressive } from './progressive.ts';
import { standard } from './standard.ts';

export const experiments: readonly Experiment[] = [standard, progressive];
