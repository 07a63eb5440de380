/** The machine of the measurements: figures are meaningless without it. */
import { cpus, loadavg } from 'node:os';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly node: string;
  /** The load average of the last minute. */
  readonly load: number;
}

export function machine(): Machine {
  const all = cpus();
  return {
    processor: all[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown processor',
    cores: all.length,
    node: process.version,
    load: Math.round(100 * (loadavg()[0] ?? 0)) / 100,
  };
}

export const describeMachine = ({ processor, cores, node }: Machine) =>
  `${processor}, ${cores} ${cores === 1 ? 'core' : 'cores'}, Node ${node.replace(/^v/, '')}`;
