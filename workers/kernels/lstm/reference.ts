/**
 * The definition of the LSTM in plain loops (Hochreiter and Schmidhuber 1997 with forget gates, the form of papers 0
 * and 1), over a padded batch, in one or two directions. Nothing beyond a sequence's length is ever read. Gates are in
 * the order input, forget, candidate, output, as in PyTorch.
 *
 *   a = x·W + h·U + b;  i, f, o = σ(a_i), σ(a_f), σ(a_o);  g = tanh(a_g)
 *   c ← f·c + i·g;  h ← o·tanh(c)
 */
import { type RecurrentShape, sigmoid, timeAt, unitsAt } from '../recurrent/shape.ts';

/** The initial states and cell states [batch, directions·hidden] each. */
export interface LstmInitial {
  state: Float32Array;
  cell: Float32Array;
}

export interface LstmForward {
  /** [batch, time, directions·hidden], zero on padding. */
  states: Float32Array;
  /** [batch, directions·hidden]: forward at length − 1, backward at 0; of an empty sequence the initial state. */
  final: Float32Array;
  /** The cell states at the same place as `final`. */
  finalCell: Float32Array;
  /** [batch, time, directions·4·hidden], after their activation; zero on padding. Cached for the backward pass. */
  gates: Float32Array;
  /** [batch, time, directions·hidden], zero on padding. Cached for the backward pass. */
  cells: Float32Array;
}

export interface LstmGradients {
  inputs: Float32Array; // [batch, time, features], zero on padding
  inputWeights: Float32Array; // [features, directions·4·hidden]
  recurrentWeights: Float32Array; // [directions, hidden, 4·hidden]
  bias: Float32Array; // [directions·4·hidden]
  initialState: Float32Array; // [batch, directions·hidden], zero where no initial state was given
  initialCell: Float32Array; // the same
}

/** Boundary states of the backward pass, where given. */
interface LstmBoundary {
  initial?: LstmInitial | undefined;
  finalCellGradient?: Float32Array | undefined; // [batch, directions·hidden]
}

export function lstmForward(
  shape: RecurrentShape,
  inputs: Float32Array, // [batch, time, features]
  lengths: Int32Array, // [batch]
  inputWeights: Float32Array, // [features, directions·4·hidden]
  recurrentWeights: Float32Array, // [directions, hidden, 4·hidden]
  bias: Float32Array, // [directions·4·hidden]
  initial?: LstmInitial,
): LstmForward {
  const { batch, time, features, hidden, directions } = shape;
  const width = directions * hidden;
  const gateWidth = 4 * width;
  const states = new Float32Array(batch * time * width);
  const final = new Float32Array(batch * width);
  const finalCell = new Float32Array(batch * width);
  const gates = new Float32Array(batch * time * gateWidth);
  const cells = new Float32Array(batch * time * width);
  const preActivations = new Float64Array(4 * hidden);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    for (let d = 0; d < directions; d++) {
      const first = b * width + d * hidden;
      // Of the previous time step.
      const state = unitsAt(initial?.state, first, hidden);
      const cell = unitsAt(initial?.cell, first, hidden);
      for (let n = 0; n < length; n++) {
        const row = b * time + timeAt(d, n, length);
        for (let g = 0; g < 4 * hidden; g++) {
          const column = d * 4 * hidden + g;
          let sum = bias[column]!;
          for (let k = 0; k < features; k++) sum += inputs[row * features + k]! * inputWeights[k * gateWidth + column]!;
          if (n > 0 || initial) {
            for (let k = 0; k < hidden; k++) sum += state[k]! * recurrentWeights[(d * hidden + k) * 4 * hidden + g]!;
          }
          preActivations[g] = sum;
        }
        for (let h = 0; h < hidden; h++) {
          const inputGate = sigmoid(preActivations[h]!);
          const forgetGate = sigmoid(preActivations[hidden + h]!);
          const candidate = Math.tanh(preActivations[2 * hidden + h]!);
          const outputGate = sigmoid(preActivations[3 * hidden + h]!);
          const at = row * gateWidth + d * 4 * hidden + h;
          gates[at] = inputGate;
          gates[at + hidden] = forgetGate;
          gates[at + 2 * hidden] = candidate;
          gates[at + 3 * hidden] = outputGate;
          cell[h] = forgetGate * cell[h]! + inputGate * candidate;
          state[h] = outputGate * Math.tanh(cell[h]!);
        }
        cells.set(cell, row * width + d * hidden);
        states.set(state, row * width + d * hidden);
      }
      final.set(state, first);
      finalCell.set(cell, first);
    }
  }
  return { states, final, finalCell, gates, cells };
}

