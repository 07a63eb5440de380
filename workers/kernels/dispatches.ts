/**
 * Counts what a piece of work asks of the GPU. On WebGPU the number of dispatches is the cost model: each takes its own
 * bind group and uniform buffer, and small models spend their time on these and not on arithmetic.
 */

export interface DispatchCount {
  readonly dispatches: number;
  readonly submits: number;
}

/**
 * Runs `work` and counts the compute dispatches and queue submits that are recorded meanwhile, by whomever. `work` may
 * be asynchronous; it counts until the promise settles.
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
