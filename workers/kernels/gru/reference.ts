/**
 * The definition of the GRU in plain loops, as paper 3 writes it (section 3.3), over a padded batch, in one or two
 * directions. Nothing beyond a sequence's length is ever read. The reset gate is inside the candidate's recurrent
 * product; PyTorch's GRU has it outside. There are no biases. Gates are in the paper's order: reset, update, candidate.
 *
 *   r = σ(x·W_r + h·U_r);  z = σ(x·W_z + h·U_z);  c = tanh(x·W_c + (r ⊙ h)·U_c);  h ← z ⊙ h + (1 − z) ⊙ c
 */
import { type RecurrentShape, sigmoid, timeAt, unitsAt } from '../recurrent/shape.ts';

export interface GruForward {
  /** [batch, time, directions·hidden], zero on padding. */
  states: Float32Array;
  /** [batch, directions·hidden]: forward at length − 1, backward at 0; of an empty sequence the initial state. */
  final: Float32Array;
  /** [batch, time, directions·3·hidden], after their activation; zero on padding. Cached for the backward pass. */
  gates: Float32Array;
  /** The reset states r ⊙ h [batch, time, directions·hidden]; zero on padding. Cached for the backward pass. */
  resetStates: Float32Array;
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
  initial?: Float32Array, // initial states [batch, directions·hidden]
): GruForward {
  const { batch, time, features, hidden, directions } = shape;
  const width = directions * hidden;
  const gateWidth = 3 * width;
  const states = new Float32Array(batch * time * width);
  const final = new Float32Array(batch * width);
  const gates = new Float32Array(batch * time * gateWidth);
  const resetStates = new Float32Array(batch * time * width);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    for (let d = 0; d < directions; d++) {
      const first = b * width + d * hidden;
      const previous = Float64Array.from(unitsAt(initial, first, hidden)); // of the previous time step
      const resetState = new Float64Array(hidden);
      /** A gate's pre-activation, from the inputs and from `recurrent`, the input of its recurrent weights. */
      const preActivation = (row: number, g: number, recurrent: Float64Array) => {
        let sum = 0;
        for (let k = 0; k < features; k++) {
          sum += inputs[row * features + k]! * inputWeights[k * gateWidth + d * 3 * hidden + g]!;
        }
        for (let k = 0; k < hidden; k++) sum += recurrent[k]! * recurrentWeights[(d * hidden + k) * 3 * hidden + g]!;
        return sum;
      };
      for (let n = 0; n < length; n++) {
        const row = b * time + timeAt(d, n, length);
        const at = row * gateWidth + d * 3 * hidden;
        const here = row * width + d * hidden;
        for (let g = 0; g < 2 * hidden; g++) gates[at + g] = sigmoid(preActivation(row, g, previous));
        for (let h = 0; h < hidden; h++) {
          resetState[h] = gates[at + h]! * previous[h]!;
          resetStates[here + h] = resetState[h]!;
        }
        for (let h = 0; h < hidden; h++) {
          const candidate = Math.tanh(preActivation(row, 2 * hidden + h, resetState));
          const update = gates[at + hidden + h]!;
          gates[at + 2 * hidden + h] = candidate;
          states[here + h] = update * previous[h]! + (1 - update) * candidate;
        }
        previous.set(states.subarray(here, here + hidden));
      }
      final.set(previous, first);
    }
  }
  return { states, final, gates, resetStates };
}

/**
 * The backward pass, for `statesGradient` [batch, time, directions·hidden] and `finalGradient` [batch,
 * directions·hidden].
 */
export function gruGradient(
  shape: RecurrentShape,
  inputs: Float32Array,
  lengths: Int32Array,
  inputWeights: Float32Array,
  recurrentWeights: Float32Array,
  cache: Pick<GruForward, 'states' | 'gates' | 'resetStates'>,
  statesGradient: Float32Array,
  finalGradient: Float32Array,
  initial?: Float32Array,
): GruGradients {
  const { batch, time, features, hidden, directions } = shape;
  const { states, gates, resetStates } = cache;
  const width = directions * hidden;
  const gateWidth = 3 * width;
  const gradients: GruGradients = {
    inputs: new Float32Array(batch * time * features),
    inputWeights: new Float32Array(features * gateWidth),
    recurrentWeights: new Float32Array(directions * hidden * 3 * hidden),
    initialState: new Float32Array(batch * width),
  };
  const gateGradients = new Float64Array(3 * hidden); // gradients of the pre-activations
  const resetStateGradient = new Float64Array(hidden);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    for (let d = 0; d < directions; d++) {
      /** Adds to `target` the gradient, by way of gate block `gate`, of the input of its recurrent weights. */
      const addRecurrentGradient = (gate: number, target: Float64Array) => {
        for (let k = 0; k < hidden; k++) {
          const weight = (d * hidden + k) * 3 * hidden + gate * hidden;
          for (let h = 0; h < hidden; h++)
            target[k]! += recurrentWeights[weight + h]! * gateGradients[gate * hidden + h]!;
        }
      };
      const first = b * width + d * hidden;
      const stateGradient = Float64Array.from(finalGradient.subarray(first, first + hidden));
      for (let n = length - 1; n >= 0; n--) {
        const row = b * time + timeAt(d, n, length);
        const here = row * width + d * hidden;
        const previousRow = b * time + timeAt(d, n - 1, length);
        const previous = previousRow * width + d * hidden;
        const previousState = n > 0 ? states.subarray(previous) : unitsAt(initial, first, hidden);
        const at = row * gateWidth + d * 3 * hidden;
        for (let h = 0; h < hidden; h++) {
          const update = gates[at + hidden + h]!;
          const candidate = gates[at + 2 * hidden + h]!;
          const gradient = stateGradient[h]! + statesGradient[here + h]!;
          gateGradients[hidden + h] = gradient * (previousState[h]! - candidate) * update * (1 - update);
          gateGradients[2 * hidden + h] = gradient * (1 - update) * (1 - candidate * candidate);
          stateGradient[h] = gradient * update;
        }
        resetStateGradient.fill(0);
        addRecurrentGradient(2, resetStateGradient);
        for (let h = 0; h < hidden; h++) {
          const reset = gates[at + h]!;
          gateGradients[h] = resetStateGradient[h]! * previousState[h]! * reset * (1 - reset);
          stateGradient[h]! += resetStateGradient[h]! * reset;
        }
        addRecurrentGradient(0, stateGradient);
        addRecurrentGradient(1, stateGradient);
        for (let g = 0; g < 3 * hidden; g++) {
          const sum = gateGradients[g]!;
          for (let k = 0; k < features; k++) {
            const weight = k * gateWidth + d * 3 * hidden + g;
            gradients.inputWeights[weight]! += inputs[row * features + k]! * sum;
            gradients.inputs[row * features + k]! += inputWeights[weight]! * sum;
          }
          for (let k = 0; k < hidden; k++) {
            const given = g < 2 * hidden ? previousState[k]! : resetStates[here + k]!;
            gradients.recurrentWeights[(d * hidden + k) * 3 * hidden + g]! += given * sum;
          }
        }
      }
      if (initial) gradients.initialState.set(stateGradient, first);
    }
  }
  return gradients;
}
