/**
 * A small encoder learns the states of a whole one (Hinton, Vinyals and Dean 2015; by states Jiao et al. 2020, equation 8, of the
 * last layer alone): the mean squared error between what both make of the pieces that they cut alike, and of each word's first.
 */
import { customGrad, mul, squaredDifference, sum, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { GivenEncoder } from '../encoders/encoder.ts';
import { createTransformer, type TransformerEncoder } from '../encoders/transformerEncoder.ts';
import { lookUp, ofStates } from '../kernels/embedding/lookups.ts';
import type { Dropout } from '../layers/dropout.ts';
import { storedParameters, type Weight } from '../layers/parameters.ts';
import { disposeParts, partSource } from '../layers/part.ts';
import { storedWeights } from '../layers/snapshot.ts';
import type { EncoderSpecifications } from '../protocol/specification.ts';
import { type AlignedPieces, alignPieces } from '../text/alignedPieces.ts';
import type { Trainable } from '../training/loop.ts';
import { type NoFigures, type PassageLesson, passageTraining } from './passageTraining.ts';

/** As plain data. */
export interface StoredEncoder extends GivenEncoder {
  readonly specification: EncoderSpecifications['transformer'];
}

type Words = readonly string[];

export class StateDistillation {
  private constructor(
    private readonly learner: TransformerEncoder,
    private readonly teacher: TransformerEncoder,
  ) {}

  /** @throws GraftError where numbers are missing, or have another shape than the specification wants. */
  static create(learner: StoredEncoder, teacher: StoredEncoder): StateDistillation {
    const small = encoderOf(learner);
    try {
      // Its text comes round again and again: there is little of it that no passage reads.
      small.learnWholeTable();
      return new StateDistillation(small, encoderOf(teacher));
    } catch (error) {
      disposeParts([small]);
      throw error;
    }
  }

  /** The learner as what the loop trains. */
  training(
    lesson: Pick<PassageLesson<Words, AlignedPieces>, 'learned' | 'measured' | 'epoch' | 'random' | 'afterBatch'>,
  ): Trainable<NoFigures> {
    const { learner, teacher } = this;
    const cutting = {
      learner: learner.tokenizer,
      teacher: teacher.tokenizer,
      longest: learner.specification.maximumLength,
    };
    return passageTraining<Words, AlignedPieces>(learner, {
      ...lesson,
      batchOf: (passages) => alignPieces(passages, cutting),
      loss: (batch, mode) => this.loss(batch, mode),
      weightOf: ({ count }) => count,
    });
  }

  /** Mean squared error of a number of a state, a scalar. */
  private loss({ learner, teacher, learnerRows, teacherRows, count }: AlignedPieces, mode: Dropout | null): Tensor {
    return tidy(() => {
      // Within its function tfjs records nothing for a backward pass.
      const wanted = customGrad(() => ({
        value: statesAt(this.teacher.states(teacher, null), teacherRows),
        gradFunc: () => [],
      }))() as Tensor2D; // [rows, hidden]
      const found = statesAt(this.learner.states(learner, mode), learnerRows); // [rows, hidden]
      return mul(sum(squaredDifference(found, wanted)), 1 / (count * this.learner.specification.hiddenSize));
    });
  }

  /** The learner's numbers, as plain data. */
  weights(): Promise<Readonly<Record<string, Weight>>> {
    return storedWeights(this.learner);
  }

  dispose(): void {
    disposeParts([this.learner, this.teacher]);
  }
}

/** Rows of a batch's states; zeros where there is none. */
const statesAt = (states: Tensor2D, rows: Int32Array) => lookUp(states, rows, [rows.length], ofStates) as Tensor2D;

function encoderOf({ specification, texts, weights }: StoredEncoder): TransformerEncoder {
  const source = storedParameters(weights);
  try {
    return createTransformer(specification, { texts, weights }, partSource(source));
  } catch (error) {
    source.discard();
    throw error;
  }
}
