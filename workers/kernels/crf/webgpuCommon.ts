/** WGSL that the CRF's programs have in common: sizes, lengths, allowed tags, and the scores of a row. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { GraftError } from '../../protocol/errors.ts';
import type { Program } from '../webgpu/program.ts';

export type Parts = Readonly<Record<string, TensorInfo>>;

/**
 * The constants of a program. A workgroup computes one sequence. A loss takes two recursions over it at once: half of
 * the invocations compute each. The first recursion adds the cost, the last one applies the restriction to allowed
 * tags.
 */
export interface Variant {
  readonly tags: number;
  /** Invocations of each recursion. An invocation computes one tag, or several. */
  readonly lanes: number;
  readonly recursions: 1 | 2;
  readonly restricted: boolean;
  readonly costed: boolean;
}

export const nameOf = ({ tags, lanes, recursions, restricted, costed }: Variant) =>
  `${tags}-${lanes}-${recursions}${restricted ? '-restricted' : ''}${costed ? '-costed' : ''}`;

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

export const commonCode = ({ tags, lanes, recursions, restricted, costed }: Variant) => `
const tags = ${tags}u;
const side = ${tags + 2}u;
const start = ${tags}u;
const end = ${tags + 1}u;
const lanes = ${lanes}u;
const recursions = ${recursions}u;
const excluded = -1e30; // in place of log 0; finite, so that it survives addition
fn lengthOf(sequence: u32) -> u32 { return u32(clamp(lengths[sequence], 0, i32(parameters.time))); }

// Whether a recursion allows a tag at a row [batch·time]. A step that allows no tag is unknown and allows all.
fn isAllowed(recursion: u32, row: u32, tag: u32) -> bool {
  ${
    restricted
      ? `if (recursion + 1u < recursions || allowed[row * tags + tag] > 0.0) { return true; }
  for (var other = 0u; other < tags; other++) { if (allowed[row * tags + other] > 0.0) { return false; } }`
      : ''
  }
  return true;
}

// A score plus the row's scores of a tag.
fn addRowScores(score: f32, recursion: u32, row: u32, tag: u32) -> f32 {
  let sum = score + emissions[row * tags + tag];
  ${costed ? 'if (recursion == 0u) { return sum + cost[row * tags + tag]; }' : ''}
  return sum;
}`;

/** @param floatsPerTag numbers a tag in workgroup memory. */
export function variantOf(
  { emissions, allowed, cost }: Parts,
  { device }: WebGPUBackend,
  recursions: 1 | 2,
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
  const most = Math.min(device.limits.maxComputeInvocationsPerWorkgroup, 256) / recursions;
  const lanes = Math.min(Math.ceil(tags / 32) * 32, most);
  return { tags, lanes, recursions, restricted: allowed !== undefined, costed: cost !== undefined };
}
