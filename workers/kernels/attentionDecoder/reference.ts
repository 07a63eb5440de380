/**
 * The definition of the aligned attention decoder in plain loops (paper 0, section 4.3; the score is Bahdanau et al.'s,
 * 2014, appendix A.1.2), over a padded batch. Nothing beyond a sequence's length is ever read. Gates are in the order
 * input, forget, candidate, output, as in PyTorch. The cell starts from zeros.
 *
 *   [u_j  z_j  k_j] = h_j·F        the gates of an aligned state, those of a context, and a key
 *   [r_i  q_i] = s_{i−1}·S         the gates of the previous state, and its query
 *   α_ij = softmax over j of v·tanh(q_i + k_j)
 *   a_i = y_i + u_i + r_i + Σ_j α_ij z_j;  s_i, c_i = LSTM cell of a_i and c_{i−1}
 *
 * y_i are the gates of the previous label, with the bias. The context Σ_j α_ij h_j enters the gates by a matrix, so the
 * matrix is applied to each h_j once, and the gates take the weighted sum of the results.
 */
import { sigmoid } from '../recurrent/shape.ts';
import { type DecoderShape, projectedWidth, stateWidth } from './shape.ts';

/** What both passes read. */
export interface DecoderArrays {
  readonly features: Float32Array; // [batch, time, features]
  readonly lengths: Int32Array; // [batch]
  readonly featureWeights: Float32Array; // [features, 8·hidden + attention]
  readonly stateWeights: Float32Array; // [hidden, 4·hidden + attention]
  readonly scoreWeights: Float32Array; // [attention]
  readonly initialState: Float32Array; // [batch, hidden]
}

export interface DecoderGradients {
  features: Float32Array; // zero on padding
  labels: Float32Array; // [batch, time, 4·hidden], zero on padding
  featureWeights: Float32Array;
  stateWeights: Float32Array;
  scoreWeights: Float32Array;
  initialState: Float32Array;
}

/** What one step leaves behind for the backward pass. */
interface Step {
  readonly query: Float64Array; // [attention]
  readonly shares: Float64Array; // α_i, [length]
  readonly gates: Float64Array; // after their activation, [4·hidden]
  readonly cell: Float64Array; // [hidden]
  readonly state: Float64Array; // [hidden]
}

const sequenceLength = ({ time }: DecoderShape, lengths: Int32Array, b: number) =>
  Math.min(Math.max(lengths[b]!, 0), time);

/** One sequence: its projected features [length, 8·hidden + attention]. */
function project(shape: DecoderShape, given: DecoderArrays, b: number): Float64Array {
  const { features, time } = shape;
  const width = projectedWidth(shape);
  const length = sequenceLength(shape, given.lengths, b);
  const projected = new Float64Array(length * width);
  for (let t = 0; t < length; t++) {
    for (let k = 0; k < features; k++) {
      const feature = given.features[(b * time + t) * features + k]!;
      for (let c = 0; c < width; c++) projected[t * width + c]! += feature * given.featureWeights[k * width + c]!;
    }
  }
  return projected;
}

/**
 * Step `i` of a sequence, from the step before it.
 * @param label the gates of the previous label at `labelAt`.
 */
function decoderStep(
  shape: DecoderShape,
  { stateWeights, scoreWeights }: DecoderArrays,
  projected: Float64Array,
  i: number,
  previous: { readonly state: ArrayLike<number>; readonly cell: ArrayLike<number> },
  label: Float32Array,
  labelAt: number,
): Step {
  const { hidden, attention } = shape;
  const [width, wide] = [projectedWidth(shape), stateWidth(shape)];
  const length = projected.length / width;
  const fromState = new Float64Array(wide);
  for (let k = 0; k < hidden; k++) {
    for (let c = 0; c < wide; c++) fromState[c]! += previous.state[k]! * stateWeights[k * wide + c]!;
  }
  const query = fromState.slice(4 * hidden);
  const shares = new Float64Array(length);
  for (let j = 0; j < length; j++) {
    for (let a = 0; a < attention; a++) {
      shares[j]! += scoreWeights[a]! * Math.tanh(query[a]! + projected[j * width + 8 * hidden + a]!);
    }
  }
  const most = Math.max(...shares);
  let total = 0;
  for (let j = 0; j < length; j++) total += shares[j] = Math.exp(shares[j]! - most);
  for (let j = 0; j < length; j++) shares[j]! /= total;
  const gates = fromState.slice(0, 4 * hidden);
  for (let c = 0; c < 4 * hidden; c++) {
    gates[c]! += label[labelAt + c]! + projected[i * width + c]!;
    for (let j = 0; j < length; j++) gates[c]! += shares[j]! * projected[j * width + 4 * hidden + c]!;
  }
  const [cell, state] = [new Float64Array(hidden), new Float64Array(hidden)];
  for (let h = 0; h < hidden; h++) {
    const inputGate = sigmoid(gates[h]!);
    const forgetGate = sigmoid(gates[hidden + h]!);
    const candidate = Math.tanh(gates[2 * hidden + h]!);
    const outputGate = sigmoid(gates[3 * hidden + h]!);
    [inputGate, forgetGate, candidate, outputGate].forEach((gate, g) => {
      gates[g * hidden + h] = gate;
    });
    cell[h] = forgetGate * previous.cell[h]! + inputGate * candidate;
    state[h] = outputGate * Math.tanh(cell[h]!);
  }
  return { query, shares, gates, cell, state };
}

