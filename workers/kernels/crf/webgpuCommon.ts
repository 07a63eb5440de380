/** What the CRF's WGSL programs share: sizes, lengths, and what a step may choose and is given for it. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { GraftError } from '../../protocol/errors.ts';
import type { Program } from '../webgpu/program.ts';

export type Parts = Readonly<Record<string, TensorInfo>>;

/**
 * What is baked into a program. A workgroup takes a sequence; where it walks over it `walks` = 2 times at once, for a
 * loss, half of its invocations take each walk: the first has the cost, the last the restriction.
 */
export interface Variant {
  readonly tags: number;
  /** Invocations of each walk; one takes a tag, or several where there are more tags. */
  readonly lanes: number;
  readonly walks: 1 | 2;
  readonly restricted: boolean;
  readonly costed: boolean;
}

export const nameOf = ({ tags, lanes, walks, restricted, costed }: Variant) =>
  `${tags}-${lanes}-${walks}${restricted ? '-restricted' : ''}${costed ? '-costed' : ''}`;

export const parameters: Program['parameters'] = [
  { name: 'batch', type: 'u32' },
  { name: 'time', type: 'u32' },
];

export const inputBindings = ({ restricted, costed }: Variant): Program['bindings'] => [
  { name: 'emissions', type: 'f32' }, // [batch, time, tags]
  { name: 'transitions', type: 'f32' }, // [tags + 2, tags + 2], from and to
  { name: 'lengths', type: 'i32' },
  ...(restricted ? [{ name: 'allowed', type: 'f32' } as const] : []),
  ...(costed ? [{ name: 'cost', type: 'f32' } as const] : []),
];

export function inputsOf({ emissions, transitions, lengths, allowed, cost }: Parts): TensorInfo[] {
  return [emissions, transitions, lengths, ...(allowed ? [allowed] : []), ...(cost ? [cost] : [])] as TensorInfo[];
}

export const commonCode = ({ tags, lanes, walks, restricted, costed }: Variant) => `
const tags = ${tags}u;
const side = ${tags + 2}u;
const start = ${tags}u;
const end = ${tags + 1}u;
const lanes = ${lanes}u;
const walks = ${walks}u;
const excluded = -1e30; // stands for the logarithm of 0 and survives addition
fn lengthOf(sequence: u32) -> u32 { return u32(clamp(lengths[sequence], 0, i32(parameters.time))); }

// Whether a walk may choose a tag at a row [batch·time]. A step that allows no tag is an unknown one and allows all.
fn may(walk: u32, row: u32, tag: u32) -> bool {
  ${
    restricted
      ? `if (walk + 1u < walks || allowed[row * tags + tag] > 0.0) { return true; }
  for (var other = 0u; other < tags; other++) { if (allowed[row * tags + other] > 0.0) { return false; } }`
      : ''
  }
  return true;
}

// A score on the way, with what the row gives for a tag.
fn withRow(score: f32, walk: u32, row: u32, tag: u32) -> f32 {
  let sum = score + emissions[row * tags + tag];
  ${costed ? 'if (walk == 0u) { return sum + cost[row * tags + tag]; }' : ''}
  return sum;
}`;

/** @param floatsPerTag numbers for every tag that the program keeps in the workgroup's memory. */
export function variantOf(
  { emissions, allowed, cost }: Parts,
  { device }: WebGPUBackend,
  walks: 1 | 2,
  floatsPerTag: number,
): Variant {
  const tags = (emissions as TensorInfo).shape[2] as number;
  const largest = Math.floor((device.limits.maxComputeWorkgroupStorageSize - 64) / (4 * floatsPerTag));
  if (tags > largest) {
    throw new GraftError({
      code: 'too-many-tags',
      message: `A CRF with ${tags} tags does not fit this graphics processor, which takes ${largest}.`,
      remedy: 'Choose WASM as the backend, or fewer categories.',
    });
  }
  const most = Math.min(device.limits.maxComputeInvocationsPerWorkgroup, 256) / walks;
  const lanes = Math.min(Math.ceil(tags / 32) * 32, most);
  return { tags, lanes, walks, restricted: allowed !== undefined, costed: cost !== undefined };
}
