/**
 * The backward pass of an attention decoder over some sequences of a padded batch (attentionDecoder.ts). A loop over time
 * computes the gradients of the pre-activations, of the queries and of what the features were projected to. Then one
 * product each gives the gradients of the features and of both weights, over all steps at once.
 */
import { scoreGradients, shareGradients, valueProducts } from './attention';
import { listStatesBefore, projectedBytes, stepBytes } from './attentionDecoder';
import { lengthOf, listSteps, makePlan, orderOf, planBytes, startOf } from './layout';
import { stepLstmGradient } from './lstmCell';
import { listRows, PRODUCT_SCRATCH, packedBytes, packRight, packRightRows, packRightTransposed, product } from './product';
import { copyNumbers } from './vectors';

/** Bytes of workspace for a backward pass. */
export function decoderGradientBytes(batch: i32, time: i32, features: i32, hidden: i32, attention: i32): i32 {
  const rows = batch * time;
  const width = 8 * hidden + attention;
  const stateColumns = 4 * hidden + attention;
  const lists = 16 * rows + 4 * max(features, hidden) + 4 * batch + 8 * time;
  const gradients = 4 * rows * (width + stateColumns) + 8 * batch * hidden + 4 * time;
  const ofWeights = max(packedBytes(stateColumns, hidden), packedBytes(width, features));
  const packed = max(ofWeights, max(packedBytes(rows, width), packedBytes(rows, stateColumns)));
  return PRODUCT_SCRATCH + planBytes(batch, time) + lists + gradients + packed;
}

/**
 * Takes the operands and the results of the forward pass, and `statesGradient` [batch, time, hidden]. The gradients of
 * weights are these sequences' alone: the host adds up those of all chunks.
 */
export function decoderGradient(
  features: usize, lengths: usize, featureWeights: usize, stateWeights: usize, scoreWeights: usize,
  initialState: usize, projected: usize, steps: usize, shares: usize, states: usize, statesGradient: usize,
  featuresGradient: usize, labelsGradient: usize, initialStateGradient: usize, featureWeightsGradient: usize,
  stateWeightsGradient: usize, scoreWeightsGradient: usize, work: usize,
  batch: i32, time: i32, featureCount: i32, hidden: i32, attention: i32,
): void {
  const width = 8 * hidden + attention;
  const stateColumns = 4 * hidden + attention;
  const stateBytes = 4 * hidden;
  const scratch = work;
  const plan = scratch + PRODUCT_SCRATCH;
  const rowsOfFeatures = plan + planBytes(batch, time);
  const rowsOfProjected = rowsOfFeatures + 4 * batch * time; // their gradients
  const rowsOfStates = rowsOfProjected + 4 * batch * time; // the states before
  const rowsOfSteps = rowsOfStates + 4 * batch * time; // the gradients of pre-activations and queries
  const resultRows = rowsOfSteps + 4 * batch * time; // [features] or [hidden]
  const stateRows = resultRows + 4 * max(featureCount, hidden);
  const ofSequence = stateRows + 4 * batch; // two lists over the steps of a sequence
  const ofProjected = ofSequence + 8 * time;
  const ofSteps = ofProjected + 4 * batch * time * width;
  const ofState = ofSteps + 4 * batch * time * stateColumns;
  const ofCell = ofState + batch * stateBytes;
  const ofScores = ofCell + batch * stateBytes;
  const packed = ofScores + 4 * time;
  makePlan(plan, lengths, batch, time);
  const rows = startOf(plan, batch, time);
  listSteps(rowsOfProjected, plan, batch, time, 0, ofProjected, 4 * width);
  listSteps(rowsOfSteps, plan, batch, time, 0, ofSteps, 4 * stateColumns);
  listStatesBefore(rowsOfStates, plan, batch, time, states, initialState, hidden);
  listRows(stateRows, ofState, stateBytes, batch);
  memory.fill(ofProjected, 0, 4 * batch * time * width);
  memory.fill(ofState, 0, 2 * batch * stateBytes);
  memory.fill(labelsGradient, 0, 4 * batch * time * stateBytes);
  memory.fill(featuresGradient, 0, 4 * batch * time * featureCount);
  memory.fill(scoreWeightsGradient, 0, 4 * attention);
  packRightTransposed(packed, stateWeights, 4 * stateColumns, stateColumns, hidden);
  for (let n = time - 1; n >= 0; n--) {
    const start = startOf(plan, batch, n);
    const active = startOf(plan, batch, n + 1) - start;
    if (active === 0) continue;
    for (let i = 0; i < active; i++) {
      stepGradient(
        n, orderOf(plan, i), lengthOf(plan, batch, i), scoreWeights, projected, steps, shares, statesGradient,
        ofProjected, load<u32>(rowsOfSteps + 4 * (start + i)) as usize, ofState + i * stateBytes,
        ofCell + i * stateBytes, ofScores, labelsGradient, scoreWeightsGradient, time, hidden, attention,
      );
    }
    const here = rowsOfSteps + 4 * start;
    product(here, false, packed, stateColumns, stateRows, active, stateColumns, hidden, false, scratch);
  }
  valuesGradient(plan, shares, ofSteps, ofProjected, ofSequence, packed, scratch, batch, time, hidden, attention);
  for (let i = 0; i < batch; i++) {
    copyNumbers(initialStateGradient + orderOf(plan, i) * stateBytes, ofState + i * stateBytes, hidden);
  }
  if (rows > 0) {
    listSteps(rowsOfFeatures, plan, batch, time, 0, featuresGradient, 4 * featureCount);
    packRightTransposed(packed, featureWeights, 4 * width, width, featureCount);
    product(rowsOfProjected, false, packed, width, rowsOfFeatures, rows, width, featureCount, false, scratch);
  }
  listSteps(rowsOfFeatures, plan, batch, time, 0, features, 4 * featureCount);
  weightsGradient(
    rowsOfFeatures, rowsOfProjected, rows, featureWeightsGradient, featureCount, width, resultRows, packed, scratch,
  );
  weightsGradient(
    rowsOfStates, rowsOfSteps, rows, stateWeightsGradient, hidden, stateColumns, resultRows, packed, scratch,
  );
}

