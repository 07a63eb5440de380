/** LANER's output beside PyTorch's, whole and without its parts: logits, loss, every gradient, and its own tags. */
import { memory, type Scalar, type Tensor1D, type Tensor3D, tidy, variableGrads } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { expectClose, onEachBackend, readFixture, tensorOf, toleranceOf, type Written } from '../kernels/testing.ts';
import { storedParameters } from '../layers/parameters.ts';
import { disposeParts, parametersOf, partSource } from '../layers/part.ts';
import { TagSets } from '../text/examples.ts';
import { Gold } from '../text/gold.ts';
import { LabelAwareOutput } from './labelAware.ts';

interface Case {
  readonly labelBackground: boolean;
  readonly labelContext: boolean;
  readonly features: Written;
  readonly lengths: Written;
  readonly tags: Written;
  readonly weights: Readonly<Record<string, Written>>;
  readonly logits: Written;
  readonly loss: Written;
  readonly gradients: Readonly<Record<string, Written>>;
  readonly path: Written;
  readonly probabilities: Written;
}

/** The fixture's output; its tags may follow each other in any order. */
function outputOf({ labelBackground, labelContext, features, logits, weights }: Case): LabelAwareOutput {
  const stored = Object.entries(weights).map(([name, { shape, values }]) => [
    name,
    { shape, values: Float32Array.from(values) },
  ]);
  const parts = partSource(storedParameters(Object.fromEntries(stored)));
  const categories = Array.from({ length: logits.shape[2] as number }, (_, tag) => `${tag}`);
  const labelEmbedding = weights['labelTable.embeddings']?.shape[1] ?? 1;
  const kind = { kind: 'label-aware', scheme: 'tags', labelEmbedding, labelBackground, labelContext } as const;
  return new LabelAwareOutput(kind, categories, features.shape[2] as number, parts);
}

function goldOf({ lengths, tags, logits }: Case): Gold {
  const [, time = 0, count = 0] = logits.shape;
  const sets = new TagSets(count);
  const examples = lengths.values.map((length, row) => ({
    words: new Array<string>(length).fill('word'),
    known: Int32Array.from(tags.values.slice(row * time, row * time + length)),
    sets,
  }));
  return new Gold(examples, time, count);
}

/** What stands on padding is not compared. */
function known(values: ArrayLike<number>, { lengths, logits }: Case, width: number): number[] {
  const [, time = 0] = logits.shape;
  return Array.from(values).filter((_, n) => {
    const cell = Math.floor(n / width);
    return cell % time < (lengths.values[Math.floor(cell / time)] as number);
  });
}

onEachBackend((backend) => {
  describe.each(readFixture<Case[]>('labelAware'))(
    'with background $labelBackground and context $labelContext',
    (given) => {
      const lengthsOf = () => tensorOf<Tensor1D>(given.lengths, 'int32');
      const count = given.logits.shape[2] as number;

      it('has PyTorch’s logits, loss and gradients, for every parameter and the features', async () => {
        const before = memory().numTensors;
        const output = outputOf(given);
        const parameters = parametersOf(output);
        const features = tidy(() => tensorOf<Tensor3D>(given.features).variable());
        const logits = tidy(() => output.logits(features as never, lengthsOf(), goldOf(given), null).clone());
        expectClose(
          known(await logits.data(), given, count),
          known(given.logits.values, given, count),
          toleranceOf(backend),
          'logits',
        );
        const { value, grads } = variableGrads(
          () => tidy(() => output.loss(features as never, goldOf(given), lengthsOf(), null) as Scalar),
          [...Object.values(parameters), features],
        );
        expectClose(await value.data(), given.loss.values, toleranceOf(backend), 'loss');
        expect([...Object.keys(parameters), 'features'].sort()).toEqual(Object.keys(given.gradients).sort());
        for (const [name, variable] of Object.entries({ ...parameters, features })) {
          const gradient = grads[variable.name];
          const expected = given.gradients[name] as Written;
          expectClose((await gradient?.data()) ?? [], expected.values, toleranceOf(backend), name);
          gradient?.dispose();
        }
        value.dispose();
        logits.dispose();
        features.dispose();
        disposeParts([output]);
        expect(memory().numTensors).toBe(before);
      });

      it('has PyTorch’s tags and their probabilities, each given its own before it', async () => {
        const output = outputOf(given);
        const [features, lengths] = [tensorOf<Tensor3D>(given.features), lengthsOf()];
        const { tags, probabilities } = await output.decode(features, lengths);
        expect(known(tags, given, 1)).toEqual(known(given.path.values, given, 1));
        expectClose(known(probabilities, given, 1), known(given.probabilities.values, given, 1), toleranceOf(backend));
        features.dispose();
        lengths.dispose();
        disposeParts([output]);
      });
    },
  );
});
