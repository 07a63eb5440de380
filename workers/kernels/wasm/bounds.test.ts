/**
 * No kernel writes outside its own memory. The module shares memory with all of tfjs's tensors. A workspace that is too
 * small would change another tensor, and no result would show it. Here every allocation lies between canaries, at
 * addresses that leave no room for rounding.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import {
  addN,
  engine,
  grads,
  matMul,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tensor,
  tidy,
  variable,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activation } from '../activation/operation.ts';
import { activationKinds } from '../activation/reference.ts';
import { attentionDecoder, attentionDecoderTags } from '../attentionDecoder/operation.ts';
import { decoderValues, names, partsOf, shapesOf, tagTensors, tagValues } from '../attentionDecoder/testing.ts';
import { attentionSoftmax } from '../attentionSoftmax/operation.ts';
import { convolutionMaxima } from '../convolution/operation.ts';
import { crfLogPartition, crfLoss, crfMargin, crfMarginals, crfViterbi } from '../crf/operation.ts';
import { maskedCrossEntropy } from '../crossEntropy/operation.ts';
import { seededDropout } from '../dropout/operation.ts';
import { lookUp } from '../embedding/lookups.ts';
import { gru } from '../gru/operation.ts';
import { labelAwareTags } from '../labelAwareTags/operation.ts';
import { labelAwareTensors, labelAwareValues } from '../labelAwareTags/testing.ts';
import { layerNorm } from '../layerNorm/operation.ts';
import { linear } from '../linear/operation.ts';
import { lstm } from '../lstm/operation.ts';
import type { OptimizerRule } from '../optimizer/coefficients.ts';
import { applyUpdates, globalNormScale, initialState } from '../optimizer/operation.ts';
import { packedAttention } from '../packedAttention/operation.ts';
import { type RecurrentInputs, type RecurrentOutput, recurrent } from '../recurrent/operation.ts';
import { rotary } from '../rotary/operation.ts';
import { openTestBackend, randomValues } from '../testing.ts';

interface Allocator {
  HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
}

const canaryBytes = 64;
const canary = 0xa7;
/** Offset of addresses from a multiple of 64. It uses up the surplus that workspaces allocate for alignment. */
const offset = 4;

let tfjs: Allocator;
let original: Pick<Allocator, '_malloc' | '_free'>;
const blocks = new Map<number, { from: number; bytes: number }>();
const broken: string[] = [];

function check(address: number): void {
  const { bytes } = blocks.get(address) as { bytes: number };
  const before = tfjs.HEAPU8.subarray(address - canaryBytes, address);
  const behind = tfjs.HEAPU8.subarray(address + bytes, address + bytes + canaryBytes);
  if (!before.every((byte) => byte === canary)) broken.push(`before ${bytes} bytes`);
  if (!behind.every((byte) => byte === canary)) broken.push(`behind ${bytes} bytes`);
}

beforeAll(async () => {
  await openTestBackend('wasm');
  tfjs = (engine().backend as BackendWasm).wasm as unknown as Allocator;
  // emscripten replaces its functions at their first call.
  tfjs._free(tfjs._malloc(canaryBytes));
  original = { _malloc: tfjs._malloc, _free: tfjs._free };
  tfjs._malloc = (bytes) => {
    const from = original._malloc(bytes + 3 * canaryBytes) >>> 0;
    const address = Math.ceil((from + canaryBytes - offset) / canaryBytes) * canaryBytes + offset;
    blocks.set(address, { from, bytes });
    tfjs.HEAPU8.fill(canary, address - canaryBytes, address);
    tfjs.HEAPU8.fill(canary, address + bytes, address + bytes + canaryBytes);
    return address;
  };
  tfjs._free = (address) => {
    const block = blocks.get(address);
    if (!block) return original._free(address);
    check(address);
    blocks.delete(address);
    original._free(block.from);
  };
});

afterAll(() => {
  Object.assign(tfjs, original);
});

/** Runs `work` and checks the canaries of freed and of remaining blocks. */
function staysInBounds(work: () => void): void {
  broken.length = 0;
  tidy(work);
  for (const address of blocks.keys()) check(address);
  expect(broken).toEqual([]);
}

