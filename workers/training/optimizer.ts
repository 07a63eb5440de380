/**
 * One training step: gradients, clipped by their global norm, and the optimizer's update, all on the device. Of a table
 * that learns by rows it reads and writes those alone that the batch used, and these learn without momentum.
 */
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { keep, tensor, tidy, util } from '@tensorflow/tfjs-core';
import { type OptimizerRule, type UpdateScalars, withoutMomentum } from '../kernels/optimizer/coefficients.ts';
import {
  applyUpdates,
  globalNormScale,
  initialState,
  stateSlots,
  type VariableUpdate,
} from '../kernels/optimizer/operation.ts';
import type { Parameters } from '../layers/parameters.ts';
import { GraftError } from '../protocol/errors.ts';
import { gradientsOf } from './gradients.ts';
import type { Pull } from './pull.ts';

/** Parameters that learn at one rate. */
export interface ParameterGroup {
  /** By name; a name stands in one group only. */
  readonly parameters: Parameters;
  /** Learning rate of a step; steps count from 1. */
  rate(step: number): number;
  /** AdamW's decoupled weight decay; the other rules do not use it. 0 for none. */
  readonly decay: number;
}

/** All of them at one rate, from the first step to the last. */
export const atConstantRate = (parameters: Parameters, rate: number): readonly ParameterGroup[] => [
  { parameters, rate: () => rate, decay: 0 },
];

export interface OptimizerRuleSettings {
  readonly optimizer: OptimizerRule;
  /** Share of the last step that SGD keeps; the other rules do not use it. */
  readonly momentum: number;
  /** Largest norm of all groups' gradients together. */
  readonly clip: number;
}

/** Plain data: what has to be kept to go on with the same bits. */
export interface OptimizerState {
  readonly steps: number;
  /** What the rule remembers [slots, ...the parameter's shape], by parameter name; of those that have learned so far. */
  readonly moments: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: Float32Array }>>;
}

/** A variable that learns, with what it learns by. */
interface Learner {
  readonly variable: Variable;
  readonly group: ParameterGroup;
  /** Made at the variable's first step, which shows whether it is a table that learns by rows. */
  state?: Tensor;
}

/** What a step asks of a variable. */
interface LearnerUpdate extends VariableUpdate {
  readonly group: ParameterGroup;
}

/** Updates that agree in all that they are made with. */
interface Batch {
  readonly scalars: UpdateScalars;
  readonly updates: VariableUpdate[];
}

export class Optimizer {
  private readonly learners = new Map<string, Learner>();
  private steps = 0;

  constructor(
    groups: readonly ParameterGroup[],
    private readonly rule: OptimizerRuleSettings,
    private readonly pull?: Pull,
  ) {
    for (const group of groups) {
      for (const [name, variable] of Object.entries(group.parameters)) {
        if (this.learners.has(name)) throw new Error(`The parameter ${name} stands in two groups.`);
        this.learners.set(name, { variable, group });
      }
    }
  }

  /**
   * Takes one step down the gradient of the losses' sum, each of which is computed and forgotten before the next; returns that sum before
   * the step, for the caller to dispose of.
   */
  step(...losses: readonly (() => Tensor)[]): Tensor {
    return tidy(() => {
      const { value, updates } = this.differentiate(losses);
      const scale = globalNormScale(
        updates.map(({ gradient }) => gradient),
        this.rule.clip,
      );
      this.steps++;
      for (const batch of this.batches(updates)) {
        applyUpdates(this.rule.optimizer, batch.updates, batch.scalars, scale);
      }
      this.pull?.apply(updates.map(({ variable, group }) => [variable as Variable, group.rate(this.steps)]));
      return value;
    });
  }

  /** The loss and what it asks of each variable. */
  private differentiate(losses: readonly (() => Tensor)[]): { value: Tensor; updates: LearnerUpdate[] } {
    const learners = [...this.learners.values()];
    const { value, gradients } = gradientsOf(
      losses,
      learners.map(({ variable }) => variable),
    );
    const updates = learners.flatMap((learner): LearnerUpdate[] => {
      const { variable, group } = learner;
      const found = gradients.get(variable);
      return found ? [{ variable, group, state: this.stateOf(learner, !found.rows), ...found }] : [];
    });
    return { value, updates };
  }

  /** As few batches as there can be: each is one call of a kernel. */
  private batches(updates: readonly LearnerUpdate[]): Iterable<Batch> {
    const { optimizer, momentum } = this.rule;
    const batches = new Map<string, Batch>();
    for (const update of updates) {
      const learningRate = update.group.rate(this.steps);
      const weightDecay = optimizer === 'adamw' ? update.group.decay : 0;
      const scalars = { learningRate, momentum, weightDecay, step: this.steps };
      const key = `${learningRate} ${weightDecay} ${update.rows ? 'rows' : 'whole'}`;
      const batch: Batch = batches.get(key) ?? {
        scalars: update.rows ? withoutMomentum(optimizer, scalars) : scalars,
        updates: [],
      };
      batch.updates.push(update);
      batches.set(key, batch);
    }
    return batches.values();
  }

  private stateOf(learner: Learner, momentum: boolean): Tensor {
    learner.state ??= keep(initialState(this.rule.optimizer, learner.variable.shape, momentum));
    return learner.state;
  }

  /** Copies of what the optimizer remembers. No step may be taken until they are there. */
  async state(): Promise<OptimizerState> {
    const moments: Record<string, { shape: readonly number[]; values: Float32Array }> = {};
    for (const [name, { state }] of this.learners) {
      if (!state) continue;
      // Copied: backends may hand out the very array that the next update writes to.
      moments[name] = { shape: [...state.shape], values: Float32Array.from((await state.data()) as Float32Array) };
    }
    return { steps: this.steps, moments };
  }

  /**
   * Goes on from a state that an optimizer with the same rule and parameters had.
   * @throws GraftError (`optimizer-state`) where a name is not among the parameters or a shape does not fit.
   */
  restore({ steps, moments }: OptimizerState): void {
    for (const [name, { shape, values }] of Object.entries(moments)) this.expectFits(name, shape, values.length);
    this.dispose();
    this.steps = steps;
    for (const [name, { shape, values }] of Object.entries(moments)) {
      // Copied, since the cpu backend would work in the caller's array.
      (this.learners.get(name) as Learner).state = keep(tensor(values.slice(), [...shape], 'float32'));
    }
  }

  private expectFits(name: string, [slots = 0, ...shape]: readonly number[], numbers: number): void {
    const variable = this.learners.get(name)?.variable;
    if (!variable) throw unfit(`it tells of ${name}, which is no parameter that is to learn`);
    const most = stateSlots(this.rule.optimizer);
    const fits = slots >= 1 && slots <= most && util.arraysEqual(shape, variable.shape);
    if (!fits || numbers !== slots * variable.size) {
      const [given, wanted] = [`[${[slots, ...shape]}]`, `[${[most, ...variable.shape]}]`];
      throw unfit(`of ${name} it has ${numbers} numbers as ${given}, where ${wanted} was expected`);
    }
  }

  dispose(): void {
    for (const learner of this.learners.values()) {
      learner.state?.dispose();
      delete learner.state;
    }
  }
}

const unfit = (what: string) =>
  new GraftError({
    code: 'optimizer-state',
    message: `What the optimizer is to go on from does not fit: ${what}.`,
    remedy: 'Go on with the optimizer and the model that the run began with, or begin a new run.',
  });
