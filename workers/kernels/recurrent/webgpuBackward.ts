/**
 * The backward recurrence of a layer on WebGPU: a loop over time from the last step to the first. It takes the
 * gradients of the states. It computes those of the pre-activations and of the initial states. Every other gradient is
 * a matrix product of the pre-activations' (webgpuProducts.ts).
 */
import { type Binding, entryParameters, type Program } from '../webgpu/program.ts';
import type { RecurrentKind } from './operation.ts';
import type { PerSequenceTensor } from './webgpuPreparation.ts';
import {
  type Cell,
  gatesBetween,
  readerCode,
  recurrenceCode,
  recurrenceParameters,
  type Tiling,
  tilingKey,
  writerCode,
} from './webgpuRecurrence.ts';

/** The tensors that are present. The others are neither bound nor read. */
interface PresentTensors {
  readonly statesGradient: boolean;
  /** The tensors behind the weights in `prepared`, in order. */
  readonly perSequence: readonly PerSequenceTensor[];
}

/**
 * WGSL of a product with the transposed recurrent weights: from the pre-activations' gradients of gates `from` to `end`
 * to the gradient of one unit of what these weights multiplied.
 */
const transposedProduct = (name: string, from: number, end: number) => `
fn ${name}(direction: u32, unit: u32) -> Values {
  var sum: Values;
  var weight = direction * gates * hidden * hidden + unit;
  for (var k = 0u; k < hidden; k++) {
    ${gatesBetween(from, end)
      .map((gate) => `sum += gateGradients[${gate}u * hidden + k] * prepared[weight + ${gate}u * hidden * hidden];`)
      .join('\n    ')}
    weight += hidden;
  }
  return sum;
}`;

/**
 * Writes the gradients of the pre-activations [batch, time, directions·gates·hidden], zero on padding, and those of the
 * initial state and cell state, where present [batch, directions·hidden].
 */
