/** The attention decoder's forward passes on WebGPU: with known labels, and with its own. */
import { entryParameters, type Program } from '../webgpu/program.ts';
import { commonCode, keyOf, type Sizes, sizeParameters, stepCode } from './webgpuStep.ts';

/**
 * With known labels. A row of the cache is a step's gates after their activation, its query, its cell, and its shares:
 * [5·hidden + attention + time]. One buffer, since a device guarantees only eight.
 */
export const forwardProgram = (sizes: Sizes): Program => ({
  key: `graft-decoder-${keyOf(sizes)}`,
  bindings: [
    { name: 'lengths', type: 'i32' },
    { name: 'projected', type: 'f32' }, // [batch, time, 8·hidden + attention]
    { name: 'labels', type: 'f32' }, // [batch, time, 4·hidden]
    { name: 'stateWeights', type: 'f32' }, // [hidden, 4·hidden + attention]
    { name: 'scoreWeights', type: 'f32' }, // [attention]
    { name: 'initialState', type: 'f32' }, // [batch, hidden]
    { name: 'cache', type: 'f32', write: true },
    { name: 'states', type: 'f32', write: true }, // [batch, time, hidden]
  ],
  parameters: sizeParameters,
  code: () => `${commonCode(sizes)}
${stepCode({
  stateWeight: 'stateWeights[i]',
  scoreWeight: 'scoreWeights[a]',
  shares: 'cache',
  sharesAt: 'row * (5u * hidden + attention + parameters.time) + 5u * hidden + attention',
  label: 'labels[row * gateColumns + column]',
})}

@compute @workgroup_size(lanes)
fn main(${entryParameters}) {
  let sequence = workgroupIndex(group, groups);
  if (sequence >= parameters.batch) { return; }
  let length = lengthOf(sequence);
  let cacheWidth = 5u * hidden + attention + parameters.time;
  for (var unit = lane; unit < hidden; unit += lanes) { state[unit] = initialState[sequence * hidden + unit]; }
  workgroupBarrier();
  for (var n = 0u; n < length; n++) {
    decoderStep(sequence, length, n, lane);
    let row = sequence * parameters.time + n;
    for (var column = lane; column < stateColumns; column += lanes) {
      cache[row * cacheWidth + column] = fromState[column];
    }
    for (var unit = lane; unit < hidden; unit += lanes) {
      cache[row * cacheWidth + stateColumns + unit] = cells[unit / lanes];
      states[row * hidden + unit] = state[unit];
    }
    workgroupBarrier();
  }
  for (var i = length * hidden + lane; i < parameters.time * hidden; i += lanes) {
    states[sequence * parameters.time * hidden + i] = 0.0;
  }
}`,
});

/** The small inputs of the program below in one buffer, in this order. */
export const packed = [
  'stateWeights',
  'scoreWeights',
  'initialState',
  'labelInputs',
  'outputWeights',
  'outputBias',
  'allowed',
] as const;

/** Packs them: a device guarantees eight buffers a program, and the loop over time needs more. */
export const packProgram: Program = {
  key: 'graft-decoder-pack',
  bindings: [...packed.map((name) => ({ name, type: 'f32' }) as const), { name: 'packed', type: 'f32', write: true }],
  parameters: packed.map((name) => ({ name: `${name}Size`, type: 'u32' })),
  code: () => `
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  var at = index;
  ${packed
    .map(
      (name) => `if (at < parameters.${name}Size) {
    packed[index] = ${name}[at];
    return;
  }
  at -= parameters.${name}Size;`,
    )
    .join('\n  ')}
}`,
};

/** With its own labels: each step takes the likeliest allowed tag. */
export const tagsProgram = (sizes: Sizes, tags: number): Program => ({
  key: `graft-decoder-tags-${keyOf(sizes)}-${tags}`,
  bindings: [
    { name: 'lengths', type: 'i32' },
    { name: 'projected', type: 'f32' },
    { name: 'packed', type: 'f32' },
    { name: 'shares', type: 'f32', write: true }, // [batch, time], of the step under way
    { name: 'scores', type: 'f32', write: true }, // [batch, tags], of the step under way
    { name: 'chosen', type: 'i32', write: true }, // [batch, time]
    { name: 'probabilities', type: 'f32', write: true }, // [batch, time]
  ],
  parameters: [...sizeParameters, ...packed.map((name) => ({ name: `${name}At`, type: 'u32' }) as const)],
  code: () => `${commonCode(sizes)}
const tags = ${tags}u;
var<workgroup> previousLabel: u32; // 0 at the start, else 1 + the tag
${stepCode({
  stateWeight: 'packed[parameters.stateWeightsAt + i]',
  scoreWeight: 'packed[parameters.scoreWeightsAt + a]',
  shares: 'shares',
  sharesAt: 'first',
  label: 'packed[parameters.labelInputsAt + previousLabel * gateColumns + column]',
})}

fn mayFollow(isLast: bool, tag: u32) -> bool {
  if (packed[parameters.allowedAt + previousLabel * tags + tag] <= 0.0) { return false; }
  return !isLast || packed[parameters.allowedAt + (tags + 1u) * tags + tag] > 0.0;
}

/** From the scores of a step to its tag, by one invocation. */
fn chooseTag(row: u32, scoresAt: u32, isLast: bool) {
  var best = tags;
  var bestOfAll = 0u;
  for (var tag = 0u; tag < tags; tag++) {
    if (scores[scoresAt + tag] > scores[scoresAt + bestOfAll]) { bestOfAll = tag; }
    if (!mayFollow(isLast, tag)) { continue; }
    if (best == tags || scores[scoresAt + tag] > scores[scoresAt + min(best, tags - 1u)]) { best = tag; }
  }
  if (best == tags) { best = bestOfAll; }
  let top = scores[scoresAt + bestOfAll];
  var sum = 0.0;
  for (var tag = 0u; tag < tags; tag++) { sum += exp(scores[scoresAt + tag] - top); }
  chosen[row] = i32(best);
  probabilities[row] = exp(scores[scoresAt + best] - top) / sum;
  previousLabel = best + 1u;
}

@compute @workgroup_size(lanes)
fn main(${entryParameters}) {
  let sequence = workgroupIndex(group, groups);
  if (sequence >= parameters.batch) { return; }
  let length = lengthOf(sequence);
  for (var unit = lane; unit < hidden; unit += lanes) {
    state[unit] = packed[parameters.initialStateAt + sequence * hidden + unit];
  }
  if (lane == 0u) { previousLabel = 0u; }
  workgroupBarrier();
  for (var n = 0u; n < length; n++) {
    decoderStep(sequence, length, n, lane);
    for (var tag = lane; tag < tags; tag += lanes) {
      var score = packed[parameters.outputBiasAt + tag];
      for (var k = 0u; k < hidden; k++) { score += state[k] * packed[parameters.outputWeightsAt + k * tags + tag]; }
      scores[sequence * tags + tag] = score;
    }
    storageBarrier();
    workgroupBarrier();
    if (lane == 0u) { chooseTag(sequence * parameters.time + n, sequence * tags, n + 1u == length); }
    workgroupBarrier();
  }
}`,
});
