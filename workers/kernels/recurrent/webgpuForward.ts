/** A recurrent layer's walk through time on WebGPU, over inputs that are projected already. */
import { type Binding, entryParameters, type Program } from '../webgpu/program.ts';
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

/** What of a walk's ends there is; what there is not is neither bound nor computed. */
interface Ends {
  readonly initialState: boolean;
  readonly initialCell: boolean;
  readonly finalCell: boolean;
}

/** Adds to the sums of a unit's gates `from` to `end` what `given`, which depends on k, means to them. */
const addProduct = (from: number, end: number, given: string, condition: string) => `
      if (${condition}) {
        var weight = walkers.direction * hidden * gates * hidden + unit;
        for (var k = 0u; k < hidden; k++) {
          let given = ${given};
          ${gatesBetween(from, end)
            .map((gate) => `sums[${gate}] += given * recurrentWeights[weight + ${gate}u * hidden];`)
            .join('\n          ')}
          weight += gates * hidden;
        }
      }`;

export function forwardProgram(
  { title, gates }: RecurrentKind,
  { step, passing }: Cell,
  walk: Walk,
  ends: Ends,
): Program {
  const all = gatesBetween(0, gates);
  const goesOn = ends.initialState ? 'true' : 'n > 0u';
  const optional: [boolean, Binding][] = [
    [ends.initialState, { name: 'initialState', type: 'f32' }],
    [ends.initialCell, { name: 'initialCell', type: 'f32' }],
    [ends.finalCell, { name: 'lastCell', type: 'f32', write: true }],
  ];
  const bound = optional.flatMap(([isThere, binding]) => (isThere ? [binding] : []));
  return {
    key: `graft-${title}-${walkKey(walk)}${bound.map(({ name }) => `-${name}`).join('')}`,
    bindings: [
      { name: 'lengths', type: 'i32' },
      { name: 'recurrentWeights', type: 'f32' }, // [directions, hidden, gates·hidden]
      { name: 'trace', type: 'f32', write: true }, // holds the projected inputs before
      { name: 'states', type: 'f32', write: true },
      { name: 'last', type: 'f32', write: true },
      ...bound,
    ],
    parameters: walkParameters,
    code: () => `${walkCode(walk)}
${readerCode(walk, 'readTrace', 'trace', 'traceWidth')}
${writerCode(walk, 'writeTrace', 'trace', 'traceWidth')}
${writerCode(walk, 'writeState', 'states', 'width')}
${writerCode(walk, 'writeLast', 'last', 'width')}
${ends.initialState ? readerCode(walk, 'readInitialState', 'initialState', 'width') : ''}
${ends.initialCell ? readerCode(walk, 'readInitialCell', 'initialCell', 'width') : ''}
${ends.finalCell ? writerCode(walk, 'writeLastCell', 'lastCell', 'width') : ''}

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
  for (var unit = lane; unit < hidden; unit += lanes) {
    let column = walkers.direction * hidden + unit;
    state[unit] = ${ends.initialState ? 'readInitialState(walkers.sequences, column, walkers.present)' : 'Values()'};
    ${ends.initialCell ? 'kept[unit / lanes] = readInitialCell(walkers.sequences, column, walkers.present);' : ''}
  }
  workgroupBarrier();
  for (var n = 0u; n < walkers.longest; n++) {
    let walking = Counts(n) < walkers.lengths;
    let rows = rowsAt(walkers, n);
    let before = (n & 1u) * hidden;
    let after = hidden - before;
    for (var unit = lane; unit < hidden; unit += lanes) {
      let column = walkers.direction * gates * hidden + unit;
      var sums = Sums(
        ${all.map((gate) => `readTrace(rows, column + ${gate}u * hidden, walking)`).join(',\n        ')});
      ${addProduct(0, passing?.from ?? gates, 'state[before + k]', goesOn)}
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
      ${addProduct(passing.from, gates, 'passed[k]', goesOn)}`
          : ''
      }
      let now = step(sums, kept[unit / lanes], state[before + unit]);
      ${all.map((gate) => `writeTrace(rows, column + ${gate}u * hidden, walking, now.gates[${gate}]);`).join('\n      ')}
      writeTrace(rows, gateWidth + walkers.direction * hidden + unit, walking, now.kept);
      writeState(rows, walkers.direction * hidden + unit, walking, now.state);
      kept[unit / lanes] = select(kept[unit / lanes], now.kept, walking);
      state[after + unit] = select(state[before + unit], now.state, walking);
    }
    workgroupBarrier();
  }
  for (var unit = lane; unit < hidden; unit += lanes) {
    let column = walkers.direction * hidden + unit;
    writeLast(walkers.sequences, column, walkers.present, state[(walkers.longest & 1u) * hidden + unit]);
    ${ends.finalCell ? 'writeLastCell(walkers.sequences, column, walkers.present, kept[unit / lanes]);' : ''}
    for (var time = 0u; time < parameters.time; time++) {
      let padding = walkers.present & (walkers.lengths <= Counts(time));
      writeState(walkers.sequences * parameters.time + time, column, padding, Values());
    }
  }
}`,
  };
}
