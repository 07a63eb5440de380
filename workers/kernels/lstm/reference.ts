/**
 * What the recurrent sequence means, in plain loops: an LSTM (Hochreiter and Schmidhuber 1997 with forget gates, the
 * form of papers 0 and 1) over a padded batch, one or two directions, where nothing beyond a sequence's own length is
 * ever read. Gates stand in the order input, forget, cell, output, as PyTorch has them.
 *
 *   a = x·W + h·U + b;  i, f, o = σ(a_i), σ(a_f), σ(a_o);  g = tanh(a_g)
 *   c ← f·c + i·g;  h ← o·tanh(c)
 */
import { type RecurrentShape, sigmoid, stepAt } from '../recurrent/shape.ts';

export interface LstmForward {
  /** [batch, time, directions·hidden], zero on padding. */
  states: Float32Array;
  /** [batch, directions·hidden]: forward at length − 1, backward at 0; zero for an empty sequence. */
  final: Float32Array;
  /** [batch, time, directions·4·hidden], after their activation; zero on padding. Kept for the gradient. */
  gates: Float32Array;
  /** [batch, time, directions·hidden], zero on padding. Kept for the gradient. */
  cells: Float32Array;
}

export interface LstmGradients {
  inputs: Float32Array; // [batch, time, features], zero on padding
  inputWeights: Float32Array; // [features, directions·4·hidden]
  recurrentWeights: Float32Array; // [directions, hidden, 4·hidden]
  bias: Float32Array; // [directions·4·hidden]
}

export function lstmForward(
  shape: RecurrentShape,
  inputs: Float32Array, // [batch, time, features]
  lengths: Int32Array, // [batch]
  inputWeights: Float32Array, // [features, directions·4·hidden]
  recurrentWeights: Float32Array, // [directions, hidden, 4·hidden]
  bias: Float32Array, // [directions·4·hidden]
): LstmForward {
  const { batch, time, features, hidden, directions } = shape;
  const width = directions * hidden;
  const gateWidth = 4 * width;
  const states = new Float32Array(batch * time * width);
  const final = new Float32Array(batch * width);
  const gates = new Float32Array(batch * time * gateWidth);
  const cells = new Float32Array(batch * time * width);
  const sums = new Float64Array(4 * hidden);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    for (let d = 0; d < directions; d++) {
      let before = -1; // the row of the step walked before this one
      for (let n = 0; n < length; n++) {
        const row = b * time + stepAt(d, n, length);
        for (let g = 0; g < 4 * hidden; g++) {
          const column = d * 4 * hidden + g;
          let sum = bias[column]!;
          for (let k = 0; k < features; k++) sum += inputs[row * features + k]! * inputWeights[k * gateWidth + column]!;
          if (before >= 0) {
            for (let k = 0; k < hidden; k++) {
              const weight = recurrentWeights[(d * hidden + k) * 4 * hidden + g]!;
              sum += states[before * width + d * hidden + k]! * weight;
            }
          }
          sums[g] = sum;
        }
        for (let h = 0; h < hidden; h++) {
          const inputGate = sigmoid(sums[h]!);
          const forgetGate = sigmoid(sums[hidden + h]!);
          const candidate = Math.tanh(sums[2 * hidden + h]!);
          const outputGate = sigmoid(sums[3 * hidden + h]!);
          const cellBefore = before >= 0 ? cells[before * width + d * hidden + h]! : 0;
          const cell = forgetGate * cellBefore + inputGate * candidate;
          const at = row * gateWidth + d * 4 * hidden + h;
          gates[at] = inputGate;
          gates[at + hidden] = forgetGate;
          gates[at + 2 * hidden] = candidate;
          gates[at + 3 * hidden] = outputGate;
          cells[row * width + d * hidden + h] = cell;
          states[row * width + d * hidden + h] = outputGate * Math.tanh(cell);
        }
        before = row;
      }
      for (let h = 0; h < hidden && before >= 0; h++) {
        final[b * width + d * hidden + h] = states[before * width + d * hidden + h]!;
      }
    }
  }
  return { states, final, gates, cells };
}

/** Back through time: `statesGradient` [batch, time, directions·hidden] and `finalGradient` [batch, directions·hidden]. */
export function lstmGradient(
  shape: RecurrentShape,
  inputs: Float32Array,
  lengths: Int32Array,
  inputWeights: Float32Array,
  recurrentWeights: Float32Array,
  kept: Pick<LstmForward, 'states' | 'gates' | 'cells'>,
  statesGradient: Float32Array,
  finalGradient: Float32Array,
): LstmGradients {
  const { batch, time, features, hidden, directions } = shape;
  const { states, gates, cells } = kept;
  const width = directions * hidden;
  const gateWidth = 4 * width;
  const gradients: LstmGradients = {
    inputs: new Float32Array(batch * time * features),
    inputWeights: new Float32Array(features * gateWidth),
    recurrentWeights: new Float32Array(directions * hidden * 4 * hidden),
    bias: new Float32Array(gateWidth),
  };
  const sums = new Float64Array(4 * hidden); // gradient of the gates before their activation
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    for (let d = 0; d < directions; d++) {
      const stateGradient = new Float64Array(hidden);
      const cellGradient = new Float64Array(hidden);
      for (let h = 0; h < hidden; h++) stateGradient[h] = finalGradient[b * width + d * hidden + h]!;
      for (let n = length - 1; n >= 0; n--) {
        const row = b * time + stepAt(d, n, length);
        const before = n > 0 ? b * time + stepAt(d, n - 1, length) : -1;
        for (let h = 0; h < hidden; h++) {
          const at = row * gateWidth + d * 4 * hidden + h;
          const inputGate = gates[at]!;
          const forgetGate = gates[at + hidden]!;
          const candidate = gates[at + 2 * hidden]!;
          const outputGate = gates[at + 3 * hidden]!;
          const squashed = Math.tanh(cells[row * width + d * hidden + h]!);
          const cellBefore = before >= 0 ? cells[before * width + d * hidden + h]! : 0;
          const ofState = stateGradient[h]! + statesGradient[row * width + d * hidden + h]!;
          const ofCell = cellGradient[h]! + ofState * outputGate * (1 - squashed * squashed);
          sums[h] = ofCell * candidate * inputGate * (1 - inputGate);
          sums[hidden + h] = ofCell * cellBefore * forgetGate * (1 - forgetGate);
          sums[2 * hidden + h] = ofCell * inputGate * (1 - candidate * candidate);
          sums[3 * hidden + h] = ofState * squashed * outputGate * (1 - outputGate);
          cellGradient[h] = ofCell * forgetGate;
        }
        stateGradient.fill(0);
        for (let g = 0; g < 4 * hidden; g++) {
          const sum = sums[g]!;
          const column = d * 4 * hidden + g;
          gradients.bias[column]! += sum;
          for (let k = 0; k < features; k++) {
            gradients.inputWeights[k * gateWidth + column]! += inputs[row * features + k]! * sum;
            gradients.inputs[row * features + k]! += inputWeights[k * gateWidth + column]! * sum;
          }
          if (before < 0) continue;
          for (let k = 0; k < hidden; k++) {
            const weight = (d * hidden + k) * 4 * hidden + g;
            gradients.recurrentWeights[weight]! += states[before * width + d * hidden + k]! * sum;
            stateGradient[k]! += recurrentWeights[weight]! * sum;
          }
        }
      }
    }
  }
  return gradients;
}