/** Where a sequence starts: its initial state, and a cell of zeros. */
const startOf = ({ hidden }: DecoderShape, { initialState }: DecoderArrays, b: number) => ({
  state: initialState.subarray(b * hidden, (b + 1) * hidden),
  cell: new Float32Array(hidden),
});

/** All steps of a sequence. @param labels [batch, time, 4·hidden] */
function decode(shape: DecoderShape, given: DecoderArrays, projected: Float64Array, labels: Float32Array, b: number) {
  const steps: Step[] = [];
  const length = sequenceLength(shape, given.lengths, b);
  for (let i = 0; i < length; i++) {
    const labelAt = (b * shape.time + i) * 4 * shape.hidden;
    steps.push(decoderStep(shape, given, projected, i, steps[i - 1] ?? startOf(shape, given, b), labels, labelAt));
  }
  return steps;
}

/** @returns the states [batch, time, hidden], zero on padding. */
export function decoderForward(shape: DecoderShape, given: DecoderArrays, labels: Float32Array): Float32Array {
  const { batch, time, hidden } = shape;
  const states = new Float32Array(batch * time * hidden);
  for (let b = 0; b < batch; b++) {
    decode(shape, given, project(shape, given, b), labels, b).forEach(({ state }, i) => {
      states.set(state, (b * time + i) * hidden);
    });
  }
  return states;
}

/** The backward pass, for `statesGradient` [batch, time, hidden]. It works the forward pass out anew. */
export function decoderGradient(
  shape: DecoderShape,
  given: DecoderArrays,
  labels: Float32Array,
  statesGradient: Float32Array,
): DecoderGradients {
  const { batch, time, features, hidden, attention } = shape;
  const [width, wide] = [projectedWidth(shape), stateWidth(shape)];
  const gradients: DecoderGradients = {
    features: new Float32Array(batch * time * features),
    labels: new Float32Array(batch * time * 4 * hidden),
    featureWeights: new Float32Array(features * width),
    stateWeights: new Float32Array(hidden * wide),
    scoreWeights: new Float32Array(attention),
    initialState: new Float32Array(batch * hidden),
  };
  for (let b = 0; b < batch; b++) {
    const projected = project(shape, given, b);
    const steps = decode(shape, given, projected, labels, b);
    const length = steps.length;
    const ofProjected = new Float64Array(length * width);
    let ofState = new Float64Array(hidden);
    let ofCell = new Float64Array(hidden);
    for (let i = length - 1; i >= 0; i--) {
      const { query, shares, gates, cell } = steps[i]!;
      const previous = steps[i - 1] ?? startOf(shape, given, b);
      for (let h = 0; h < hidden; h++) ofState[h]! += statesGradient[(b * time + i) * hidden + h]!;
      const fromState = new Float64Array(wide); // the gradients of the pre-activations and of the query
      const ofPreviousCell = new Float64Array(hidden);
      for (let h = 0; h < hidden; h++) {
        const [inputGate, forgetGate, candidate, outputGate] = [0, 1, 2, 3].map((g) => gates[g * hidden + h]!) as [
          number,
          number,
          number,
          number,
        ];
        const tanhCell = Math.tanh(cell[h]!);
        const totalCell = ofCell[h]! + ofState[h]! * outputGate * (1 - tanhCell * tanhCell);
        fromState[h] = totalCell * candidate * inputGate * (1 - inputGate);
        fromState[hidden + h] = totalCell * previous.cell[h]! * forgetGate * (1 - forgetGate);
        fromState[2 * hidden + h] = totalCell * inputGate * (1 - candidate * candidate);
        fromState[3 * hidden + h] = ofState[h]! * tanhCell * outputGate * (1 - outputGate);
        ofPreviousCell[h] = totalCell * forgetGate;
      }
      const ofShares = new Float64Array(length);
      for (let c = 0; c < 4 * hidden; c++) {
        gradients.labels[(b * time + i) * 4 * hidden + c] = fromState[c]!;
        ofProjected[i * width + c]! += fromState[c]!;
        for (let j = 0; j < length; j++) {
          ofShares[j]! += fromState[c]! * projected[j * width + 4 * hidden + c]!;
          ofProjected[j * width + 4 * hidden + c]! += fromState[c]! * shares[j]!;
        }
      }
      const mean = ofShares.reduce((sum, each, j) => sum + each * shares[j]!, 0);
      for (let j = 0; j < length; j++) {
        const ofScore = shares[j]! * (ofShares[j]! - mean);
        for (let a = 0; a < attention; a++) {
          const curve = Math.tanh(query[a]! + projected[j * width + 8 * hidden + a]!);
          const ofSum = ofScore * given.scoreWeights[a]! * (1 - curve * curve);
          gradients.scoreWeights[a]! += ofScore * curve;
          fromState[4 * hidden + a]! += ofSum;
          ofProjected[j * width + 8 * hidden + a]! += ofSum;
        }
      }
      ofCell = ofPreviousCell;
      ofState = new Float64Array(hidden);
      for (let k = 0; k < hidden; k++) {
        for (let c = 0; c < wide; c++) {
          ofState[k]! += fromState[c]! * given.stateWeights[k * wide + c]!;
          gradients.stateWeights[k * wide + c]! += previous.state[k]! * fromState[c]!;
        }
      }
    }
    gradients.initialState.set(ofState, b * hidden);
    for (let t = 0; t < length; t++) {
      for (let k = 0; k < features; k++) {
        const at = (b * time + t) * features + k;
        for (let c = 0; c < width; c++) {
          gradients.features[at]! += ofProjected[t * width + c]! * given.featureWeights[k * width + c]!;
          gradients.featureWeights[k * width + c]! += given.features[at]! * ofProjected[t * width + c]!;
        }
      }
    }
  }
  return gradients;
}

