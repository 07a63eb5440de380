import { add, engine, mul, square, sum, type Tensor, type Variable } from '@tensorflow/tfjs-core';
import { expect, test, vi } from 'vitest';
import type { OptimizerRule } from '../kernels/optimizer/coefficients.ts';
import { MOMENTS_UPDATE } from '../kernels/optimizer/operation.ts';
import { expectClose, onEachBackend, readFixture, tensorOf, type Written } from '../kernels/testing.ts';
import { disposeAll } from '../layers/parameters.ts';
import { parameter } from '../layers/testing.ts';
import { Optimizer, type ParameterGroup } from './optimizer.ts';

interface Case {
  rule: OptimizerRule;
  momentum: number;
  clip: number;
  groups: { parameters: string[]; decay: number; rates: number[] }[];
  start: Record<string, Written>;
  weights: Record<string, Written>;
  after: Record<string, Written>;
}

const cases = [
  ...readFixture<{ parameterGroups: Case[] }>('tables').parameterGroups,
  readFixture<{ nadam: Case }>('bilstmCnn').nadam,
];

/** What a tensor of the fixtures has for a step, where its first side is the steps. */
const ofStep = ({ shape, values }: Written, step: number): Written => {
  const size = values.length / (shape[0] as number);
  return { shape: shape.slice(1), values: values.slice(step * size, (step + 1) * size) };
};

const zeros = (...shape: number[]) => parameter(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);

onEachBackend(() => {
  test.each(cases)('groups with rates and decays of their own move under $rule as PyTorch’s do', async (fixture) => {
    const { rule, momentum, clip, start, weights, after } = fixture;
    const variables = Object.entries(start).map(([name, { shape, values }]): [string, Variable] => [
      name,
      parameter(Float32Array.from(values), shape),
    ]);
    const groups = fixture.groups.map(
      ({ parameters, decay, rates }): ParameterGroup => ({
        parameters: Object.fromEntries(variables.filter(([name]) => parameters.includes(name))),
        rate: (step) => rates[step - 1] as number,
        decay,
      }),
    );
    const optimizer = new Optimizer(groups, { optimizer: rule, momentum, clip });
    const steps = fixture.groups[0]?.rates.length as number;
    for (let step = 0; step < steps; step++) {
      const loss = optimizer.step(() => {
        const squares = variables.map(([name, variable]) =>
          sum(mul(tensorOf(ofStep(weights[name] as Written, step)), square(variable))),
        );
        return add(
          squares.reduce((a, b) => add(a, b)),
          variables.map(([, variable]) => sum(variable) as Tensor).reduce((a, b) => mul(a, b)),
        );
      });
      loss.dispose();
      for (const [name, variable] of variables) {
        const expected = ofStep(after[name] as Written, step).values;
        expectClose(await variable.data(), expected, 1e-4, `${name} after step ${step + 1}`);
      }
    }
    optimizer.dispose();
    disposeAll(variables.map(([, variable]) => variable));
  });

  test('updates in one go what agrees in rate and decay, and apart what does not', () => {
    const parameters = { a: zeros(2), b: zeros(3), c: zeros(4) };
    const group = (name: keyof typeof parameters, rate: number, decay: number): ParameterGroup => ({
      parameters: { [name]: parameters[name] },
      rate: () => rate,
      decay,
    });
    const updates = (optimizer: 'adam' | 'adamw', groups: ParameterGroup[]) => {
      const taken = new Optimizer(groups, { optimizer, momentum: 0, clip: 1 });
      const runKernel = vi.spyOn(engine(), 'runKernel');
      taken
        .step(() =>
          Object.values(parameters)
            .map((each) => sum(each) as Tensor)
            .reduce((a, b) => add(a, b)),
        )
        .dispose();
      taken.dispose();
      const count = runKernel.mock.calls.filter(([name]) => name === MOMENTS_UPDATE).length;
      runKernel.mockRestore();
      return count;
    };
    const [alike, decaying, faster] = [group('a', 0.1, 0), group('b', 0.1, 0.5), group('c', 0.2, 0)];
    expect(updates('adamw', [alike, group('b', 0.1, 0)])).toBe(1);
    expect(updates('adamw', [alike, decaying, faster])).toBe(3);
    // Without AdamW a decay is of no effect.
    expect(updates('adam', [alike, decaying, faster])).toBe(2);
    disposeAll(Object.values(parameters));
  });

  test('refuses a parameter that stands in two groups', () => {
    const a = zeros(1);
    const group = { parameters: { a }, rate: () => 1, decay: 0 };
    expect(() => new Optimizer([group, group], { optimizer: 'sgd', momentum: 0, clip: 1 })).toThrow(
      'The parameter a stands in two groups.',
    );
    a.dispose();
  });
});
