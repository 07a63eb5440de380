/**
 * Runs our own WGSL inside tfjs's command stream. tfjs's programs write one result each. A recurrence or an optimizer
 * has several results, works in place, and loops over time in one dispatch, so we bind the buffers ourselves. The
 * command encoder and the buffer pool stay tfjs's, and so does the rule that a buffer in a pending submit is not
 * reused.
 */

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

export type ElementType = 'f32' | 'i32' | 'u32';

/** A storage buffer of a program, in the order of binding. */
export interface Binding {
  readonly name: string;
  readonly type: ElementType;
  /** Written as well as read. */
  readonly write?: boolean;
}

export interface Program {
  /** Key of the pipeline cache: it must name every constant in the code. */
  readonly key: string;
  readonly bindings: readonly Binding[];
  /** Members of the uniform `parameters`, in order. */
  readonly parameters: readonly { readonly name: string; readonly type: ElementType }[];
  /** WGSL with an entry point `main`. The bindings and `parameters` are declared before it. */
  readonly code: () => string;
}

/** The members of tfjs's backend that its types keep private, needed to record a dispatch into its own pass. */
interface RecordingBackend {
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  commandQueueOwnedIds: WeakSet<object>;
  uniformPendingDisposal: GPUBuffer[];
  dispatchCountInPass: number;
}

/** `GPUShaderStage.COMPUTE`. */
const computeStage = 4;

const pipelines = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>();

/**
 * Records one dispatch.
 *
 * @param tensors One for each binding, in order. Those that are written need not be on the GPU before.
 * @param parameters One number for each parameter.
 * @param workgroups Number of workgroups. Above the device's limit in x it is folded into y, so programs use
 * `workgroupIndex(...)` (see `workgroupIndexCode`).
 */
export function runProgram(
  backend: WebGPUBackend,
  program: Program,
  tensors: readonly tf.TensorInfo[],
  parameters: readonly number[],
  workgroups: number,
): void {
  if (workgroups === 0) return;
  const recording = backend as unknown as RecordingBackend;
  const converted: tf.TensorInfo[] = [];
  const bound = program.bindings.map((binding, position) => {
    const tensor = tensors[position] as tf.TensorInfo;
    if (isEmpty(tensor)) return tensor;
    backend.uploadToGPU(tensor.dataId);
    const data = backend.tensorMap.get(tensor.dataId);
    if (binding.write) {
      const stored = data.dtype === 'float32' ? 'f32' : 'i32';
      if (stored !== binding.type)
        throw new Error(`${program.key}: ${binding.name} holds ${stored}, not ${binding.type}`);
      // tfjs would read a cached copy on the CPU instead of the program's result.
      (data as { values: unknown }).values = null;
      return tensor;
    }
    // A cast from integers is a view in tfjs: the buffer still holds integers.
    if (binding.type !== 'f32' || data.dtype === 'float32') return tensor;
    const floats = toFloats(backend, tensor);
    converted.push(floats);
    return floats;
  });

  const pipeline = pipelineFor(backend.device, program);
  const entries: GPUBindGroupEntry[] = bound.map((tensor, binding) => ({
    binding,
    resource: { buffer: bufferOf(backend, tensor) },
  }));
  if (program.parameters.length > 0) {
    entries.push({
      binding: bound.length,
      resource: { buffer: parameterBuffer(backend, program.parameters, parameters) },
    });
  }
  const group = backend.device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });

  for (const tensor of bound) recording.commandQueueOwnedIds.add(tensor.dataId);
  backend.ensureCommandEncoderReady();
  recording.computePassEncoder ??= (recording.commandEncoder as GPUCommandEncoder).beginComputePass();
  const pass = recording.computePassEncoder;
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(...foldWorkgroups(workgroups, backend.device.limits.maxComputeWorkgroupsPerDimension));
  recording.dispatchCountInPass++;
  if (tf.env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE') <= recording.dispatchCountInPass) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
  for (const tensor of converted) backend.disposeData(tensor.dataId);
}

const isEmpty = (tensor: tf.TensorInfo) => tf.util.sizeFromShape(tensor.shape) === 0;

function bufferOf(backend: WebGPUBackend, tensor: tf.TensorInfo): GPUBuffer {
  if (!isEmpty(tensor)) return backend.tensorMap.get(tensor.dataId).resource as GPUBuffer;
  // WebGPU binds no empty buffer. This one returns to the pool after the next submit.
  const placeholder = backend.bufferManager.acquireBuffer(16, GPUBufferUsage.STORAGE);
  (backend as unknown as RecordingBackend).uniformPendingDisposal.push(placeholder);
  return placeholder;
}

