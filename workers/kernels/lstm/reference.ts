/**
 * What the recurrent sequence means, in plain loops: an LSTM (Hochreiter and Schmidhuber 1997 with forget gates, the
 * form of papers 0 and 1) over a padded batch, one or two directions, where nothing beyond a sequence's own length is
 * ever read. Gates stand in the order input, forget, cell, output, as PyTorch has them.
 *
 *   a = x·W + h·U + b;  i, f, o = σ(a_i), σ(a_f), σ(a_o);  g = tanh(a_g)
 *   c ← f·c + i·g;  h ← o·tanh(c)
 */
import { type RecurrentShape, sigmoid, stepAt, unitsAt } from '../recurrent/shape.ts';

/** The states and cells that the walk begins with [batch, directions·hidden] each. */
export interface LstmInitial {
  state: Float32Array;
  cell: Float32Array;
}

export interface LstmForward {
  /** [batch, time, directions·hidden], zero on padding. */
  states: Float32Array;
  /** [batch, directions·hidden]: forward at length − 1, backward at 0; of an empty sequence the initial state. */
  final: Float32Array;
  /** The cells that belong to `final`. */
  finalCell: Float32Array;
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
  initialState: Float32Array; // [batch, directions·hidden], zero where no initial state was given
  initialCell: Float32Array; // the same
}

/** What the walk back knows of the ends of the walk, where there is anything to know. */
interface LstmEnds {
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
  const sums = new Float64Array(4 * hidden);
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    for (let d = 0; d < directions; d++) {
      const first = b * width + d * hidden;
      // Of the step before.
      const state = unitsAt(initial?.state, first, hidden);
      const cell = unitsAt(initial?.cell, first, hidden);
      for (let n = 0; n < length; n++) {
        const row = b * time + stepAt(d, n, length);
        for (let g = 0; g < 4 * hidden; g++) {
          const column = d * 4 * hidden + g;
          let sum = bias[column]!;
          for (let k = 0; k < features; k++) sum += inputs[row * features + k]! * inputWeights[k * gateWidth + column]!;
          if (n > 0 || initial) {
            for (let k = 0; k < hidden; k++) sum += state[k]! * recurrentWeights[(d * hidden + k) * 4 * hidden + g]!;
          }
          sums[g] = sum;
        }
        for (let h = 0; h < hidden; h++) {
          const inputGate = sigmoid(sums[h]!);
          const forgetGate = sigmoid(sums[hidden + h]!);
          const candidate = Math.tanh(sums[2 * hidden + h]!);
          const outputGate = sigmoid(sums[3 * hidden + h]!);
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
  { initial, finalCellGradient }: LstmEnds = {},
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
    initialState: new Float32Array(batch * width),
    initialCell: new Float32Array(batch * width),
  };
  const sums = new Float64Array(4 * hidden); // gradient of the gates before their activation
  for (let b = 0; b < batch; b++) {
    const length = Math.min(lengths[b]!, time);
    for (let d = 0; d < directions; d++) {
      const first = b * width + d * hidden;
      const stateGradient = Float64Array.from(finalGradient.subarray(first, first + hidden));
      const cellGradient = Float64Array.from(unitsAt(finalCellGradient, first, hidden));
      for (let n = length - 1; n >= 0; n--) {
        const row = b * time + stepAt(d, n, length);
        const before = (b * time + stepAt(d, n - 1, length)) * width + d * hidden;
        const stateBefore = n > 0 ? states.subarray(before) : unitsAt(initial?.state, first, hidden);
        const cellsBefore = n > 0 ? cells.subarray(before) : unitsAt(initial?.cell, first, hidden);
        for (let h = 0; h < hidden; h++) {
          const at = row * gateWidth + d * 4 * hidden + h;
          const inputGate = gates[at]!;
          const forgetGate = gates[at + hidden]!;
          const candidate = gates[at + 2 * hidden]!;
          const outputGate = gates[at + 3 * hidden]!;
          const squashed = Math.tanh(cells[row * width + d * hidden + h]!);
          const ofState = stateGradient[h]! + statesGradient[row * width + d * hidden + h]!;
          const ofCell = cellGradient[h]! + ofState * outputGate * (1 - squashed * squashed);
          sums[h] = ofCell * candidate * inputGate * (1 - inputGate);
          sums[hidden + h] = ofCell * cellsBefore[h]! * forgetGate * (1 - forgetGate);
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
          if (n === 0 && !initial) continue;
          for (let k = 0; k < hidden; k++) {
            const weight = (d * hidden + k) * 4 * hidden + g;
            gradients.recurrentWeights[weight]! += stateBefore[k]! * sum;
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
