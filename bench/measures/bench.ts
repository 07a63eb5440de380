/** The inputs of every measure: the open backend, the sentences, the peers, and the number of repetitions. */
import type { OpenBackend } from '../../workers/kernels/backend.ts';
import type { Peers } from '../peer.ts';
import type { Row } from '../table.ts';
import type { Workload } from '../workload.ts';

export interface Bench {
  readonly quick: boolean;
  readonly backend: OpenBackend;
  readonly workload: Workload;
  /** Or the reason why there are none. */
  readonly peers: Peers | string;
}

export interface Measure {
  /** Progress messages. */
  readonly title: string;
  readonly besidePyTorch: boolean;
  measure(bench: Bench): Promise<Row[]>;
}
