/** Every architecture that can be trained. */
import type { ArchitectureName } from '../protocol/hyperparameters.ts';
import type { Architecture } from './architecture.ts';
import { bilstmCrf } from './bilstmCrf.ts';
import { blstm } from './blstm.ts';

export const architectures: Readonly<Record<ArchitectureName, Architecture>> = {
  blstm,
  'bilstm-crf': bilstmCrf,
};
