/**
 * A recurrent layer's walk back through time on WebGPU: from the gradients of its states to those of its gates' sums, of
 * which every other gradient is a matrix product.
 */
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

/** Which gradients came in; what did not is neither bound nor read. */
interface Upstream {
  readonly states: boolean;
  readonly final: boolean;
}

/** What the gradients of the sums of gates `from` to `end` mean for a unit of what their recurrent weights took. */
const productBack = (name: string, from: number, end: number) => `
fn ${name}(direction: u32, unit: u32) -> Values {
  var sum: Values;
  var weight = direction * gates * hidden * hidden + unit;
  for (var k = 0u; k < hidden; k++) {
    ${gatesBetween(from, end)
      .map((gate) => `sum += sums[${gate}u * hidden + k] * transposedWeights[weight + ${gate}u * hidden * hidden];`)
      .join('\n    ')}
    weight += hidden;
  }
  return sum;
}`;

/** Leaves the gradient of the gates before their activation [batch, time, directions·gates·hidden], zero on padding. */
export function backwardProgram(
  { title, gates }: RecurrentKind,
  { stepBack, history, passing }: Cell,
  walk: Walk,
  upstream: Upstream,
): Program {
  const all = gatesBetween(0, gates);
  return {
    key: `graft-${title}-gradient-${walkKey(walk)}${upstream.states ? '-states' : ''}${upstream.final ? '-final' : ''}`,
    bindings: [
      { name: 'lengths', type: 'i32' },
      { name: 'transposedWeights', type: 'f32' }, // [directions, gates·hidden, hidden]
      { name: 'gateValues', type: 'f32' },
      { name: history, type: 'f32' },
      { name: 'sumsGradient', type: 'f32', write: true },
      ...(upstream.states ? [{ name: 'statesGradient', type: 'f32' } as const] : []),
      ...(upstream.final ? [{ name: 'finalGradient', type: 'f32' } as const] : []),
    ],
    parameters: walkParameters,
    code: () => `${walkCode(walk)}
${readerCode(walk, 'readGate', 'gateValues', 'gateWidth')}
${readerCode(walk, 'readHistory', history, 'width')}
${writerCode(walk, 'writeSumGradient', 'sumsGradient', 'gateWidth')}
${upstream.states ? readerCode(walk, 'readStateGradient', 'statesGradient', 'width') : ''}
${upstream.final ? readerCode(walk, 'readFinalGradient', 'finalGradient', 'width') : ''}

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
    ${
      upstream.final
        ? `ofState[unit / lanes] =
      readFinalGradient(walkers.sequences, walkers.direction * hidden + unit, walkers.present);`
        : ''
    }
    for (var time = 0u; time < parameters.time; time++) {
      let padding = walkers.present & (walkers.lengths <= Counts(time));
      for (var gate = 0u; gate < gates; gate++) {
        let column = (walkers.direction * gates + gate) * hidden + unit;
        writeSumGradient(walkers.sequences * parameters.time + time, column, padding, Values());
      }
    }
  }
  for (var walked = 0u; walked < walkers.longest; walked++) {
    let n = walkers.longest - 1u - walked;
    let walking = Counts(n) < walkers.lengths;
    let rows = rowsAt(walkers, n);
    let rowsBefore = rowsAt(walkers, n - 1u);
    let hasBefore = walking & Flags(n > 0u);
    for (var unit = lane; unit < hidden; unit += lanes) {
      let gateColumn = walkers.direction * gates * hidden + unit;
      let column = walkers.direction * hidden + unit;
      let values = Sums(
        ${all.map((gate) => `readGate(rows, gateColumn + ${gate}u * hidden, walking)`).join(',\n        ')});
      let gradient = ofState[unit / lanes]${upstream.states ? ' + readStateGradient(rows, column, walking)' : ''};
      let now = readHistory(rows, column, walking);
      let back = stepBack(values, now, readHistory(rowsBefore, column, hasBefore), gradient, ofKept[unit / lanes]);
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
    if (n > 0u) {
      ${
        passing
          ? `
      for (var unit = lane; unit < hidden; unit += lanes) {
        let gateColumn = walkers.direction * gates * hidden + unit;
        let before = readHistory(rowsBefore, walkers.direction * hidden + unit, hasBefore);
        let ofPassed = backThroughPassed(walkers.direction, unit);
        let back = letThroughBack(readGate(rows, gateColumn, walking), before, ofPassed);
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
}`,
  };
}

/**
 * The recurrent weights as [directions, gates·hidden, hidden]: in the walk back a lane sums over all gates of all units,
 * and so neighbouring lanes read neighbouring numbers, in every step. That is worth a dispatch.
 */
export const transposition: Program = {
  key: 'graft-recurrent-transposition',
  bindings: [
    { name: 'weights', type: 'f32' }, // [directions, hidden, gates·hidden]
    { name: 'transposed', type: 'f32', write: true },
  ],
  parameters: [
    { name: 'size', type: 'u32' },
    { name: 'hidden', type: 'u32' },
    { name: 'wide', type: 'u32' },
  ],
  code: () => `
@compute @workgroup_size(64)
fn main(${entryParameters}) {
  let index = workgroupIndex(group, groups) * 64u + lane;
  if (index >= parameters.size) { return; }
  let unit = index % parameters.hidden;
  let column = (index / parameters.hidden) % parameters.wide;
  let direction = index / (parameters.wide * parameters.hidden);
  transposed[index] = weights[(direction * parameters.hidden + unit) * parameters.wide + column];
}`,
};