function values(seed: number, ...shape: number[]): Tensor {
  const size = shape.reduce((product, side) => product * side, 1);
  return tensor(randomValues(size, seed), shape);
}

const integers = (numbers: readonly number[], ...shape: number[]) => tensor(Int32Array.from(numbers), shape, 'int32');
const side = (max: number) => fc.integer({ min: 1, max });
/** Lengths beyond both limits: kernels clamp them. */
const lengthsOf = (batch: number, time: number) =>
  fc.array(fc.integer({ min: -1, max: time + 1 }), { minLength: batch, maxLength: batch });
const runs = { numRuns: 60 };

test('the LSTM and the GRU stay within their memory, whatever their sizes', () => {
  const shapes = fc
    .record({ batch: side(70), time: side(9), features: side(140), hidden: side(21), directions: side(2) })
    .chain((shape) => fc.tuple(fc.constant(shape), lengthsOf(shape.batch, shape.time)));
  fc.assert(
    fc.property(shapes, ([{ batch, time, features, hidden, directions }, lengths]) => {
      staysInBounds(() => {
        const steps = integers(lengths, batch) as Tensor1D;
        const state = [batch, directions * hidden];
        for (const kind of [lstm, gru]) {
          const { gates, biased, cells } = kind;
          const parts = {
            inputs: values(1, batch, time, features),
            inputWeights: values(2, features, directions * gates * hidden),
            recurrentWeights: values(3, directions, hidden, gates * hidden),
            ...(biased && { bias: values(4, directions * gates * hidden) }),
          };
          const initial = { initialState: values(5, ...state), ...(cells && { initialCell: values(6, ...state) }) };
          const outputs: RecurrentOutput[][] = [
            ['states'],
            ['final'],
            ...(cells ? [['final', 'finalCell'] satisfies RecurrentOutput[]] : []),
          ];
          for (const wanted of outputs) {
            for (const given of [parts, { ...parts, ...initial }]) {
              const names = Object.keys(given);
              const loss = (...all: Tensor[]) => {
                const named = Object.fromEntries(names.map((name, n) => [name, all[n]])) as unknown as RecurrentInputs;
                return addN(recurrent(kind, { ...named, lengths: steps }, wanted).map((output) => sum(output)));
              };
              loss(...Object.values(given)); // without differentiation there is no cache
              grads(loss)(Object.values(given));
            }
          }
        }
      });
    }),
    runs,
  );
});

test('the attention decoder stays within its memory, whatever its sizes', () => {
  const shapes = fc
    .record({ batch: side(20), time: side(9), features: side(70), hidden: side(13), attention: side(13) })
    .chain((shape) => fc.tuple(fc.constant(shape), lengthsOf(shape.batch, shape.time), side(11)));
  fc.assert(
    fc.property(shapes, ([shape, lengths, tags]) => {
      staysInBounds(() => {
        const all = decoderValues(shape, 1);
        const parts = names.map((name) => tensor(all[name], shapesOf(shape)[name]));
        const steps = integers(lengths, shape.batch) as Tensor1D;
        attentionDecoder(partsOf(parts, steps)); // without differentiation there is no cache
        grads((...given) => sum(attentionDecoder(partsOf(given, steps))))(parts);
        const { labels: _, ...given } = partsOf(parts, steps);
        attentionDecoderTags({ ...given, ...tagTensors(shape, tagValues(shape, tags, 2)) });
      });
    }),
    runs,
  );
});

test('the label-aware tags stay within their memory, with each part and without, however little is kept', () => {
  const shapes = fc
    .record({
      ...{ batch: side(20), time: side(9), features: side(30), tags: side(11), hidden: side(13) },
      ...{ background: fc.boolean(), context: fc.boolean() },
    })
    .chain((shape) => fc.tuple(fc.constant(shape), lengthsOf(shape.batch, shape.time), fc.constantFrom(0, 1e7)));
  fc.assert(
    fc.property(shapes, ([shape, lengths, keptBytes]) => {
      staysInBounds(() => {
        labelAwareTags(labelAwareTensors(shape, labelAwareValues(shape, lengths, 1)), keptBytes);
      });
    }),
    runs,
  );
});

