import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openTestBackend } from '../kernels/testing.ts';
import { GraftError } from '../protocol/errors.ts';
import { createRandom } from '../text/random.ts';
import { LinearLayer } from './linear.ts';
import { drawnParameters } from './parameters.ts';
import { disposeParts, type PartSource, parametersOf, partSource, textOf } from './part.ts';

const source = () => drawnParameters(createRandom(1));
const linearFrom = (parts: PartSource, path: string) =>
  parts.part(path, (asked, parameters) => new LinearLayer(asked, 2, 3, parameters));

beforeAll(() => openTestBackend('cpu'));

describe('a source of parts', () => {
  it('makes a part where none of that path was handed in', () => {
    const part = linearFrom(partSource(source()), 'one');
    expect(part.path).toBe('one');
    expect(Object.keys(part.parameters)).toEqual(['one.weights', 'one.bias']);
    disposeParts([{ parts: [part] }]);
  });

  it('gives the part that another model holds, and makes no parameter for it', () => {
    const held = linearFrom(partSource(source()), 'shared');
    const before = memory().numTensors;
    const parts = partSource(source(), [held]);
    expect(linearFrom(parts, 'shared')).toBe(held);
    expect(memory().numTensors).toBe(before);
    const own = linearFrom(parts, 'own');
    expect(own).not.toBe(held);
    disposeParts([{ parts: [held, own] }]);
  });
});

describe('owners of parts', () => {
  it('have the parameters of all their parts, by full name', () => {
    const parts = partSource(source());
    const [first, second] = [linearFrom(parts, 'a'), linearFrom(parts, 'b')];
    const parameters = parametersOf({ parts: [first] }, { parts: [second] });
    expect(Object.keys(parameters)).toEqual(['a.weights', 'a.bias', 'b.weights', 'b.bias']);
    expect(parameters['b.bias']).toBe(second.parameters['b.bias']);
    disposeParts([{ parts: [first, second] }]);
  });

  it('let go of each part once, however many of them hold it', () => {
    const before = memory().numTensors;
    const parts = partSource(source());
    const [own, shared, other] = [linearFrom(parts, 'own'), linearFrom(parts, 'shared'), linearFrom(parts, 'other')];
    let disposals = 0;
    for (const variable of Object.values(shared.parameters)) {
      const dispose = variable.dispose.bind(variable);
      variable.dispose = () => {
        disposals++;
        dispose();
      };
    }
    disposeParts([{ parts: [own, shared] }, { parts: [shared, other] }]);
    expect(disposals).toBe(2);
    expect(memory().numTensors).toBe(before);
  });
});

describe('the texts of a model', () => {
  it('are given by name', () => {
    expect(textOf({ 'wordTable.words': ['a'] }, 'wordTable.words')).toEqual(['a']);
  });

  it.each(['wordTable.words', 'constructor'])('are refused where %s is missing', (name) => {
    expect(() => textOf({}, name)).toThrow(GraftError);
    expect(() => textOf({}, name)).toThrow(name);
  });
});
