/** What every measure is given: the open backend, the sentences, the peers, and how patient to be. */
import type { OpenBackend } from '../../workers/kernels/backend.ts';
import type { Peers } from '../peer.ts';
import type { Row } from '../table.ts';
import type { Workload } from '../workload.ts';

export interface Bench {
  readonly quick: boolean;
  readonly backend: OpenBackend;
  readonly workload: Workload;
  /** Or why there are none. */
  readonly peers: Peers | string;
}

export interface Measure {
  /** For the one who waits. */
  readonly title: string;
  readonly besidePyTorch: boolean;
  measure(bench: Bench): Promise<Row[]>;
}
