/** The forward recurrence of a layer on WebGPU: a loop over time current the input projection. */
import { type Binding, entryParameters, type Program } from '../webgpu/program.ts';
import type { RecurrentKind } from './operation.ts';
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

/** The boundary states that are present. The others are neither bound nor computed. */
interface BoundaryStates {
  readonly initialState: boolean;
  readonly initialCell: boolean;
  readonly finalCell: boolean;
}

/**
 * Adds to a unit's pre-activations of gates `from` to `end` their recurrent product with `input`, an expression in k.
 */
const addProduct = (from: number, end: number, input: string, condition: string) => `
      if (${condition}) {
        var weight = tile.direction * hidden * gates * hidden + unit;
        for (var k = 0u; k < hidden; k++) {
          let input = ${input};
          ${gatesBetween(from, end)
            .map((gate) => `preActivations[${gate}] += input * recurrentWeights[weight + ${gate}u * hidden];`)
            .join('\n          ')}
          weight += gates * hidden;
        }
      }`;

export function forwardProgram(
  { title, gates }: RecurrentKind,
  { step, resetGate }: Cell,
  tiling: Tiling,
  boundary: BoundaryStates,
): Program {
  const all = gatesBetween(0, gates);
  const hasPrevious = boundary.initialState ? 'true' : 'n > 0u';
  const optional: [boolean, Binding][] = [
    [boundary.initialState, { name: 'initialState', type: 'f32' }],
    [boundary.initialCell, { name: 'initialCell', type: 'f32' }],
    [boundary.finalCell, { name: 'finalCellState', type: 'f32', write: true }],
  ];
  const bound = optional.flatMap(([present, binding]) => (present ? [binding] : []));
  return {
    key: `graft-${title}-${tilingKey(tiling)}${bound.map(({ name }) => `-${name}`).join('')}`,
    bindings: [
      { name: 'lengths', type: 'i32' },
      { name: 'recurrentWeights', type: 'f32' }, // [directions, hidden, gates·hidden]
      { name: 'cache', type: 'f32', write: true }, // holds the projected inputs at first
      { name: 'states', type: 'f32', write: true },
      { name: 'finalState', type: 'f32', write: true },
      ...bound,
    ],
    parameters: recurrenceParameters,
    code: () => `${recurrenceCode(tiling)}
${readerCode(tiling, 'readCache', 'cache', 'cacheWidth')}
${writerCode(tiling, 'writeCache', 'cache', 'cacheWidth')}
${writerCode(tiling, 'writeState', 'states', 'width')}
${writerCode(tiling, 'writeFinalState', 'finalState', 'width')}
${boundary.initialState ? readerCode(tiling, 'readInitialState', 'initialState', 'width') : ''}
${boundary.initialCell ? readerCode(tiling, 'readInitialCell', 'initialCell', 'width') : ''}
${boundary.finalCell ? writerCode(tiling, 'writeFinalCell', 'finalCellState', 'width') : ''}

struct Step { gates: GateValues, cached: Values, state: Values }
${step}
${resetGate?.resetState ?? ''}

var<workgroup> state: array<Values, 2u * hidden>; // double buffer: of the previous step and of this one
${resetGate ? 'var<workgroup> resetStates: array<Values, hidden>;' : ''}

@compute @workgroup_size(lanes)
fn main(${entryParameters}) {
  let tile = tileOf(workgroupIndex(group, groups));
  var cached: array<Values, unitsPerLane>;
  ${resetGate ? 'var partialPreActivations: array<GateValues, unitsPerLane>;' : ''}
  for (var unit = lane; unit < hidden; unit += lanes) {
    let column = tile.direction * hidden + unit;
    state[unit] = ${boundary.initialState ? 'readInitialState(tile.sequences, column, tile.present)' : 'Values()'};
    ${boundary.initialCell ? 'cached[unit / lanes] = readInitialCell(tile.sequences, column, tile.present);' : ''}
  }
  workgroupBarrier();
  for (var n = 0u; n < tile.longest; n++) {
    let activeMask = Uints(n) < tile.lengths;
    let rows = rowsAt(tile, n);
    let previous = (n & 1u) * hidden;
    let current = hidden - previous;
    for (var unit = lane; unit < hidden; unit += lanes) {
      let column = tile.direction * gates * hidden + unit;
      var preActivations = GateValues(
        ${all.map((gate) => `readCache(rows, column + ${gate}u * hidden, activeMask)`).join(',\n        ')});
      ${addProduct(0, resetGate?.firstGate ?? gates, 'state[previous + k]', hasPrevious)}
      ${
        resetGate
          ? `
      partialPreActivations[unit / lanes] = preActivations;
      resetStates[unit] = resetState(preActivations, state[previous + unit]);
    }
    workgroupBarrier();
    for (var unit = lane; unit < hidden; unit += lanes) {
      let column = tile.direction * gates * hidden + unit;
      var preActivations = partialPreActivations[unit / lanes];
      ${addProduct(resetGate.firstGate, gates, 'resetStates[k]', hasPrevious)}`
          : ''
      }
      let result = step(preActivations, cached[unit / lanes], state[previous + unit]);
      ${all
        .map((gate) => `writeCache(rows, column + ${gate}u * hidden, activeMask, result.gates[${gate}]);`)
        .join('\n      ')}
      writeCache(rows, gateWidth + tile.direction * hidden + unit, activeMask, result.cached);
      writeState(rows, tile.direction * hidden + unit, activeMask, result.state);
      cached[unit / lanes] = select(cached[unit / lanes], result.cached, activeMask);
      state[current + unit] = select(state[previous + unit], result.state, activeMask);
    }
    workgroupBarrier();
  }
  for (var unit = lane; unit < hidden; unit += lanes) {
    let column = tile.direction * hidden + unit;
    writeFinalState(tile.sequences, column, tile.present, state[(tile.longest & 1u) * hidden + unit]);
    ${boundary.finalCell ? 'writeFinalCell(tile.sequences, column, tile.present, cached[unit / lanes]);' : ''}
    for (var time = 0u; time < parameters.time; time++) {
      let padding = tile.present & (tile.lengths <= Uints(time));
      writeState(tile.sequences * parameters.time + time, column, padding, Values());
    }
  }
}`,
  };
}
