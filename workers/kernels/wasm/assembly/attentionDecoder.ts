/**
 * The forward pass of an attention decoder over some sequences of a padded batch (defined in
 * ../../attentionDecoder/reference.ts), with known labels or with its own. One product projects the features of all
 * steps. Then each step takes one product for all sequences, and the attention of each by itself. For the backward pass it
 * leaves `projected` [batch, time, 8·hidden + attention], whose keys are e^2k (attention.ts), `steps` [batch, time,
 * 5·hidden + attention], each the gates after their activation, the query as e^2q and the cell, and `shares` [batch, time,
 * time].
 */
import { addContext, attentionShares, toExponentials } from './attention';
import { lengthOf, listSteps, makePlan, orderOf, planBytes, startOf } from './layout';
import { stepLstm } from './lstmCell';
import { exp4 } from './math';
import { listRows, PRODUCT_SCRATCH, packedBytes, packRight, product } from './product';

/** Bytes of a row of `projected`, and of `steps`. */
// @ts-ignore: decorator
@inline
export function projectedBytes(hidden: i32, attention: i32): i32 {
  return 4 * (8 * hidden + attention);
}

// @ts-ignore: decorator
@inline
export function stepBytes(hidden: i32, attention: i32): i32 {
  return 4 * (5 * hidden + attention);
}

/** Bytes of workspace for a forward pass; without its own labels, `tags` is 0. */
export function decoderForwardBytes(
  batch: i32, time: i32, features: i32, hidden: i32, attention: i32, tags: i32,
): i32 {
  const lists = 16 * batch * time + 4 * batch;
  const ofStates = packedBytes(hidden, 4 * hidden + attention) + packedBytes(hidden, tags);
  const packed = max(packedBytes(features, 8 * hidden + attention), ofStates);
  return PRODUCT_SCRATCH + planBytes(batch, time) + lists + packed + 4 * batch * tags;
}

/** Lists, for every time-major row, the address of the state before it. */
export function listStatesBefore(
  list: usize, plan: usize, batch: i32, time: i32, states: usize, initialState: usize, hidden: i32,
): void {
  listSteps(list, plan, batch, time, 0, states - 4 * hidden, 4 * hidden);
  const first = startOf(plan, batch, 1);
  for (let i = 0; i < first; i++) store<u32>(list + 4 * i, (initialState + 4 * orderOf(plan, i) * hidden) as u32);
}

/** With known labels: `labels` [batch, time, 4·hidden]. Padding of `states` [batch, time, hidden] becomes zero. */
export function decoderForward(
  features: usize, lengths: usize, featureWeights: usize, stateWeights: usize, scoreWeights: usize,
  initialState: usize, labels: usize, projected: usize, steps: usize, shares: usize, states: usize, work: usize,
  batch: i32, time: i32, featureCount: i32, hidden: i32, attention: i32,
): void {
  decode(
    features, lengths, featureWeights, stateWeights, scoreWeights, initialState, labels, 0, 0, 0, 0, 0, projected,
    steps, shares, states, work, batch, time, featureCount, hidden, attention, 0,
  );
  for (let b = 0; b < batch; b++) {
    const length = min(max(load<i32>(lengths + 4 * b), 0), time);
    memory.fill(states + 4 * (b * time + length) * hidden, 0, 4 * (time - length) * hidden);
  }
}

/**
 * With its own labels: `labelInputs` [1 + tags, 4·hidden], `outputWeights` [hidden, tags], `outputBias` [tags] and
 * `allowed` [tags + 2, tags] to `chosen` [batch, time], i32, and `probabilities` [batch, time].
 */
export function decoderTags(
  features: usize, lengths: usize, featureWeights: usize, stateWeights: usize, scoreWeights: usize,
  initialState: usize, labelInputs: usize, outputWeights: usize, outputBias: usize, allowed: usize, chosen: usize,
  probabilities: usize, projected: usize, steps: usize, shares: usize, states: usize, work: usize,
  batch: i32, time: i32, featureCount: i32, hidden: i32, attention: i32, tags: i32,
): void {
  decode(
    features, lengths, featureWeights, stateWeights, scoreWeights, initialState, labelInputs, outputWeights,
    outputBias, allowed, chosen, probabilities, projected, steps, shares, states, work, batch, time, featureCount,
    hidden, attention, tags,
  );
}