export function backwardProgram(
  { title, gates, cells }: RecurrentKind,
  { stepBackward, history, resetGate }: Cell,
  tiling: Tiling,
  { statesGradient, perSequence }: PresentTensors,
): Program {
  const all = gatesBetween(0, gates);
  const initial = perSequence.includes('initialHistory');
  const hasPrevious = initial ? 'true' : 'n > 0u';
  const optional: [boolean, Binding][] = [
    [history === 'states', { name: 'states', type: 'f32' }],
    [statesGradient, { name: 'statesGradient', type: 'f32' }],
    [initial, { name: 'initialStateGradient', type: 'f32', write: true }],
    [initial && cells, { name: 'initialCellGradient', type: 'f32', write: true }],
  ];
  const bound = optional.flatMap(([present, binding]) => (present ? [binding] : []));
  /** WGSL that reads a unit of a tensor in `prepared`, for all sequences of the tile; zero where it is absent. */
  const readPerSequence = (name: PerSequenceTensor) =>
    perSequence.includes(name) ? `readPerSequence(tile, ${perSequence.indexOf(name)}u, column)` : 'Values()';
  return {
    key: ['graft', title, 'gradient', tilingKey(tiling), ...perSequence, ...bound.map(({ name }) => name)].join('-'),
    bindings: [
      { name: 'lengths', type: 'i32' },
      { name: 'prepared', type: 'f32' }, // then the tensors of a row a sequence
      { name: 'cache', type: 'f32' },
      { name: 'preActivationsGradient', type: 'f32', write: true },
      ...bound,
    ],
    parameters: recurrenceParameters,
    code: () => `${recurrenceCode(tiling)}
${readerCode(tiling, 'readCache', 'cache', 'cacheWidth')}
${history === 'states' ? readerCode(tiling, 'readState', 'states', 'width') : ''}
${writerCode(tiling, 'writeGateGradient', 'preActivationsGradient', 'gateWidth')}
${statesGradient ? readerCode(tiling, 'readStateGradient', 'statesGradient', 'width') : ''}
${readerCode(tiling, 'readPrepared', 'prepared', 'width', 'directions * gates * hidden * hidden')}
${initial ? writerCode(tiling, 'writeInitialState', 'initialStateGradient', 'width') : ''}
${initial && cells ? writerCode(tiling, 'writeInitialCell', 'initialCellGradient', 'width') : ''}

fn readHistory(rows: Uints, column: u32, mask: Mask) -> Values {
  return ${history === 'states' ? 'readState(rows, column, mask)' : 'readCache(rows, gateWidth + column, mask)'};
}

fn readPerSequence(tile: Tile, number: u32, column: u32) -> Values {
  return readPrepared(number * parameters.batch + tile.sequences, column, tile.present);
}

/** The history at the step before n, for the sequences that the mask selects. */
fn readPrevious(tile: Tile, n: u32, previousRows: Uints, column: u32, activeMask: Mask) -> Values {
  if (n == 0u) { return ${readPerSequence('initialHistory')}; }
  return readHistory(previousRows, column, activeMask);
}

struct StepGradients { preActivations: GateValues, state: Values, cached: Values }
${stepBackward}

var<workgroup> gateGradients: array<Values, gates * hidden>; // gradients of the pre-activations of one time step
${transposedProduct('stateProduct', 0, resetGate?.firstGate ?? gates)}
${
  resetGate
    ? `
struct ResetGradients { preActivation: Values, state: Values }
${resetGate.resetBackward}
${transposedProduct('resetStateProduct', resetGate.firstGate, gates)}`
    : ''
}

@compute @workgroup_size(lanes)
fn main(${entryParameters}) {
  let tile = tileOf(workgroupIndex(group, groups));
  var stateGradients: array<Values, unitsPerLane>;
  var cachedGradients: array<Values, unitsPerLane>;
  for (var unit = lane; unit < hidden; unit += lanes) {
    let column = tile.direction * hidden + unit;
    stateGradients[unit / lanes] = ${readPerSequence('finalGradient')};
    cachedGradients[unit / lanes] = ${readPerSequence('finalCellGradient')};
    for (var time = 0u; time < parameters.time; time++) {
      let padding = tile.present & (tile.lengths <= Uints(time));
      for (var gate = 0u; gate < gates; gate++) {
        let gateColumn = (tile.direction * gates + gate) * hidden + unit;
        writeGateGradient(tile.sequences * parameters.time + time, gateColumn, padding, Values());
      }
    }
  }
  for (var iteration = 0u; iteration < tile.longest; iteration++) {
    let n = tile.longest - 1u - iteration;
    let activeMask = Uints(n) < tile.lengths;
    let rows = rowsAt(tile, n);
    let previousRows = rowsAt(tile, n - 1u);
    for (var unit = lane; unit < hidden; unit += lanes) {
      let gateColumn = tile.direction * gates * hidden + unit;
      let column = tile.direction * hidden + unit;
      let gateValues = GateValues(
        ${all.map((gate) => `readCache(rows, gateColumn + ${gate}u * hidden, activeMask)`).join(',\n        ')});
      let gradient = stateGradients[unit / lanes]${statesGradient ? ' + readStateGradient(rows, column, activeMask)' : ''};
      let current = readHistory(rows, column, activeMask);
      let previous = readPrevious(tile, n, previousRows, column, activeMask);
      let gradients = stepBackward(gateValues, current, previous, gradient, cachedGradients[unit / lanes]);
      // A sequence that has not reached its last step yet contributes nothing. Its state's gradient does not change.
      ${all
        .map(
          (gate) => `gateGradients[${gate}u * hidden + unit] =
        select(Values(), gradients.preActivations[${gate}], activeMask);
      writeGateGradient(rows, gateColumn + ${gate}u * hidden, activeMask, gradients.preActivations[${gate}]);`,
        )
        .join('\n      ')}
      stateGradients[unit / lanes] = select(stateGradients[unit / lanes], gradients.state, activeMask);
      cachedGradients[unit / lanes] = select(cachedGradients[unit / lanes], gradients.cached, activeMask);
    }
    workgroupBarrier();
    if (${hasPrevious}) {
      ${
        resetGate
          ? `
      for (var unit = lane; unit < hidden; unit += lanes) {
        let gateColumn = tile.direction * gates * hidden + unit;
        let previous = readPrevious(tile, n, previousRows, tile.direction * hidden + unit, activeMask);
        let resetStateGradient = resetStateProduct(tile.direction, unit);
        let gradients = resetBackward(readCache(rows, gateColumn, activeMask), previous, resetStateGradient);
        gateGradients[unit] = gradients.preActivation;
        writeGateGradient(rows, gateColumn, activeMask, gradients.preActivation);
        stateGradients[unit / lanes] += gradients.state;
      }
      workgroupBarrier();`
          : ''
      }
      for (var unit = lane; unit < hidden; unit += lanes) {
        stateGradients[unit / lanes] += stateProduct(tile.direction, unit);
      }
    }
    workgroupBarrier();
  }
  for (var unit = lane; unit < hidden; unit += lanes) {
    let column = tile.direction * hidden + unit;
    ${initial ? 'writeInitialState(tile.sequences, column, tile.present, stateGradients[unit / lanes]);' : ''}
    ${initial && cells ? 'writeInitialCell(tile.sequences, column, tile.present, cachedGradients[unit / lanes]);' : ''}
  }
}`,
  };
}