test('the CRF and the cross-entropy stay within their memory', () => {
  const shapes = fc
    .record({ batch: side(5), time: side(9), tags: side(21) })
    .chain((shape) => fc.tuple(fc.constant(shape), lengthsOf(shape.batch, shape.time)));
  fc.assert(
    fc.property(shapes, ([{ batch, time, tags }, lengths]) => {
      staysInBounds(() => {
        const steps = integers(lengths, batch) as Tensor1D;
        const emissions = values(1, batch, time, tags) as Tensor3D;
        const transitions = values(2, tags + 2, tags + 2) as Tensor2D;
        const allowed = tensor(
          randomValues(batch * time * tags, 3).map((x) => (x > 0 ? 1 : 0)),
          [batch, time, tags],
        ) as Tensor3D;
        const cost = values(4, batch, time, tags) as Tensor3D;
        // Some gold tags are outside the tags.
        const gold = integers([...randomValues(batch * time, 5, tags + 2)].map(Math.trunc), batch, time) as Tensor2D;
        const losses = [
          (e: Tensor3D, p: Tensor2D) => crfLogPartition(e, p, steps),
          (e: Tensor3D, p: Tensor2D) => crfLogPartition(e, p, steps, { allowed, cost }),
          (e: Tensor3D, p: Tensor2D) => crfLoss(e, p, steps, { allowed, cost }),
          (e: Tensor3D, p: Tensor2D) => crfMargin(e, p, steps, gold, cost),
        ];
        for (const loss of losses) {
          grads((e, p) => sum(loss(e as Tensor3D, p as Tensor2D)))([emissions, transitions]);
        }
        grads((e) => sum(maskedCrossEntropy(e as Tensor3D, allowed, steps)))([emissions]);
        crfMarginals(emissions, transitions, steps);
        crfViterbi(emissions, transitions, steps, { allowed, cost });
      });
    }),
    runs,
  );
});

test('products of matrices stay within their memory', () => {
  const shapes = fc.record({ batch: side(3), rows: side(70), depth: side(300), columns: side(20) });
  fc.assert(
    fc.property(shapes, fc.boolean(), fc.boolean(), ({ batch, rows, depth, columns }, transposeA, transposeB) => {
      staysInBounds(() => {
        const a = transposeA ? values(1, batch, depth, rows) : values(1, batch, rows, depth);
        const b = transposeB ? values(2, batch, columns, depth) : values(2, batch, depth, columns);
        matMul(a, b, transposeA, transposeB);
        const layer = [values(3, batch, rows, depth), values(4, depth, columns), values(5, columns)];
        grads((x, w, bias) => sum(linear(x as Tensor, w as Tensor2D, bias as Tensor1D)))(layer);
      });
    }),
    runs,
  );
});

test('the convolution over characters stays within its memory', () => {
  const shapes = fc
    .record({ spellings: side(9), longest: side(9), characters: side(7), width: side(5), filters: side(13) })
    .chain((shape) => fc.tuple(fc.constant(shape), lengthsOf(shape.spellings, shape.longest)));
  fc.assert(
    fc.property(shapes, ([{ spellings, longest, characters, width, filters }, steps]) => {
      staysInBounds(() => {
        // Some ids lie outside the table.
        const ids = [...randomValues(spellings * longest, 3, characters + 2)].map(Math.trunc);
        const given = {
          ids: integers(ids, spellings, longest) as Tensor2D,
          lengths: integers(steps, spellings) as Tensor1D,
        };
        const [table, bias] = [values(1, characters, width * filters), values(2, filters)];
        const maxima = (t: Tensor, b: Tensor) =>
          convolutionMaxima({ table: t as Tensor2D, bias: b as Tensor1D, ...given });
        grads((t: Tensor, b: Tensor) => sum(maxima(t, b)))([table, bias]);
      });
    }),
    runs,
  );
});

