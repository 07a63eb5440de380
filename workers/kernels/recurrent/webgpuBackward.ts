/**
 * A recurrent layer's walk back through time on WebGPU: from the gradients of its states to those of its gates' sums, of
 * which every other gradient is a matrix product, and to those of its initial states.
 */
import { type Binding, entryParameters, type Program } from '../webgpu/program.ts';
import type { RecurrentKind } from './operation.ts';
import type { OnceRead } from './webgpuPreparation.ts';
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

/** What the walk back has to do with; what is not there is neither bound nor read. */
interface Given {
  readonly statesGradient: boolean;
  /** What the preparation put behind the weights, in order. */
  readonly once: readonly OnceRead[];
}

/** What the gradients of the sums of gates `from` to `end` mean for a unit of what their recurrent weights took. */
const productBack = (name: string, from: number, end: number) => `
fn ${name}(direction: u32, unit: u32) -> Values {
  var sum: Values;
  var weight = direction * gates * hidden * hidden + unit;
  for (var k = 0u; k < hidden; k++) {
    ${gatesBetween(from, end)
      .map((gate) => `sum += sums[${gate}u * hidden + k] * prepared[weight + ${gate}u * hidden * hidden];`)
      .join('\n    ')}
    weight += hidden;
  }
  return sum;
}`;

/**
 * Leaves the gradient of the gates before their activation [batch, time, directions·gates·hidden], zero on padding, and
 * those of the initial state and cell, where there are any [batch, directions·hidden].
 */
