/** The attention decoder's backward pass on WebGPU: a loop over time from the last step to the first. */
import { entryParameters, type Program } from '../webgpu/program.ts';
import { commonCode, keyOf, type Sizes, sizeParameters } from './webgpuStep.ts';

/**
 * Writes a row of `gradient` a step, zero on padding: the gradients of what the aligned state was projected to [8·hidden +
 * attention], whose first part is that of the pre-activations; of the step's query [attention]; and those of the step's
 * scores [time], which are needed here alone. Then those of each sequence's initial state and of its score weights
 * [hidden + attention].
 */
export const backwardProgram = (sizes: Sizes): Program => ({
  key: `graft-decoder-gradient-${keyOf(sizes)}`,
  bindings: [
    { name: 'lengths', type: 'i32' },
    { name: 'projected', type: 'f32' },
    { name: 'stateWeights', type: 'f32' },
    { name: 'scoreWeights', type: 'f32' },
    { name: 'cache', type: 'f32' }, // of the forward pass
    { name: 'statesGradient', type: 'f32' },
    { name: 'gradient', type: 'f32', write: true },
    { name: 'perSequence', type: 'f32', write: true },
  ],
  parameters: sizeParameters,
  code: () => `${commonCode(sizes)}
const keysPerLane = (attention + lanes - 1u) / lanes;
var<workgroup> ofStep: array<f32, stateColumns>; // the gradients of a step's pre-activations and query

@compute @workgroup_size(lanes)
fn main(${entryParameters}) {
  let sequence = workgroupIndex(group, groups);
  if (sequence >= parameters.batch) { return; }
  let length = lengthOf(sequence);
  let first = sequence * parameters.time;
  let cacheWidth = 5u * hidden + attention + parameters.time;
  let width = rowWidth + attention + parameters.time;
  for (var i = lane; i < parameters.time * width; i += lanes) { gradient[first * width + i] = 0.0; }
  var ofCells: array<f32, unitsPerLane>;
  var ofScoreWeights: array<f32, keysPerLane>;
  for (var unit = lane; unit < hidden; unit += lanes) { state[unit] = 0.0; } // here the gradient of the state
  storageBarrier();
  workgroupBarrier();
  for (var iteration = 0u; iteration < length; iteration++) {
    let n = length - 1u - iteration;
    let row = first + n;
    let at = row * cacheWidth;
    let sharesAt = at + 5u * hidden + attention;
    let scoresAt = row * width + rowWidth + attention;
    for (var unit = lane; unit < hidden; unit += lanes) {
      let inputGate = cache[at + unit];
      let forgetGate = cache[at + hidden + unit];
      let candidate = cache[at + 2u * hidden + unit];
      let outputGate = cache[at + 3u * hidden + unit];
      let tanhCell = stableTanh(cache[at + stateColumns + unit]);
      var previousCell = 0.0;
      if (n > 0u) { previousCell = cache[at - cacheWidth + stateColumns + unit]; }
      let ofState = state[unit] + statesGradient[row * hidden + unit];
      let ofCell = ofCells[unit / lanes] + ofState * outputGate * (1.0 - tanhCell * tanhCell);
      ofStep[unit] = ofCell * candidate * inputGate * (1.0 - inputGate);
      ofStep[hidden + unit] = ofCell * previousCell * forgetGate * (1.0 - forgetGate);
      ofStep[2u * hidden + unit] = ofCell * inputGate * (1.0 - candidate * candidate);
      ofStep[3u * hidden + unit] = ofState * tanhCell * outputGate * (1.0 - outputGate);
      ofCells[unit / lanes] = ofCell * forgetGate;
    }
    workgroupBarrier();
    var sum = 0.0;
    for (var j = lane; j < length; j += lanes) {
      var ofShare = 0.0;
      for (var column = 0u; column < gateColumns; column++) { ofShare += ofStep[column] * valueAt(first + j, column); }
      gradient[scoresAt + j] = ofShare;
      sum += cache[sharesAt + j] * ofShare;
    }
    let mean = total(sum, lane);
    for (var j = lane; j < length; j += lanes) {
      gradient[scoresAt + j] = cache[sharesAt + j] * (gradient[scoresAt + j] - mean);
    }
    for (var column = lane; column < gateColumns; column += lanes) {
      gradient[row * width + column] = ofStep[column];
      for (var j = 0u; j < length; j++) {
        gradient[(first + j) * width + gateColumns + column] += cache[sharesAt + j] * ofStep[column];
      }
    }
    storageBarrier();
    workgroupBarrier();
    for (var a = lane; a < attention; a += lanes) {
      let query = cache[at + gateColumns + a];
      var ofQuery = 0.0;
      var ofWeight = 0.0;
      for (var j = 0u; j < length; j++) {
        let curve = stableTanh(query + keyAt(first + j, a));
        let ofScore = gradient[scoresAt + j];
        let ofSum = ofScore * scoreWeights[a] * (1.0 - curve * curve);
        ofWeight += ofScore * curve;
        ofQuery += ofSum;
        gradient[(first + j) * width + 8u * hidden + a] += ofSum;
      }
      ofScoreWeights[a / lanes] += ofWeight;
      ofStep[gateColumns + a] = ofQuery;
      gradient[row * width + rowWidth + a] = ofQuery;
    }
    workgroupBarrier();
    for (var unit = lane; unit < hidden; unit += lanes) {
      var ofState = 0.0;
      for (var column = 0u; column < stateColumns; column++) {
        ofState += ofStep[column] * stateWeights[unit * stateColumns + column];
      }
      state[unit] = ofState;
    }
    workgroupBarrier();
  }
  let own = sequence * (hidden + attention);
  for (var unit = lane; unit < hidden; unit += lanes) { perSequence[own + unit] = state[unit]; }
  for (var a = lane; a < attention; a += lanes) { perSequence[own + hidden + a] = ofScoreWeights[a / lanes]; }
}`,
});

/** Copies and adds up what the loop over time could not: a device guarantees only eight buffers. */
export const finishProgram: Program = {
  key: 'graft-decoder-finish',
  bindings: [
    { name: 'gradient', type: 'f32' },
    { name: 'perSequence', type: 'f32' },
    { name: 'labelsGradient', type: 'f32', write: true }, // [batch, time, 4·hidden]
    { name: 'initialStateGradient', type: 'f32', write: true }, // [batch, hidden]
    { name: 'scoreWeightsGradient', type: 'f32', write: true }, // [attention]
  ],
  parameters: [...sizeParameters, { name: 'hidden', type: 'u32' }, { name: 'attention', type: 'u32' }],
  code: () => `
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  let hidden = parameters.hidden;
  let attention = parameters.attention;
  let labels = parameters.batch * parameters.time * 4u * hidden;
  if (index < labels) {
    let width = 8u * hidden + 2u * attention + parameters.time;
    labelsGradient[index] = gradient[index / (4u * hidden) * width + index % (4u * hidden)];
    return;
  }
  let rest = index - labels;
  if (rest < parameters.batch * hidden) {
    initialStateGradient[rest] = perSequence[rest / hidden * (hidden + attention) + rest % hidden];
    return;
  }
  let a = rest - parameters.batch * hidden;
  if (a >= attention) { return; }
  var sum = 0.0;
  for (var sequence = 0u; sequence < parameters.batch; sequence++) {
    sum += perSequence[sequence * (hidden + attention) + hidden + a];
  }
  scoreWeightsGradient[a] = sum;
}`,
};
