/** A recurrent layer's walk through time on WebGPU, over inputs that are projected already. */
import { entryParameters, type Program } from '../webgpu/program.ts';
import type { RecurrentKind } from './operation.ts';
import {
  type Cell,
  gatesBetween,
  readerCode,
  type Walk,
  walkCode,
  walkKey,
  walkParameters,
  writerCode,
} from './webgpuWalk.ts';

/** Adds to the sums of a unit's gates `from` to `end` what `given`, which depends on k, means to them. */
const addProduct = (from: number, end: number, given: string) => `
      if (n > 0u) {
        var weight = walkers.direction * hidden * gates * hidden + unit;
        for (var k = 0u; k < hidden; k++) {
          let given = ${given};
          ${gatesBetween(from, end)
            .map((gate) => `sums[${gate}] += given * recurrentWeights[weight + ${gate}u * hidden];`)
            .join('\n          ')}
          weight += gates * hidden;
        }
      }`;

export function forwardProgram({ title, gates }: RecurrentKind, { step, passing }: Cell, walk: Walk): Program {
  const all = gatesBetween(0, gates);
  return {
    key: `graft-${title}-${walkKey(walk)}`,
    bindings: [
      { name: 'lengths', type: 'i32' },
      { name: 'recurrentWeights', type: 'f32' }, // [directions, hidden, gates·hidden]
      { name: 'gateValues', type: 'f32', write: true }, // holds the projected inputs before
      { name: 'states', type: 'f32', write: true },
      { name: 'keptValues', type: 'f32', write: true },
      { name: 'last', type: 'f32', write: true },
    ],
    parameters: walkParameters,
    code: () => `${walkCode(walk)}
${readerCode(walk, 'readGate', 'gateValues', 'gateWidth')}
${writerCode(walk, 'writeGate', 'gateValues', 'gateWidth')}
${writerCode(walk, 'writeKept', 'keptValues', 'width')}
${writerCode(walk, 'writeState', 'states', 'width')}
${writerCode(walk, 'writeLast', 'last', 'width')}

struct Step { gates: Sums, kept: Values, state: Values }
${step}
${passing?.letThrough ?? ''}

var<workgroup> state: array<Values, 2u * hidden>; // of the step before and of this one, taking turns
${passing ? 'var<workgroup> passed: array<Values, hidden>;' : ''}

@compute @workgroup_size(lanes)
fn main(${entryParameters}) {
  let walkers = walkersOf(workgroupIndex(group, groups));
  var kept: array<Values, unitsOfLane>;
  ${passing ? 'var summed: array<Sums, unitsOfLane>;' : ''}
  for (var unit = lane; unit < hidden; unit += lanes) { state[unit] = Values(); }
  workgroupBarrier();
  for (var n = 0u; n < walkers.longest; n++) {
    let walking = Counts(n) < walkers.lengths;
    let rows = rowsAt(walkers, n);
    let before = (n & 1u) * hidden;
    let after = hidden - before;
    for (var unit = lane; unit < hidden; unit += lanes) {
      let column = walkers.direction * gates * hidden + unit;
      var sums = Sums(
        ${all.map((gate) => `readGate(rows, column + ${gate}u * hidden, walking)`).join(',\n        ')});
      ${addProduct(0, passing?.from ?? gates, 'state[before + k]')}
      ${
        passing
          ? `
      summed[unit / lanes] = sums;
      passed[unit] = letThrough(sums, state[before + unit]);
    }
    workgroupBarrier();
    for (var unit = lane; unit < hidden; unit += lanes) {
      let column = walkers.direction * gates * hidden + unit;
      var sums = summed[unit / lanes];
      ${addProduct(passing.from, gates, 'passed[k]')}`
          : ''
      }
      let now = step(sums, kept[unit / lanes], state[before + unit]);
      ${all.map((gate) => `writeGate(rows, column + ${gate}u * hidden, walking, now.gates[${gate}]);`).join('\n      ')}
      writeKept(rows, walkers.direction * hidden + unit, walking, now.kept);
      writeState(rows, walkers.direction * hidden + unit, walking, now.state);
      kept[unit / lanes] = now.kept;
      state[after + unit] = select(state[before + unit], now.state, walking);
    }
    workgroupBarrier();
  }
  for (var unit = lane; unit < hidden; unit += lanes) {
    let column = walkers.direction * hidden + unit;
    writeLast(walkers.sequences, column, walkers.present, state[(walkers.longest & 1u) * hidden + unit]);
    for (var time = 0u; time < parameters.time; time++) {
      let padding = walkers.present & (walkers.lengths <= Counts(time));
      writeState(walkers.sequences * parameters.time + time, column, padding, Values());
    }
  }
}`,
  };
}
