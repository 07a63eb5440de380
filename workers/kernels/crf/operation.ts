/**
 * The linear-chain CRF as fused operations: its log-partition with the gradient by forward-backward, marginals, the
 * best path, and the losses made of them. Each is one kernel with one gradient.
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
 * Inputs `emissions` [batch, time, tags], `transitions` [tags + 2, tags + 2], `lengths` int32 [batch] and, where they
 * apply, `allowed` and `cost` [batch, time, tags] → `logPartition` [batch], `alpha` [batch, time, tags]. Only this
 * backend's own gradient kernel reads `alpha`, and its padding may hold anything.
 */
export const CRF_LOG_PARTITION = 'GraftCrfLogPartition';
/** Inputs as above, with `alpha` and `gradient` [batch] → the gradients of `emissions` and `transitions`, in this order. */
export const CRF_GRADIENT = 'GraftCrfGradient';
/** Inputs as of the log-partition, `allowed` always → `loss` [batch], `alpha` [2, batch, time, tags]. */
export const CRF_LOSS = 'GraftCrfLoss';
/** Inputs as above, with `alpha` and `gradient` [batch] → the gradients of `emissions` and `transitions`. */
export const CRF_LOSS_GRADIENT = 'GraftCrfLossGradient';
/** Inputs as of the log-partition → `path` int32 [batch, time], `score` [batch]. */
export const CRF_BEST_PATH = 'GraftCrfBestPath';
/** Inputs `emissions`, `transitions`, `lengths`, `gold` int32 [batch, time], `cost` → `margin` [batch], `path`. */
export const CRF_MARGIN = 'GraftCrfMargin';
/**
 * Inputs `emissions`, for its shape alone, `lengths`, `gold`, `path`, `gradient` [batch] → the gradients of `emissions`
 * and `transitions`.
 */
export const CRF_MARGIN_GRADIENT = 'GraftCrfMarginGradient';

/** [batch, time, tags] each. */
export interface CrfOptions {
  /** 1 or 0 (float32). Only sequences whose every tag is allowed count. A step that allows no tag allows every tag. */
  readonly allowed?: Tensor3D | undefined;
  /** Added to the emissions: how bad a mistake it is to choose a tag. */
  readonly cost?: Tensor3D | undefined;
}

type Part = Record<string, Tensor>;

function check(what: string, { emissions, transitions, lengths, ...rest }: Part & Scored): void {
  const [batch, time, tags] = emissions.shape;
  const wanted: Record<string, readonly number[]> = {
    allowed: emissions.shape,
    cost: emissions.shape,
    gold: [batch, time],
  };
  const message = () =>
    `${what}: shapes do not agree: ${Object.entries({ emissions, transitions, lengths, ...rest })
      .map(([name, { shape }]) => `${name} [${shape}]`)
      .join(', ')}`;
  util.assert(lengths.dtype === 'int32', () => `${what}: lengths must be int32, got ${lengths.dtype}`);
  util.assert(emissions.rank === 3 && util.arraysEqual(transitions.shape, [tags + 2, tags + 2]), message);
  util.assert(util.arraysEqual(lengths.shape, [batch]), message);
  for (const [name, { shape }] of Object.entries(rest))
    util.assert(util.arraysEqual(shape, [...(wanted[name] ?? [])]), message);
}

interface Scored {
  readonly emissions: Tensor3D;
  readonly transitions: Tensor2D;
  readonly lengths: Tensor1D;
}

/** The optional inputs of a kernel that are present. */
const present = ({ allowed, cost }: CrfOptions): Part => ({ ...(allowed && { allowed }), ...(cost && { cost }) });

const run = (kernel: string, inputs: Part) => engine().runKernel(kernel, inputs) as unknown as Tensor[];

/**
 * An operation that is differentiable in emissions and transitions. `forward` gives its result and what it saves;
 * `backward` computes both gradients from that. A gradient registered by a kernel's name could not have optional
 * inputs.
 */
function differentiable(
  { emissions, transitions }: Scored,
  forward: (emissions: Tensor, transitions: Tensor) => { readonly value: Tensor; readonly saved: Part },
  backward: (saved: Part, gradient: Tensor) => Tensor[],
): Tensor1D {
  const operation = customGrad((e, p, save) => {
    const { value, saved } = forward(e as Tensor, p as Tensor);
    const names = Object.keys(saved);
    (save as GradSaveFunc)(Object.values(saved));
    const gradFunc = (gradient: Tensor, tensors: Tensor[]) =>
      backward(Object.fromEntries(names.map((name, n) => [name, tensors[n] as Tensor])), gradient);
    return { value, gradFunc };
  });
  return operation(emissions, transitions) as Tensor1D;
}