export function backwardProgram(
  { title, gates, cells }: RecurrentKind,
  { stepBack, history, passing }: Cell,
  walk: Walk,
  { statesGradient, once }: Given,
): Program {
  const all = gatesBetween(0, gates);
  const initial = once.includes('initialHistory');
  const goesOn = initial ? 'true' : 'n > 0u';
  const optional: [boolean, Binding][] = [
    [history === 'states', { name: 'states', type: 'f32' }],
    [statesGradient, { name: 'statesGradient', type: 'f32' }],
    [initial, { name: 'initialStateGradient', type: 'f32', write: true }],
    [initial && cells, { name: 'initialCellGradient', type: 'f32', write: true }],
  ];
  const bound = optional.flatMap(([isThere, binding]) => (isThere ? [binding] : []));
  /** WGSL that reads, of the walk's sequences, a unit of what the preparation put behind the weights; or that is zero. */
  const readOnce = (name: OnceRead) =>
    once.includes(name) ? `readOnce(walkers, ${once.indexOf(name)}u, column)` : 'Values()';
  return {
    key: ['graft', title, 'gradient', walkKey(walk), ...once, ...bound.map(({ name }) => name)].join('-'),
    bindings: [
      { name: 'lengths', type: 'i32' },
      { name: 'prepared', type: 'f32' }, // [directions, gates·hidden, hidden], and more behind it
      { name: 'trace', type: 'f32' },
      { name: 'sumsGradient', type: 'f32', write: true },
      ...bound,
    ],
    parameters: walkParameters,
    code: () => `${walkCode(walk)}
${readerCode(walk, 'readTrace', 'trace', 'traceWidth')}
${history === 'states' ? readerCode(walk, 'readState', 'states', 'width') : ''}
${writerCode(walk, 'writeSumGradient', 'sumsGradient', 'gateWidth')}
${statesGradient ? readerCode(walk, 'readStateGradient', 'statesGradient', 'width') : ''}
${readerCode(walk, 'readPrepared', 'prepared', 'width', 'directions * gates * hidden * hidden')}
${initial ? writerCode(walk, 'writeInitialState', 'initialStateGradient', 'width') : ''}
${initial && cells ? writerCode(walk, 'writeInitialCell', 'initialCellGradient', 'width') : ''}

fn readHistory(rows: Counts, column: u32, which: Flags) -> Values {
  return ${history === 'states' ? 'readState(rows, column, which)' : 'readTrace(rows, gateWidth + column, which)'};
}

fn readOnce(walkers: Walkers, number: u32, column: u32) -> Values {
  return readPrepared(number * parameters.batch + walkers.sequences, column, walkers.present);
}

/** What the history was before step n of those that take it. */
fn readBefore(walkers: Walkers, n: u32, rowsBefore: Counts, column: u32, walking: Flags) -> Values {
  if (n == 0u) { return ${readOnce('initialHistory')}; }
  return readHistory(rowsBefore, column, walking);
}

struct StepBack { sums: Sums, state: Values, kept: Values }
${stepBack}

var<workgroup> sums: array<Values, gates * hidden>; // their gradients at a step
${productBack('backThroughState', 0, passing?.from ?? gates)}
${
  passing
    ? `
struct PassBack { sum: Values, state: Values }
${passing.letThroughBack}
${productBack('backThroughPassed', passing.from, gates)}`
    : ''
}

@compute @workgroup_size(lanes)
fn main(${entryParameters}) {
  let walkers = walkersOf(workgroupIndex(group, groups));
  var ofState: array<Values, unitsOfLane>;
  var ofKept: array<Values, unitsOfLane>;
  for (var unit = lane; unit < hidden; unit += lanes) {
    let column = walkers.direction * hidden + unit;
    ofState[unit / lanes] = ${readOnce('finalGradient')};
    ofKept[unit / lanes] = ${readOnce('finalCellGradient')};
    for (var time = 0u; time < parameters.time; time++) {
      let padding = walkers.present & (walkers.lengths <= Counts(time));
      for (var gate = 0u; gate < gates; gate++) {
        let gateColumn = (walkers.direction * gates + gate) * hidden + unit;
        writeSumGradient(walkers.sequences * parameters.time + time, gateColumn, padding, Values());
      }
    }
  }
  for (var walked = 0u; walked < walkers.longest; walked++) {
    let n = walkers.longest - 1u - walked;
    let walking = Counts(n) < walkers.lengths;
    let rows = rowsAt(walkers, n);
    let rowsBefore = rowsAt(walkers, n - 1u);
    for (var unit = lane; unit < hidden; unit += lanes) {
      let gateColumn = walkers.direction * gates * hidden + unit;
      let column = walkers.direction * hidden + unit;
      let values = Sums(
        ${all.map((gate) => `readTrace(rows, gateColumn + ${gate}u * hidden, walking)`).join(',\n        ')});
      let gradient = ofState[unit / lanes]${statesGradient ? ' + readStateGradient(rows, column, walking)' : ''};
      let now = readHistory(rows, column, walking);
      let before = readBefore(walkers, n, rowsBefore, column, walking);
      let back = stepBack(values, now, before, gradient, ofKept[unit / lanes]);
      // Nothing comes from sequences that are not yet at their last step; the gradient of their state waits for it.
      ${all
        .map(
          (gate) => `sums[${gate}u * hidden + unit] = select(Values(), back.sums[${gate}], walking);
      writeSumGradient(rows, gateColumn + ${gate}u * hidden, walking, back.sums[${gate}]);`,
        )
        .join('\n      ')}
      ofState[unit / lanes] = select(ofState[unit / lanes], back.state, walking);
      ofKept[unit / lanes] = select(ofKept[unit / lanes], back.kept, walking);
    }
    workgroupBarrier();
    if (${goesOn}) {
      ${
        passing
          ? `
      for (var unit = lane; unit < hidden; unit += lanes) {
        let gateColumn = walkers.direction * gates * hidden + unit;
        let before = readBefore(walkers, n, rowsBefore, walkers.direction * hidden + unit, walking);
        let ofPassed = backThroughPassed(walkers.direction, unit);
        let back = letThroughBack(readTrace(rows, gateColumn, walking), before, ofPassed);
        sums[unit] = back.sum;
        writeSumGradient(rows, gateColumn, walking, back.sum);
        ofState[unit / lanes] += back.state;
      }
      workgroupBarrier();`
          : ''
      }
      for (var unit = lane; unit < hidden; unit += lanes) {
        ofState[unit / lanes] += backThroughState(walkers.direction, unit);
      }
    }
    workgroupBarrier();
  }
  for (var unit = lane; unit < hidden; unit += lanes) {
    let column = walkers.direction * hidden + unit;
    ${initial ? 'writeInitialState(walkers.sequences, column, walkers.present, ofState[unit / lanes]);' : ''}
    ${initial && cells ? 'writeInitialCell(walkers.sequences, column, walkers.present, ofKept[unit / lanes]);' : ''}
  }
}`,
  };
}
