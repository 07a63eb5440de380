/** The experiments by name: a file each, and a line here. */
import { continual } from './continual.ts';
import type { Experiment } from './experiment.ts';
import { forgetting } from './forgetting.ts';
import { joint } from './joint.ts';
import { laner } from './laner.ts';
import { partial } from './partial.ts';
import { progressive } from './progressive.ts';
import { shrunkEncoder } from './shrunkEncoder.ts';
import { smallData } from './smallData.ts';
import { standard } from './standard.ts';
import { transformers } from './transformers.ts';
import { update } from './update.ts';

export const experiments: readonly Experiment[] = [
  standard,
  progressive,
  update,
  joint,
  partial,
  continual,
  forgetting,
  laner,
  smallData,
  shrunkEncoder,
  transformers,
];