/** Both: with its own labels where there are tags. */
function decode(
  features: usize, lengths: usize, featureWeights: usize, stateWeights: usize, scoreWeights: usize,
  initialState: usize, labels: usize, outputWeights: usize, outputBias: usize, allowed: usize, chosen: usize,
  probabilities: usize, projected: usize, steps: usize, shares: usize, states: usize, work: usize,
  batch: i32, time: i32, featureCount: i32, hidden: i32, attention: i32, tags: i32,
): void {
  const width = 8 * hidden + attention;
  const rowBytes = projectedBytes(hidden, attention);
  const perStep = stepBytes(hidden, attention);
  const stateBytes = 4 * hidden;
  const stateColumns = 4 * hidden + attention;
  const scratch = work;
  const plan = scratch + PRODUCT_SCRATCH;
  const featureRows = plan + planBytes(batch, time);
  const projectedRows = featureRows + 4 * batch * time;
  const previousRows = projectedRows + 4 * batch * time; // of the states
  const stepRows = previousRows + 4 * batch * time;
  const scoreRows = stepRows + 4 * batch * time; // of the tags
  const scores = scoreRows + 4 * batch;
  const packed = scores + 4 * batch * tags;
  const packedOutput = packed + packedBytes(hidden, stateColumns);
  makePlan(plan, lengths, batch, time);
  const rows = startOf(plan, batch, time);
  listSteps(featureRows, plan, batch, time, 0, features, 4 * featureCount);
  listSteps(projectedRows, plan, batch, time, 0, projected, rowBytes);
  listStatesBefore(previousRows, plan, batch, time, states, initialState, hidden);
  listSteps(stepRows, plan, batch, time, 0, steps, perStep);
  packRight(packed, featureWeights, rowBytes, featureCount, width);
  product(featureRows, false, packed, featureCount, projectedRows, rows, featureCount, width, false, scratch);
  for (let row = 0; row < rows; row++) {
    toExponentials((load<u32>(projectedRows + 4 * row) as usize) + 8 * stateBytes, attention);
  }
  packRight(packed, stateWeights, 4 * stateColumns, hidden, stateColumns);
  if (tags > 0) {
    listRows(scoreRows, scores, 4 * tags, batch);
    packRight(packedOutput, outputWeights, 4 * tags, hidden, tags);
  }
  for (let n = 0; n < time; n++) {
    const start = startOf(plan, batch, n);
    const active = startOf(plan, batch, n + 1) - start;
    if (active === 0) break;
    const here = stepRows + 4 * start;
    product(previousRows + 4 * start, false, packed, hidden, here, active, hidden, stateColumns, false, scratch);
    for (let i = 0; i < active; i++) {
      const b = orderOf(plan, i);
      const length = lengthOf(plan, batch, i);
      const step = load<u32>(here + 4 * i) as usize;
      const query = step + 4 * stateBytes;
      const cell = query + 4 * attention;
      const first = projected + b * time * rowBytes;
      const shareRow = shares + 4 * (b * time + n) * time;
      toExponentials(query, attention);
      attentionShares(shareRow, query, first + 8 * stateBytes, rowBytes, scoreWeights, length, attention);
      addContext(step, first + n * rowBytes, shareRow, first + 4 * stateBytes, rowBytes, length, 4 * hidden);
      let label = labels + 4 * (b * time + n) * stateBytes;
      if (tags > 0) {
        const previous = n > 0 ? 1 + load<i32>(chosen + 4 * (b * time + n - 1)) : 0;
        label = labels + 4 * previous * stateBytes;
      }
      const previousCell = n > 0 ? cell - perStep : 0;
      stepLstm(step, label, previousCell, cell, states + (b * time + n) * stateBytes, hidden);
    }
    if (tags === 0) continue;
    // The states of this step are those before the next: listed here, since the last step has no next one.
    for (let i = 0; i < active; i++) {
      store<u32>(previousRows + 4 * (start + i), (states + (orderOf(plan, i) * time + n) * stateBytes) as u32);
    }
    product(previousRows + 4 * start, false, packedOutput, hidden, scoreRows, active, hidden, tags, false, scratch);
    for (let i = 0; i < active; i++) {
      const at = 4 * (orderOf(plan, i) * time + n);
      const previous = n > 0 ? 1 + load<i32>(chosen + at - 4) : 0;
      const isLast = n + 1 === lengthOf(plan, batch, i);
      chooseTag(scores + 4 * i * tags, outputBias, allowed, previous, isLast, chosen + at, probabilities + at, tags);
    }
  }
}

// @ts-ignore: decorator
@inline
function mayFollow(allowed: usize, previous: i32, isLast: bool, tag: i32, tags: i32): bool {
  if (!(load<f32>(allowed + 4 * (previous * tags + tag)) > 0)) return false;
  return !isLast || load<f32>(allowed + 4 * ((tags + 1) * tags + tag)) > 0;
}

/** From scores without bias to the likeliest allowed tag, and its probability among all tags. */
export function chooseTag(
  scores: usize, bias: usize, allowed: usize, previous: i32, isLast: bool, chosen: usize, probability: usize, tags: i32,
): void {
  let most: f32 = -Infinity;
  let best = -1;
  let bestOfAll = 0;
  for (let tag = 0; tag < tags; tag++) {
    const at = scores + 4 * tag;
    const score = load<f32>(at) + load<f32>(bias + 4 * tag);
    store<f32>(at, score);
    if (score > most) bestOfAll = tag;
    most = max(most, score);
    if (!mayFollow(allowed, previous, isLast, tag, tags)) continue;
    if (best < 0 || score > load<f32>(scores + 4 * best)) best = tag;
  }
  if (best < 0) best = bestOfAll;
  let total: f32 = 0;
  for (let tag = 0; tag < tags; tag++) {
    total += f32x4.extract_lane(exp4(f32x4.splat(load<f32>(scores + 4 * tag) - most)), 0);
  }
  const own = f32x4.extract_lane(exp4(f32x4.splat(load<f32>(scores + 4 * best) - most)), 0);
  store<i32>(chosen, best);
  store<f32>(probability, own / total);
}