/**
 * The backward pass, for `statesGradient` [batch, time, directions·hidden] and `finalGradient` [batch,
 * directions·hidden].
 */
export function lstmGradient(
  shape: RecurrentShape,
  inputs: Float32Array,
  lengths: Int32Array,
  inputWeights: Float32Array,
  recurrentWeights: Float32Array,
  cache: Pick<LstmForward, 'states' | 'gates' | 'cells'>,
  statesGradient: Float32Array,
  finalGradient: Float32Array,
  { initial, finalCellGradient }: LstmBoundary = {},
): LstmGradients {
  const { batch, time, features, hidden, directions } = shape;
  const { states, gates, cells } = cache;
  const width = directions * hidden;
  const gateWidth = 4 * width;
  const gradients: LstmGradients = {
    inputs: new Float32Array(batch * time * features),
    inputWeights: new Float32Array(features * gateWidth),
    recurrentWeights: new Float32Array(directions * hidden * 4 * hidden),
    bias: new Float32Array(gateWidth),
    initialState: new Float32Array(batch * width),
    initialCell: new Float32Array(batch * width),
  };
  const gateGradients = new Float64Array(4 * hidden); // gradients of the pre-activations
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    for (let d = 0; d < directions; d++) {
      const first = b * width + d * hidden;
      const stateGradient = Float64Array.from(finalGradient.subarray(first, first + hidden));
      const cellGradient = Float64Array.from(unitsAt(finalCellGradient, first, hidden));
      for (let n = length - 1; n >= 0; n--) {
        const row = b * time + timeAt(d, n, length);
        const previous = (b * time + timeAt(d, n - 1, length)) * width + d * hidden;
        const previousState = n > 0 ? states.subarray(previous) : unitsAt(initial?.state, first, hidden);
        const previousCell = n > 0 ? cells.subarray(previous) : unitsAt(initial?.cell, first, hidden);
        for (let h = 0; h < hidden; h++) {
          const at = row * gateWidth + d * 4 * hidden + h;
          const inputGate = gates[at]!;
          const forgetGate = gates[at + hidden]!;
          const candidate = gates[at + 2 * hidden]!;
          const outputGate = gates[at + 3 * hidden]!;
          const tanhCell = Math.tanh(cells[row * width + d * hidden + h]!);
          const totalStateGradient = stateGradient[h]! + statesGradient[row * width + d * hidden + h]!;
          const totalCellGradient = cellGradient[h]! + totalStateGradient * outputGate * (1 - tanhCell * tanhCell);
          gateGradients[h] = totalCellGradient * candidate * inputGate * (1 - inputGate);
          gateGradients[hidden + h] = totalCellGradient * previousCell[h]! * forgetGate * (1 - forgetGate);
          gateGradients[2 * hidden + h] = totalCellGradient * inputGate * (1 - candidate * candidate);
          gateGradients[3 * hidden + h] = totalStateGradient * tanhCell * outputGate * (1 - outputGate);
          cellGradient[h] = totalCellGradient * forgetGate;
        }
        stateGradient.fill(0);
        for (let g = 0; g < 4 * hidden; g++) {
          const sum = gateGradients[g]!;
          const column = d * 4 * hidden + g;
          gradients.bias[column]! += sum;
          for (let k = 0; k < features; k++) {
            gradients.inputWeights[k * gateWidth + column]! += inputs[row * features + k]! * sum;
            gradients.inputs[row * features + k]! += inputWeights[k * gateWidth + column]! * sum;
          }
          if (n === 0 && !initial) continue;
          for (let k = 0; k < hidden; k++) {
            const weight = (d * hidden + k) * 4 * hidden + g;
            gradients.recurrentWeights[weight]! += previousState[k]! * sum;
            stateGradient[k]! += recurrentWeights[weight]! * sum;
          }
        }
      }
      if (!initial) continue;
      gradients.initialState.set(stateGradient, first);
      gradients.initialCell.set(cellGradient, first);
    }
  }
  return gradients;
}
