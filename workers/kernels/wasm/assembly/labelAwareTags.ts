/**
 * The label-aware output's own tags of some sentences of a padded batch (defined in ../../labelAwareTags/reference.ts), word
 * by word, one product for all sentences.
 *
 * The backward direction begins anew at each word, so that its state after some labels hangs on these alone, the newest
 * first. Words whose newest labels are the same have the same states: they are kept in a tree whose root stands for no label
 * and whose children are reached by a label, and each is computed once. Where the tree is full, it begins anew.
 */
import { addContext, normalise, valueProducts } from './attention';
import { chooseTag } from './attentionDecoder';
import { lengthOf, makePlan, orderOf, planBytes, startOf } from './layout';
import { stepLstm } from './lstmCell';
import { listRows, PRODUCT_SCRATCH, packedBytes, packRight, product } from './product';
import { addNumbers, copyNumbers } from './vectors';

/** Bytes of workspace. `nodes`: states of labels for which there is room, the root included. */
export function labelAwareTagsBytes(
  batch: i32, time: i32, features: i32, hidden: i32, tags: i32, background: i32, context: i32, nodes: i32,
): i32 {
  const known = features * (1 + background) + 2 * hidden * context;
  const packed =
    2 * packedBytes(hidden, 4 * hidden) + background * packedBytes(2 * hidden, features) +
    context * packedBytes(features * (1 + background), 2 * hidden) + packedBytes(known, tags);
  const perSentence = 5 + time + 4 * hidden + time * hidden + hidden + 2 * hidden + max(features, 2 * hidden) + known + tags;
  const perNode = 2 * hidden + tags + 1;
  return PRODUCT_SCRATCH + planBytes(batch, time) + packed + 4 * (batch * perSentence + 2 * time + nodes * perNode);
}

