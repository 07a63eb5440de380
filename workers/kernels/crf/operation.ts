/**
 * The linear-chain CRF as fused operations: its log-partition with the gradient by forward-backward, marginals, and the
 * best path. Partial annotation and full annotation are the same loss: log Z − log Z(allowed).
 */
import {
  customGrad,
  engine,
  type GradSaveFunc,
  ones,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  util,
} from '@tensorflow/tfjs-core';

/**
 * Inputs `emissions` [batch, time, tags], `transitions` [tags + 2, tags + 2], `lengths` int32 [batch] and, where the
 * sequences are restricted, `allowed` [batch, time, tags] → `logPartition` [batch], `alpha` [batch, time, tags]; the
 * latter only this backend's own gradient kernel reads, and padding in it may hold anything.
 */
export const CRF_LOG_PARTITION = 'GraftCrfLogPartition';
/**
 * Inputs as above, with `alpha`, `logPartition` [batch] and `gradient` [batch] → the gradients of `emissions` and
 * `transitions`, in this order.
 */
export const CRF_GRADIENT = 'GraftCrfGradient';
/** Inputs `emissions`, `transitions`, `lengths` → `path` int32 [batch, time], `score` [batch]. */
export const CRF_BEST_PATH = 'GraftCrfBestPath';

function check(what: string, emissions: Tensor, transitions: Tensor, lengths: Tensor, allowed?: Tensor): void {
  const [batch, , tags] = emissions.shape as [number, number, number];
  const said = () =>
    `${what}: shapes do not agree: emissions [${emissions.shape}], transitions [${transitions.shape}], lengths ` +
    `[${lengths.shape}], allowed [${allowed?.shape}]`;
  util.assert(lengths.dtype === 'int32', () => `${what}: lengths must be int32, got ${lengths.dtype}`);
  util.assert(emissions.rank === 3 && util.arraysEqual(transitions.shape, [tags + 2, tags + 2]), said);
  util.assert(util.arraysEqual(lengths.shape, [batch]), said);
  util.assert(!allowed || util.arraysEqual(allowed.shape, emissions.shape), said);
}

type Part = Record<string, Tensor>;

function logPartition(inputs: Part): { total: Tensor1D; alpha: Tensor3D } {
  const [total, alpha] = engine().runKernel(CRF_LOG_PARTITION, inputs) as unknown as [Tensor1D, Tensor3D];
  return { total, alpha };
}

function logPartitionGradient(gradient: Tensor, saved: Tensor[]): Tensor[] {
  const [emissions, transitions, lengths, total, alpha, allowed] = saved;
  const inputs = { emissions, transitions, lengths, ...(allowed && { allowed }) };
  return engine().runKernel(CRF_GRADIENT, {
    ...inputs,
    alpha,
    logPartition: total,
    gradient,
  } as Part) as unknown as Tensor[];
}

/**
 * log Σ exp(score) over all sequences of tags, or over those whose every tag is `allowed` (1 or 0, float32) → [batch].
 * `transitions` is [from, to] with index `tags` for the start and `tags + 1` for the end (paper 1's P, transposed);
 * impossible transitions are large negative numbers such as −1e4. A step that allows no tag allows every tag. An empty
 * sequence yields 0. Differentiable in emissions and transitions.
 */
export function crfLogPartition(
  emissions: Tensor3D,
  transitions: Tensor2D,
  lengths: Tensor1D,
  allowed?: Tensor3D,
): Tensor1D {
  check('crfLogPartition', emissions, transitions, lengths, allowed);
  // A gradient registered by the kernel's name cannot have an optional input, so this one is attached by hand.
  const operation = customGrad((e, p, save) => {
    const { total, alpha } = logPartition({
      emissions: e as Tensor,
      transitions: p as Tensor,
      lengths,
      ...(allowed && { allowed }),
    });
    const restriction = allowed ? [allowed] : [];
    (save as GradSaveFunc)([e as Tensor, p as Tensor, lengths, total, alpha, ...restriction]);
    return { value: total, gradFunc: (gradient, saved) => logPartitionGradient(gradient as Tensor, saved) };
  });
  return operation(emissions, transitions) as Tensor1D;
}

/** The probability of each tag at each step → [batch, time, tags], zero on padding. Not differentiable. */
export function crfMarginals(emissions: Tensor3D, transitions: Tensor2D, lengths: Tensor1D): Tensor3D {
  check('crfMarginals', emissions, transitions, lengths);
  const inputs = { emissions, transitions, lengths };
  const { total, alpha } = logPartition(inputs);
  const gradient = ones(total.shape);
  const all = engine().runKernel(CRF_GRADIENT, { ...inputs, alpha, logPartition: total, gradient });
  const [marginals, counts] = all as unknown as [Tensor3D, Tensor2D];
  for (const tensor of [total, alpha, gradient, counts]) tensor.dispose();
  return marginals;
}

/** The best sequence of tags by Viterbi → `path` int32 [batch, time] (0 on padding) and its `score` [batch]. */
export function crfViterbi(
  emissions: Tensor3D,
  transitions: Tensor2D,
  lengths: Tensor1D,
): { path: Tensor2D; score: Tensor1D } {
  check('crfViterbi', emissions, transitions, lengths);
  const all = engine().runKernel(CRF_BEST_PATH, { emissions, transitions, lengths });
  const [path, score] = all as unknown as [Tensor2D, Tensor1D];
  return { path, score };
}