/** Step `n` of sequence `b`. `ofState` and `ofCell` [hidden] are the gradients of what the step hands on. */
// @ts-ignore: decorator
@inline
function stepGradient(
  n: i32, b: i32, length: i32, scoreWeights: usize, projected: usize, steps: usize, shares: usize,
  statesGradient: usize, ofProjected: usize, ofStep: usize, ofState: usize, ofCell: usize, ofScores: usize,
  labelsGradient: usize, scoreWeightsGradient: usize, time: i32, hidden: i32, attention: i32,
): void {
  const rowBytes = projectedBytes(hidden, attention);
  const perStep = stepBytes(hidden, attention);
  const stateBytes = 4 * hidden;
  const row = b * time + n;
  const step = steps + row * perStep;
  const query = step + 4 * stateBytes;
  const cell = query + 4 * attention;
  const first = projected + b * time * rowBytes;
  const ofFirst = ofProjected + b * time * rowBytes;
  const shareRow = shares + 4 * row * time;
  const ofQuery = ofStep + 4 * stateBytes;
  memory.fill(ofQuery, 0, 4 * attention);
  const previousCell = n > 0 ? cell - perStep : 0;
  stepLstmGradient(
    step, previousCell, cell, statesGradient + row * stateBytes, ofState, ofCell, ofStep, hidden,
  );
  copyNumbers(labelsGradient + 4 * row * stateBytes, ofStep, 4 * hidden);
  copyNumbers(ofFirst + n * rowBytes, ofStep, 4 * hidden);
  valueProducts(ofScores, ofStep, first + 4 * stateBytes, rowBytes, length, 4 * hidden);
  shareGradients(ofScores, shareRow, length);
  scoreGradients(
    ofScores, query, first + 8 * stateBytes, rowBytes, scoreWeights, ofQuery, ofFirst + 8 * stateBytes, rowBytes,
    scoreWeightsGradient, length, attention,
  );
}

/** Of each sequence: Σ_i α_ij · the gradients of the pre-activations of step i, to the row of each j. */
function valuesGradient(
  plan: usize, shares: usize, ofSteps: usize, ofProjected: usize, lists: usize, packed: usize, scratch: usize,
  batch: i32, time: i32, hidden: i32, attention: i32,
): void {
  const rowBytes = projectedBytes(hidden, attention);
  const stateColumns = 4 * hidden + attention;
  const resultRows = lists + 4 * time;
  for (let i = 0; i < batch; i++) {
    const length = lengthOf(plan, batch, i);
    if (length === 0) break;
    const first = orderOf(plan, i) * time;
    listRows(lists, shares + 4 * first * time, 4 * time, length);
    listRows(resultRows, ofProjected + first * rowBytes + 16 * hidden, rowBytes, length);
    packRight(packed, ofSteps + 4 * first * stateColumns, 4 * stateColumns, length, 4 * hidden);
    product(lists, true, packed, length, resultRows, length, length, 4 * hidden, false, scratch);
  }
}

/** leftᵀ·right over the rows of two lists, [outputs, columns]; zeros where there are none. */
function weightsGradient(
  left: usize, right: usize, rows: i32, gradient: usize, outputs: i32, columns: i32, resultRows: usize, packed: usize,
  scratch: usize,
): void {
  if (rows === 0) {
    memory.fill(gradient, 0, 4 * outputs * columns);
    return;
  }
  packRightRows(packed, right, rows, columns);
  listRows(resultRows, gradient, 4 * columns, outputs);
  product(left, true, packed, rows, resultRows, outputs, rows, columns, false, scratch);
}