/** Absent parts have address 0. `chosen` [batch, time], i32, and `probabilities` [batch, time]. */
export function labelAwareTags(
  features: usize, lengths: usize, forwardGates: usize, forwardWeights: usize, backwardGates: usize,
  backwardWeights: usize, backgroundWeights: usize, backgroundBias: usize, contextWeights: usize, contextBias: usize,
  outputWeights: usize, outputBias: usize, allowed: usize, chosen: usize, probabilities: usize, work: usize,
  batch: i32, time: i32, featureCount: i32, hidden: i32, tags: i32, nodes: i32,
): void {
  const background = backgroundWeights ? 1 : 0;
  const context = contextWeights ? 1 : 0;
  const asking = featureCount * (1 + background); // what the word asks the labels with
  const known = asking + 2 * hidden * context;
  const stateBytes: usize = 4 * hidden;
  const gateBytes: usize = 16 * hidden;
  const featureBytes: usize = 4 * featureCount;
  const knownBytes: usize = 4 * known;
  const labels = tags + 1;
  const scratch = work;
  const plan = scratch + PRODUCT_SCRATCH;
  const packedForward = plan + planBytes(batch, time);
  const packedBackward = packedForward + packedBytes(hidden, 4 * hidden);
  const packedBackground = packedBackward + packedBytes(hidden, 4 * hidden);
  const packedContext = packedBackground + background * packedBytes(2 * hidden, featureCount);
  const packedOutput = packedContext + context * packedBytes(asking, 2 * hidden);
  const leftRows = packedOutput + packedBytes(known, tags);
  const resultRows = leftRows + 4 * batch;
  const current = resultRows + 4 * batch; // each sentence's place in the tree
  const fresh = current + 4 * batch; // nodes to be computed
  const freshLabels = fresh + 4 * batch;
  const paths = freshLabels + 4 * batch; // [batch, time], newest label first
  const gates = paths + 4 * batch * time; // [batch, 4·hidden]
  const forwardStates = gates + batch * gateBytes; // [batch, time, hidden], of the label before each word
  const forwardCells = forwardStates + batch * time * stateBytes;
  const last = forwardCells + batch * stateBytes; // [batch, 2·hidden]
  const questions = last + 2 * batch * stateBytes; // of the labels [batch, features], or of the word [batch, 2·hidden]
  const knowns = questions + batch * max(featureBytes, 2 * stateBytes);
  const scores = knowns + batch * knownBytes; // [batch, tags]
  const shares = scores + 4 * batch * tags;
  const products = shares + 4 * time;
  const states = products + 4 * time; // of the tree's nodes
  const cells = states + nodes * stateBytes;
  const children = cells + nodes * stateBytes; // [nodes, labels], 0 where there is none
  makePlan(plan, lengths, batch, time);
  packRight(packedOutput, outputWeights, 4 * tags, known, tags);
  if (background) packRight(packedBackground, backgroundWeights, featureBytes, 2 * hidden, featureCount);
  if (context) packRight(packedContext, contextWeights, 2 * stateBytes, asking, 2 * hidden);
  const reads = background || context;
  if (reads) {
    packRight(packedForward, forwardWeights, gateBytes, hidden, 4 * hidden);
    packRight(packedBackward, backwardWeights, gateBytes, hidden, 4 * hidden);
    memory.fill(children, 0, 4 * labels);
  }
  let used = 1;
  for (let n = 0; n < time; n++) {
    const active = startOf(plan, batch, n + 1) - startOf(plan, batch, n);
    if (active === 0) break;
    // The first word has the start before it; the labels behind it begin anew.
    const prefix = max(1, n);
    const first = min(1, n);
    for (let i = 0; i < active; i++) {
      copyNumbers(knowns + i * knownBytes, features + (orderOf(plan, i) * time + n) * featureBytes, featureCount);
    }
    if (reads) {
      // The forward direction after the newest label.
      if (n > 1) {
        listRows(leftRows, forwardStates + (n - 1) * stateBytes, time * stateBytes, active);
        listRows(resultRows, gates, gateBytes, active);
        product(leftRows, false, packedForward, hidden, resultRows, active, hidden, 4 * hidden, false, scratch);
      } else {
        memory.fill(gates, 0, active * gateBytes);
      }
      for (let i = 0; i < active; i++) {
        const label = labelBefore(chosen + 4 * orderOf(plan, i) * time, n, 0);
        const cell = forwardCells + i * stateBytes;
        const state = forwardStates + (i * time + n) * stateBytes;
        stepLstm(gates + i * gateBytes, forwardGates + label * gateBytes, n > 1 ? cell : 0, cell, state, hidden);
      }
      // The backward direction, from the newest label on.
      if (used + active * prefix > nodes) {
        used = 1;
        memory.fill(children, 0, 4 * labels);
      }
      memory.fill(current, 0, 4 * active);
      const read = context ? prefix : 1;
      for (let depth = 0; depth < read; depth++) {
        let count = 0;
        for (let i = 0; i < active; i++) {
          const label = labelBefore(chosen + 4 * orderOf(plan, i) * time, n, depth);
          const parent = load<i32>(current + 4 * i);
          const place = children + 4 * (parent * labels + label);
          let node = load<i32>(place);
          if (node === 0) {
            node = used++;
            store<i32>(place, node);
            memory.fill(children + 4 * node * labels, 0, 4 * labels);
            store<u32>(leftRows + 4 * count, (states + parent * stateBytes) as u32);
            store<i32>(fresh + 4 * count, node);
            store<i32>(freshLabels + 4 * count, label);
            count++;
          }
          store<i32>(current + 4 * i, node);
          store<i32>(paths + 4 * (i * time + depth), node);
        }
        if (count === 0) continue;
        if (depth > 0) {
          listRows(resultRows, gates, gateBytes, count);
          product(leftRows, false, packedBackward, hidden, resultRows, count, hidden, 4 * hidden, false, scratch);
        } else {
          memory.fill(gates, 0, count * gateBytes);
        }
        for (let c = 0; c < count; c++) {
          const at = load<i32>(fresh + 4 * c) * stateBytes;
          const previous = depth > 0 ? cells + ((load<u32>(leftRows + 4 * c) as usize) - states) : 0;
          const taken = backwardGates + load<i32>(freshLabels + 4 * c) * gateBytes;
          stepLstm(gates + c * gateBytes, taken, previous, cells + at, states + at, hidden);
        }
      }
    }
    if (background) {
      for (let i = 0; i < active; i++) {
        const to = last + 2 * i * stateBytes;
        copyNumbers(to, forwardStates + (i * time + n) * stateBytes, hidden);
        copyNumbers(to + stateBytes, states + load<i32>(paths + 4 * i * time) * stateBytes, hidden);
      }
      listRows(leftRows, last, 2 * stateBytes, active);
      listRows(resultRows, questions, featureBytes, active);
      const width = featureCount;
      product(leftRows, false, packedBackground, 2 * hidden, resultRows, active, 2 * hidden, width, false, scratch);
      for (let i = 0; i < active; i++) {
        const question = questions + i * featureBytes;
        const sentence = features + orderOf(plan, i) * time * featureBytes;
        const length = lengthOf(plan, batch, i);
        const answer = knowns + i * knownBytes + featureBytes;
        addNumbers(question, backgroundBias, width);
        valueProducts(shares, question, sentence, featureBytes, length, width);
        normalise(shares, mostOf(shares, length), length);
        memory.fill(answer, 0, featureBytes);
        addContext(answer, answer, shares, sentence, featureBytes, length, width);
      }
    }
    if (context) {
      listRows(leftRows, knowns, knownBytes, active);
      listRows(resultRows, questions, 2 * stateBytes, active);
      product(leftRows, false, packedContext, asking, resultRows, active, asking, 2 * hidden, false, scratch);
      for (let i = 0; i < active; i++) {
        const question = questions + 2 * i * stateBytes;
        const forward = forwardStates + (i * time + first) * stateBytes;
        const answer = knowns + i * knownBytes + 4 * asking;
        const path = paths + 4 * i * time;
        addNumbers(question, contextBias, 2 * hidden);
        valueProducts(shares, question, forward, stateBytes, prefix, hidden);
        for (let j = 0; j < prefix; j++) {
          const state = states + load<i32>(path + 4 * (prefix - 1 - j)) * stateBytes;
          valueProducts(products + 4 * j, question + stateBytes, state, 0, 1, hidden);
        }
        addNumbers(shares, products, prefix);
        normalise(shares, mostOf(shares, prefix), prefix);
        memory.fill(answer, 0, 2 * stateBytes);
        addContext(answer, answer, shares, forward, stateBytes, prefix, hidden);
        for (let j = 0; j < prefix; j++) {
          const state = states + load<i32>(path + 4 * (prefix - 1 - j)) * stateBytes;
          addShare(answer + stateBytes, load<f32>(shares + 4 * j), state, hidden);
        }
      }
    }
    listRows(leftRows, knowns, knownBytes, active);
    listRows(resultRows, scores, 4 * tags, active);
    product(leftRows, false, packedOutput, known, resultRows, active, known, tags, false, scratch);
    for (let i = 0; i < active; i++) {
      const sentence = 4 * orderOf(plan, i) * time;
      const label = labelBefore(chosen + sentence, n, 0);
      const isLast = n + 1 === lengthOf(plan, batch, i);
      const at = sentence + 4 * n;
      chooseTag(scores + 4 * i * tags, outputBias, allowed, label, isLast, chosen + at, probabilities + at, tags);
    }
  }
}

/** The row of the label `depth` behind the newest before word `n`; 0 is the start. */
// @ts-ignore: decorator
@inline
function labelBefore(chosen: usize, n: i32, depth: i32): i32 {
  return n === 0 ? 0 : 1 + load<i32>(chosen + 4 * (n - 1 - depth));
}

function mostOf(numbers: usize, count: i32): f32 {
  let most: f32 = -Infinity;
  for (let n = 0; n < count; n++) most = max(most, load<f32>(numbers + 4 * n));
  return most;
}

/** Adds share · values to `target` [count]. */
function addShare(target: usize, share: f32, values: usize, count: i32): void {
  const shares = f32x4.splat(share);
  let n = 0;
  for (; n + 4 <= count; n += 4) {
    const at = target + 4 * n;
    v128.store(at, f32x4.add(v128.load(at), f32x4.mul(shares, v128.load(values + 4 * n))));
  }
  for (; n < count; n++) store<f32>(target + 4 * n, load<f32>(target + 4 * n) + share * load<f32>(values + 4 * n));
}