/** A new tensor on the GPU, for a program to write. */
export function makeOutput(backend: WebGPUBackend, shape: number[], dtype: 'float32' | 'int32' = 'float32') {
  const output = backend.makeTensorInfo(shape, dtype);
  // An empty tensor has no buffer that tfjs could read.
  if (isEmpty(output)) backend.tensorMap.get(output.dataId).values = tf.util.getTypedArrayFromDType(dtype, 0);
  return output;
}

/** WGSL of `workgroupIndex(group, groups)`, from `workgroup_id` and `num_workgroups`. */
const workgroupIndexCode = `
fn workgroupIndex(group: vec3<u32>, groups: vec3<u32>) -> u32 {
  return group.x + group.y * groups.x;
}`;

/** The parameters of every entry point; `lane` is the invocation's index in its workgroup. */
export const entryParameters = `@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,
  @builtin(local_invocation_index) lane: u32`;

function foldWorkgroups(count: number, limit: number): [number, number] {
  if (count <= limit) return [count, 1];
  const rows = Math.ceil(count / limit);
  return [Math.ceil(count / rows), rows];
}

function pipelineFor(device: GPUDevice, program: Program): GPUComputePipeline {
  let devicePipelines = pipelines.get(device);
  if (!devicePipelines) {
    devicePipelines = new Map();
    pipelines.set(device, devicePipelines);
  }
  let pipeline = devicePipelines.get(program.key);
  if (!pipeline) {
    const module = device.createShaderModule({ code: programSource(program), label: program.key });
    // An explicit layout: the automatic one drops a binding that the code does not use.
    const buffers: GPUBufferBindingType[] = program.bindings.map(({ write }) =>
      write ? 'storage' : 'read-only-storage',
    );
    if (program.parameters.length > 0) buffers.push('uniform');
    const entries = buffers.map((type, binding) => ({ binding, visibility: computeStage, buffer: { type } }));
    const layout = device.createPipelineLayout({ bindGroupLayouts: [device.createBindGroupLayout({ entries })] });
    pipeline = device.createComputePipeline({ label: program.key, layout, compute: { module, entryPoint: 'main' } });
    devicePipelines.set(program.key, pipeline);
  }
  return pipeline;
}

function programSource(program: Program): string {
  const buffers = program.bindings.map(
    ({ name, type, write }, position) =>
      `@group(0) @binding(${position}) var<storage, ${write ? 'read_write' : 'read'}> ${name}: array<${type}>;`,
  );
  const members = program.parameters.map(({ name, type }) => `${name}: ${type},`);
  const uniform =
    members.length === 0
      ? []
      : [
          `struct Parameters { ${members.join(' ')} }`,
          `@group(0) @binding(${buffers.length}) var<uniform> parameters: Parameters;`,
        ];
  return [...buffers, ...uniform, workgroupIndexCode, program.code()].join('\n');
}

function parameterBuffer(backend: WebGPUBackend, members: Program['parameters'], values: readonly number[]): GPUBuffer {
  const size = Math.ceil((members.length * 4) / 16) * 16;
  const bytes = new DataView(new ArrayBuffer(size));
  members.forEach(({ type }, position) => {
    const value = values[position] as number;
    if (type === 'f32') bytes.setFloat32(position * 4, value, true);
    else if (type === 'i32') bytes.setInt32(position * 4, value, true);
    else bytes.setUint32(position * 4, value, true);
  });
  const buffer = backend.bufferManager.acquireBuffer(size, GPUBufferUsage.COPY_DST | GPUBufferUsage.UNIFORM);
  backend.queue.writeBuffer(buffer, 0, bytes.buffer);
  // The queue writes it before the pending submit, so no other dispatch may get it until then.
  (backend as unknown as RecordingBackend).uniformPendingDisposal.push(buffer);
  return buffer;
}

const toFloatsProgram: Program = {
  key: 'graft-to-floats',
  bindings: [
    { name: 'integers', type: 'i32' },
    { name: 'floats', type: 'f32', write: true },
  ],
  parameters: [{ name: 'size', type: 'u32' }],
  code: () => `
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  if (index < parameters.size) { floats[index] = f32(integers[index]); }
}`,
};

function toFloats(backend: WebGPUBackend, tensor: tf.TensorInfo): tf.TensorInfo {
  const size = tf.util.sizeFromShape(tensor.shape);
  const floats = makeOutput(backend, tensor.shape);
  runProgram(backend, toFloatsProgram, [tensor, floats], [size], Math.ceil(size / 64));
  return floats;
}