/** How states become tags, and which tag may follow which. */
export interface TagArrays {
  readonly labelInputs: Float32Array; // [1 + tags, 4·hidden]: the gates of the start, then of each label
  readonly outputWeights: Float32Array; // [hidden, tags]
  readonly outputBias: Float32Array; // [tags]
  /** 1 where a tag may follow, [tags + 2, tags]: at the start, after each tag; last, whether a sequence may end with it. */
  readonly allowed: Float32Array;
}

export interface DecodedTags {
  readonly tags: Int32Array; // [batch, time], 0 on padding
  /** Of each tag among all tags, given those before it [batch, time]; 0 on padding. */
  readonly probabilities: Float32Array;
}

/**
 * Sequences of tags, each step fed with the tags before it. Of `beam` prefixes at each step the likeliest are kept; with
 * one that is the likeliest tag at each step. Where a step allows no tag it allows all.
 */
export function decoderTags(shape: DecoderShape, given: DecoderArrays, output: TagArrays, beam = 1): DecodedTags {
  const { batch, time } = shape;
  const tags = new Int32Array(batch * time);
  const probabilities = new Float32Array(batch * time);
  for (let b = 0; b < batch; b++) {
    const best = beamOf(shape, given, output, beam, b);
    for (let i = 0; i < best.tags.length; i++) {
      tags[b * time + i] = best.tags[i]!;
      probabilities[b * time + i] = best.probabilities[i]!;
    }
  }
  return { tags, probabilities };
}

/** A beginning of a sequence's tags. */
interface Prefix {
  readonly tags: readonly number[];
  readonly probabilities: readonly number[];
  /** The logarithm of the product of the probabilities. */
  readonly score: number;
  readonly last: { readonly state: ArrayLike<number>; readonly cell: ArrayLike<number> };
}

function beamOf(shape: DecoderShape, given: DecoderArrays, output: TagArrays, beam: number, b: number): Prefix {
  const { hidden } = shape;
  const count = output.outputBias.length;
  const length = sequenceLength(shape, given.lengths, b);
  const projected = project(shape, given, b);
  let prefixes: Prefix[] = [{ tags: [], probabilities: [], score: 0, last: startOf(shape, given, b) }];
  for (let i = 0; i < length; i++) {
    const longer = prefixes.flatMap((prefix) => {
      const previous = 1 + (prefix.tags[i - 1] ?? -1); // a row: that of the start, or of a tag
      const labelAt = previous * 4 * hidden;
      const last = decoderStep(shape, given, projected, i, prefix.last, output.labelInputs, labelAt);
      const shares = tagProbabilities(last.state, output);
      const candidates = allowedTags(output.allowed, count, previous, i === length - 1);
      return candidates.map((tag) => {
        const probability = shares[tag]!;
        return { prefix, tag, probability, score: prefix.score + Math.log(probability), last };
      });
    });
    prefixes = longer
      .sort((one, other) => other.score - one.score)
      .slice(0, beam)
      .map(({ prefix, tag, probability, score, last }) => ({
        tags: [...prefix.tags, tag],
        probabilities: [...prefix.probabilities, probability],
        score,
        last,
      }));
  }
  return prefixes[0]!;
}

/** The softmax of a state's linear layer, [tags]. */
function tagProbabilities(state: ArrayLike<number>, { outputWeights, outputBias }: TagArrays): Float64Array {
  const scores = Float64Array.from(outputBias);
  const count = scores.length;
  for (let k = 0; k < state.length; k++) {
    for (let tag = 0; tag < count; tag++) scores[tag]! += state[k]! * outputWeights[k * count + tag]!;
  }
  const most = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - most));
  const total = exponentials.reduce((sum, each) => sum + each);
  return exponentials.map((each) => each / total);
}

function allowedTags(allowed: Float32Array, count: number, previous: number, isLast: boolean): number[] {
  const all = Array.from({ length: count }, (_, tag) => tag);
  const may = all.filter(
    (tag) => allowed[previous * count + tag]! > 0 && (!isLast || allowed[(count + 1) * count + tag]! > 0),
  );
  return may.length > 0 ? may : all;
}