test('embeddings, masks and optimizers stay within their memory', () => {
  const shapes = fc.record({ rows: side(40), dimension: side(13), count: side(50) });
  const rules: OptimizerRule[] = ['sgd', 'adam', 'adamw', 'nadam', 'adagrad'];
  fc.assert(
    fc.property(shapes, fc.constantFrom(...rules), fc.boolean(), ({ rows, dimension, count }, rule, padding) => {
      staysInBounds(() => {
        const table = values(1, rows, dimension) as Tensor2D;
        // Some ids lie outside the table.
        const ids = Int32Array.from(randomValues(count, 2, rows + 2));
        const read = (t: Tensor) => lookUp(t, ids, [count], { padding, learns: 'rows' });
        const [gradient] = grads((t) => sum(read(t)))([table]) as [Tensor];
        grads((...parts) => sum(seededDropout(parts, 0.5, rows)))([values(1, rows, dimension), values(2, rows, count)]);
        const parameter = variable(table);
        const scale = globalNormScale([gradient], 1);
        const update = { variable: parameter, gradient, state: initialState(rule, parameter.shape) };
        const used = integers([...Array(rows).keys(), -1].slice(1), rows);
        // The whole table, and then all its rows in turn but one.
        for (const each of [update, { ...update, rows: used }]) {
          applyUpdates(rule, [each], { learningRate: 0.1, step: 1 }, scale);
        }
        parameter.dispose();
      });
    }),
    runs,
  );
});

test("a transformer's operations stay within their memory", () => {
  const shapes = fc.record({
    lengths: fc.array(fc.integer({ min: 0, max: 70 }), { maxLength: 4 }),
    extra: fc.integer({ min: 0, max: 3 }),
    heads: side(3),
    half: side(9),
    window: fc.constantFrom(null, 0, 6, 40),
    rate: fc.constantFrom(0, 0.3),
    kind: fc.constantFrom(...activationKinds),
  });
  fc.assert(
    fc.property(shapes, ({ lengths, extra, heads, half, window, rate, kind }) => {
      staysInBounds(() => {
        const first = lengths.map((_, n) => lengths.slice(0, n).reduce((sum, length) => sum + length, 0));
        const pieces = lengths.reduce((sum, length) => sum + length, extra);
        const [features, width] = [2 * heads * half, 6 * heads * half];
        grads((x, gain, bias) => sum(layerNorm(x as Tensor, gain as Tensor1D, bias as Tensor1D)))([
          values(1, pieces, features),
          values(2, features),
          values(3, features),
        ]);
        for (const gated of [false, true]) {
          grads((x) => sum(activation(x as Tensor, kind, gated)))([values(1, pieces, features)]);
        }
        const starts = integers([...first, pieces - extra], lengths.length + 1) as Tensor1D;
        const positions = integers([...Array(pieces).keys()], pieces) as Tensor1D;
        const options = { starts, heads, scale: 0.3, window, dropout: { rate, seed: 5 } };
        grads((x) => {
          const turned = rotary(x as Tensor2D, { positions, heads, base: 100 });
          return sum(packedAttention(turned, options));
        })([values(1, pieces, width)]);
      });
    }),
    runs,
  );
});

test('the softmax of an attention stays within its memory', () => {
  const shapes = fc
    .record({ batch: side(4), time: side(9), features: side(21), masked: fc.boolean() })
    .chain((shape) => {
      const { batch, time, features } = shape;
      return fc.tuple(fc.constant(shape), lengthsOf(batch, time), lengthsOf(batch, features));
    });
  fc.assert(
    fc.property(shapes, ([{ batch, time, features, masked }, steps, keys]) => {
      staysInBounds(() => {
        const options = {
          queryLengths: integers(steps, batch) as Tensor1D,
          keyLengths: integers(keys, batch) as Tensor1D,
          scale: 0.5,
          ...(masked && { mask: values(2, batch, 2, time, features) }),
        };
        grads((x) => sum(attentionSoftmax(x as Tensor4D, options)))([values(1, batch, 2, time, features)]);
      });
    }),
    runs,
  );
});

test('a write outside the memory of a kernel is detected', () => {
  const t = tensor([1, 2, 3]);
  const address = (engine().backend as BackendWasm).getMemoryOffset(t.dataId);
  tfjs.HEAPU8[address + 12] = 0;
  broken.length = 0;
  t.dispose();
  expect(broken).toEqual(['behind 12 bytes']);
});
