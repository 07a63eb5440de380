/**
 * Counts dispatches and submits of a piece of work. On WebGPU the number of dispatches is the cost model: each takes
 * its own bind group and uniform buffer. Small models spend their time on these, not on arithmetic.
 */

export interface DispatchCount {
  readonly dispatches: number;
  readonly submits: number;
}

/**
 * Runs `work` and counts all compute dispatches and queue submits during it, also those of others. `work` may be
 * asynchronous; counting ends when its promise settles.
 */
export async function countDispatches(work: () => void | Promise<void>): Promise<DispatchCount> {
  let dispatches = 0;
  let submits = 0;
  const pass = GPUComputePassEncoder.prototype;
  const queue = GPUQueue.prototype;
  const { dispatchWorkgroups, dispatchWorkgroupsIndirect } = pass;
  const { submit } = queue;
  pass.dispatchWorkgroups = function (...parameters) {
    dispatches++;
    return dispatchWorkgroups.apply(this, parameters);
  };
  pass.dispatchWorkgroupsIndirect = function (...parameters) {
    dispatches++;
    return dispatchWorkgroupsIndirect.apply(this, parameters);
  };
  queue.submit = function (...parameters) {
    submits++;
    return submit.apply(this, parameters);
  };
  try {
    await work();
  } finally {
    pass.dispatchWorkgroups = dispatchWorkgroups;
    pass.dispatchWorkgroupsIndirect = dispatchWorkgroupsIndirect;
    queue.submit = submit;
  }
  return { dispatches, submits };
}
