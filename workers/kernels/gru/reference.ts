/**
 * What the gated recurrent unit means, in plain loops, as paper 3 writes it (section 3.3): over a padded batch, one or
 * two directions, where nothing beyond a sequence's own length is ever read. The reset gate stands inside the
 * candidate's recurrent product, which PyTorch's own GRU has outside of it, and there are no biases. Gates stand in the
 * paper's order: reset, update, candidate.
 *
 *   r = σ(x·W_r + h·U_r);  z = σ(x·W_z + h·U_z);  c = tanh(x·W_c + (r ⊙ h)·U_c);  h ← z ⊙ h + (1 − z) ⊙ c
 */
import { type RecurrentShape, sigmoid, stepAt, unitsAt } from '../recurrent/shape.ts';

export interface GruForward {
  /** [batch, time, directions·hidden], zero on padding. */
  states: Float32Array;
  /** [batch, directions·hidden]: forward at length − 1, backward at 0; of an empty sequence the initial state. */
  final: Float32Array;
  /** [batch, time, directions·3·hidden], after their activation; zero on padding. Kept for the gradient. */
  gates: Float32Array;
  /** What the reset gate lets through, r ⊙ h [batch, time, directions·hidden]; zero on padding. Kept for the gradient. */
  passed: Float32Array;
}

export interface GruGradients {
  inputs: Float32Array; // [batch, time, features], zero on padding
  inputWeights: Float32Array; // [features, directions·3·hidden]
  recurrentWeights: Float32Array; // [directions, hidden, 3·hidden]
  initialState: Float32Array; // [batch, directions·hidden], zero where no initial state was given
}

export function gruForward(
  shape: RecurrentShape,
  inputs: Float32Array, // [batch, time, features]
  lengths: Int32Array, // [batch]
  inputWeights: Float32Array, // [features, directions·3·hidden]
  recurrentWeights: Float32Array, // [directions, hidden, 3·hidden]
  initial?: Float32Array, // the states that the walk begins with [batch, directions·hidden]
): GruForward {
  const { batch, time, features, hidden, directions } = shape;
  const width = directions * hidden;
  const gateWidth = 3 * width;
  const states = new Float32Array(batch * time * width);
  const final = new Float32Array(batch * width);
  const gates = new Float32Array(batch * time * gateWidth);
  const passed = new Float32Array(batch * time * width);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    for (let d = 0; d < directions; d++) {
      const first = b * width + d * hidden;
      const before = Float64Array.from(unitsAt(initial, first, hidden)); // the state of the step walked before this one
      const through = new Float64Array(hidden);
      /** One gate's sum: of the inputs, and of `carried` from the step before. */
      const sumOf = (row: number, g: number, carried: Float64Array) => {
        let sum = 0;
        for (let k = 0; k < features; k++) {
          sum += inputs[row * features + k]! * inputWeights[k * gateWidth + d * 3 * hidden + g]!;
        }
        for (let k = 0; k < hidden; k++) sum += carried[k]! * recurrentWeights[(d * hidden + k) * 3 * hidden + g]!;
        return sum;
      };
      for (let n = 0; n < length; n++) {
        const row = b * time + stepAt(d, n, length);
        const at = row * gateWidth + d * 3 * hidden;
        const here = row * width + d * hidden;
        for (let g = 0; g < 2 * hidden; g++) gates[at + g] = sigmoid(sumOf(row, g, before));
        for (let h = 0; h < hidden; h++) {
          through[h] = gates[at + h]! * before[h]!;
          passed[here + h] = through[h]!;
        }
        for (let h = 0; h < hidden; h++) {
          const candidate = Math.tanh(sumOf(row, 2 * hidden + h, through));
          const update = gates[at + hidden + h]!;
          gates[at + 2 * hidden + h] = candidate;
          states[here + h] = update * before[h]! + (1 - update) * candidate;
        }
        before.set(states.subarray(here, here + hidden));
      }
      final.set(before, first);
    }
  }
  return { states, final, gates, passed };
}

/** Back through time: `statesGradient` [batch, time, directions·hidden] and `finalGradient` [batch, directions·hidden]. */
export function gruGradient(
  shape: RecurrentShape,
  inputs: Float32Array,
  lengths: Int32Array,
  inputWeights: Float32Array,
  recurrentWeights: Float32Array,
  kept: Pick<GruForward, 'states' | 'gates' | 'passed'>,
  statesGradient: Float32Array,
  finalGradient: Float32Array,
  initial?: Float32Array,
): GruGradients {
  const { batch, time, features, hidden, directions } = shape;
  const { states, gates, passed } = kept;
  const width = directions * hidden;
  const gateWidth = 3 * width;
  const gradients: GruGradients = {
    inputs: new Float32Array(batch * time * features),
    inputWeights: new Float32Array(features * gateWidth),
    recurrentWeights: new Float32Array(directions * hidden * 3 * hidden),
    initialState: new Float32Array(batch * width),
  };
  const sums = new Float64Array(3 * hidden); // gradient of the gates before their activation
  const ofPassed = new Float64Array(hidden);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    for (let d = 0; d < directions; d++) {
      /** Adds to `of` what the gradients of gate block `gate` mean for what its recurrent weights were given. */
      const backThrough = (gate: number, of: Float64Array) => {
        for (let k = 0; k < hidden; k++) {
          const weight = (d * hidden + k) * 3 * hidden + gate * hidden;
          for (let h = 0; h < hidden; h++) of[k]! += recurrentWeights[weight + h]! * sums[gate * hidden + h]!;
        }
      };
      const first = b * width + d * hidden;
      const ofState = Float64Array.from(finalGradient.subarray(first, first + hidden));
      for (let n = length - 1; n >= 0; n--) {
        const row = b * time + stepAt(d, n, length);
        const here = row * width + d * hidden;
        const rowBefore = b * time + stepAt(d, n - 1, length);
        const before = rowBefore * width + d * hidden;
        const stateBefore = n > 0 ? states.subarray(before) : unitsAt(initial, first, hidden);
        const at = row * gateWidth + d * 3 * hidden;
        for (let h = 0; h < hidden; h++) {
          const update = gates[at + hidden + h]!;
          const candidate = gates[at + 2 * hidden + h]!;
          const gradient = ofState[h]! + statesGradient[here + h]!;
          sums[hidden + h] = gradient * (stateBefore[h]! - candidate) * update * (1 - update);
          sums[2 * hidden + h] = gradient * (1 - update) * (1 - candidate * candidate);
          ofState[h] = gradient * update;
        }
        ofPassed.fill(0);
        backThrough(2, ofPassed);
        for (let h = 0; h < hidden; h++) {
          const reset = gates[at + h]!;
          sums[h] = ofPassed[h]! * stateBefore[h]! * reset * (1 - reset);
          ofState[h]! += ofPassed[h]! * reset;
        }
        backThrough(0, ofState);
        backThrough(1, ofState);
        for (let g = 0; g < 3 * hidden; g++) {
          const sum = sums[g]!;
          for (let k = 0; k < features; k++) {
            const weight = k * gateWidth + d * 3 * hidden + g;
            gradients.inputWeights[weight]! += inputs[row * features + k]! * sum;
            gradients.inputs[row * features + k]! += inputWeights[weight]! * sum;
          }
          for (let k = 0; k < hidden; k++) {
            const given = g < 2 * hidden ? stateBefore[k]! : passed[here + k]!;
            gradients.recurrentWeights[(d * hidden + k) * 3 * hidden + g]! += given * sum;
          }
        }
      }
      if (initial) gradients.initialState.set(ofState, first);
    }
  }
  return gradients;
}