/** A sum over sequences by the kernel `sums`. The kernel of its gradient takes its `alpha`. */
function differentiableSum(sums: string, ofSums: string, scored: Scored, options: CrfOptions): Tensor1D {
  return differentiable(
    scored,
    (emissions, transitions) => {
      const inputs = { emissions, transitions, lengths: scored.lengths, ...present(options) };
      const [value, alpha] = run(sums, inputs) as [Tensor, Tensor];
      return { value, saved: { ...inputs, alpha } };
    },
    (saved, gradient) => run(ofSums, { ...saved, gradient }),
  );
}

/**
 * log Σ exp(score) over all sequences of tags that `options` allow → [batch]. `transitions` is [from, to] with index
 * `tags` for the start and `tags + 1` for the end (paper 1's P, transposed). Impossible transitions are large negative
 * numbers such as −1e4. An empty sequence gives 0. Differentiable in emissions and transitions.
 */
export function crfLogPartition(
  emissions: Tensor3D,
  transitions: Tensor2D,
  lengths: Tensor1D,
  options: CrfOptions = {},
): Tensor1D {
  const scored = { emissions, transitions, lengths };
  check('crfLogPartition', { ...scored, ...present(options) });
  return differentiableSum(CRF_LOG_PARTITION, CRF_GRADIENT, scored, options);
}

/**
 * log Σ exp(score + cost) over all sequences − log Σ exp(score) over the allowed ones → [batch]. Without a cost it is
 * the negative log-probability of the allowed sequences: the loss for full annotation (paper 1) and for partial
 * annotation. With a cost it is paper 3's objective (its section 3.4, after Gimpel & Smith 2010) with its sign turned.
 * An empty sequence gives 0. Differentiable in emissions and transitions.
 */
export function crfLoss(
  emissions: Tensor3D,
  transitions: Tensor2D,
  lengths: Tensor1D,
  options: CrfOptions & { readonly allowed: Tensor3D },
): Tensor1D {
  const scored = { emissions, transitions, lengths };
  check('crfLoss', { ...scored, ...present(options) });
  return differentiableSum(CRF_LOSS, CRF_LOSS_GRADIENT, scored, options);
}

/** The probability of each tag at each step → [batch, time, tags], zero on padding. Not differentiable. */
export function crfMarginals(emissions: Tensor3D, transitions: Tensor2D, lengths: Tensor1D): Tensor3D {
  const inputs = { emissions, transitions, lengths };
  check('crfMarginals', inputs);
  const [total, alpha] = run(CRF_LOG_PARTITION, inputs) as [Tensor1D, Tensor3D];
  const gradient = ones(total.shape);
  const [marginals, counts] = run(CRF_GRADIENT, { ...inputs, alpha, gradient }) as [Tensor3D, Tensor2D];
  for (const tensor of [total, alpha, gradient, counts]) tensor.dispose();
  return marginals;
}

/**
 * The best sequence of tags by Viterbi, of those that `options` allow → `path` int32 [batch, time] (0 on padding) and its
 * `score` with its cost [batch]. Not differentiable.
 */
export function crfViterbi(
  emissions: Tensor3D,
  transitions: Tensor2D,
  lengths: Tensor1D,
  options: CrfOptions = {},
): { path: Tensor2D; score: Tensor1D } {
  const inputs = { emissions, transitions, lengths, ...present(options) };
  check('crfViterbi', inputs);
  const [path, score] = run(CRF_BEST_PATH, inputs) as [Tensor2D, Tensor1D];
  return { path, score };
}

/**
 * max over all sequences of (score + cost) − the score of the `gold` tags → [batch]: the structured hinge loss. It is
 * the limit of paper 3's objective where only the worst sequence counts, and not below 0 where the gold tags cost
 * nothing.
 *
 * `gold` is int32 [batch, time]; tags outside 0 … tags − 1 are clamped. `cost` is [batch, time, tags], for example 1
 * for every wrong tag. An empty sequence gives 0. Differentiable in emissions and transitions: the best path's minus
 * the gold path's. Of equally good paths it takes the one of `crfViterbi`.
 */
export function crfMargin(
  emissions: Tensor3D,
  transitions: Tensor2D,
  lengths: Tensor1D,
  gold: Tensor2D,
  cost: Tensor3D,
): Tensor1D {
  const scored = { emissions, transitions, lengths };
  check('crfMargin', { ...scored, gold, cost });
  util.assert(gold.dtype === 'int32', () => `crfMargin: the gold tags must be int32, got ${gold.dtype}`);
  return differentiable(
    scored,
    (e, p) => {
      const [value, path] = run(CRF_MARGIN, { emissions: e, transitions: p, lengths, gold, cost }) as [Tensor, Tensor];
      return { value, saved: { emissions: e, lengths, gold, path } };
    },
    (saved, gradient) => run(CRF_MARGIN_GRADIENT, { ...saved, gradient }),
  );
}
