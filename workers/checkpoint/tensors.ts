/**
 * The tensors of a checkpoint by the names of its family: from one file or from several (shards), without the family's
 * prefix, older names of norms as newer ones. What is read of them is read on demand, since a tagger does not need all.
 */
import { z } from 'zod';
import type { Weight } from '../layers/parameters.ts';
import { readNumbers, type StoredTensor, storedTensors } from '../text/safetensors.ts';
import { checkpointError } from './faults.ts';
import type { Folder } from './folder.ts';
import { type TensorRule, theirShape } from './rules.ts';

interface Found extends StoredTensor {
  /** As the file calls it. */
  readonly name: string;
  readonly file: string;
}

export interface Tensors {
  has(name: string): boolean;
  /**
   * By a rule, in this project's layout.
   * @throws GraftError where one is missing, has another shape or type, or holds numbers that are not finite.
   */
  read(rule: TensorRule): Weight;
  /** As the file calls them: those that nothing has read. */
  readonly unread: readonly string[];
}

const usualFile = 'model.safetensors';
const indexFile = 'model.safetensors.index.json';
const indexSchema = z.object({ weight_map: z.record(z.string(), z.string()) });

/** @throws GraftError where there are no safetensors, a file of several is missing, or one cannot be read. */
export function openTensors(folder: Folder, prefix: string): Tensors {
  const found = new Map<string, Found>();
  for (const file of weightFiles(folder)) {
    const bytes = folder.bytes(file);
    if (!bytes) {
      throw checkpointError('checkpoint-shard', `${indexFile} names the file, but it is not there.`, 'damaged', file);
    }
    for (const [name, tensor] of storedTensors(bytes, (message) => damaged(message, file))) {
      found.set(familyName(name, prefix), { ...tensor, name, file });
    }
  }
  const wasRead = new Set<string>();
  const stored = (name: string) => {
    const tensor = found.get(name);
    if (tensor) wasRead.add(name);
    return tensor;
  };
  return {
    has: (name) => found.has(name),
    read(rule) {
      const shape = theirShape(rule);
      const missing = rule.theirs.find((name) => !found.has(name));
      if (missing !== undefined) {
        if (rule.zeroWhereMissing) return { shape: rule.shape, values: new Float32Array(rule.shape[0] ?? 0) };
        throw checkpointError(
          'checkpoint-tensor',
          `The tensor ${missing} is missing; a model as config.json describes it has one of [${shape}].`,
          'mixed',
          [...found.values()][0]?.file,
        );
      }
      return joined(
        rule,
        rule.theirs.map((name) => numbers(name, shape, stored)),
      );
    },
    get unread() {
      return [...found].filter(([name]) => !wasRead.has(name)).map(([, { name }]) => name);
    },
  };
}

function weightFiles(folder: Folder): readonly string[] {
  if (folder.names.includes(usualFile)) return [usualFile];
  const index = folder.json(indexFile);
  if (index !== undefined) {
    const read = indexSchema.safeParse(index);
    if (read.success) return [...new Set(Object.values(read.data.weight_map))].sort();
    throw checkpointError('checkpoint-json', 'The file does not say which tensor lies where.', 'damaged', indexFile);
  }
  const safetensors = folder.names.filter((name) => name.endsWith('.safetensors'));
  if (safetensors.length === 1) return safetensors;
  const others = folder.names.filter((name) => /\.(?:bin|pt|pth|ckpt|h5|msgpack|ot|onnx)$/.test(name));
  const [pickled] = others;
  if (pickled !== undefined) {
    throw checkpointError(
      'checkpoint-pickled',
      'The weights are in a form that is not read: pickled ones could run code.',
      {
        say: 'Take the model.safetensors of the same model, or make one with transformers: load the model and save it again (model.save_pretrained).',
      },
      pickled,
    );
  }
  throw checkpointError(
    'checkpoint-weights',
    safetensors.length > 1
      ? `Of ${safetensors.join(', ')} none is called ${usualFile}.`
      : `There are no weights: neither ${usualFile} nor ${indexFile}.`,
    { say: 'Give the whole folder, as it was published or as transformers saved it.' },
  );
}

/** Norms had gamma and beta in the first implementations. */
function familyName(name: string, prefix: string): string {
  const bare = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  return bare.replace(/\.gamma$/, '.weight').replace(/\.beta$/, '.bias');
}

function numbers(name: string, shape: readonly number[], stored: (name: string) => Found | undefined): Float32Array {
  const tensor = stored(name);
  if (!tensor) throw new Error(`${name} was there a moment ago.`);
  if (tensor.shape.join() !== shape.join()) {
    throw checkpointError(
      'checkpoint-shape',
      `The tensor ${tensor.name} is [${tensor.shape}]; a model as config.json describes it has [${shape}].`,
      'mixed',
      tensor.file,
    );
  }
  const values = readNumbers(tensor);
  if (!values) {
    throw checkpointError(
      'checkpoint-type',
      `The tensor ${tensor.name} holds numbers of the type ${tensor.type}; read are F64, F32, F16, BF16, and I8 with scales.`,
      'unknown',
      tensor.file,
    );
  }
  if (tensor.type === 'I8') scale(values, tensor, name, stored);
  const wrong = firstNotFinite(values);
  if (wrong !== null) {
    throw checkpointError(
      'checkpoint-finite',
      `The tensor ${tensor.name} holds ${values[wrong]} at place ${wrong}, where every number must be finite.`,
      { say: 'The model was damaged in training or in a conversion: take another copy of it, or an earlier state.' },
      tensor.file,
    );
  }
  return values;
}

function firstNotFinite(values: Float32Array): number | null {
  for (let index = 0; index < values.length; index++) if (!Number.isFinite(values[index])) return index;
  return null;
}

/**
 * Numbers of eight bits stand for themselves times a scale, one for a row or one for all: `NAME_scale`, or as bitsandbytes
 * has it a row's largest number beside the weight, which 127 stands for.
 */
function scale(values: Float32Array, tensor: Found, name: string, stored: (name: string) => Found | undefined): void {
  const scales = stored(`${name}_scale`);
  const largest = scales ? undefined : stored(name.replace(/weight$/, 'SCB'));
  const factors = readNumbers(scales ?? largest ?? { type: 'none', shape: [], bytes: new Uint8Array() });
  const rows = tensor.shape[0] ?? 1;
  if (!factors || (factors.length !== rows && factors.length !== 1)) {
    throw checkpointError(
      'checkpoint-scale',
      factors
        ? `The tensor ${tensor.name} has ${rows} rows, but ${factors.length} scales.`
        : `The tensor ${tensor.name} holds numbers of eight bits, but there are no scales for them (${name}_scale).`,
      'damaged',
      tensor.file,
    );
  }
  const zero = stored(name.replace(/weight$/, 'weight_zero_point'));
  if (zero?.bytes.some((byte) => byte !== 0)) {
    throw checkpointError(
      'checkpoint-scale',
      `The tensor ${tensor.name} has a zero point (${zero.name}), which is not read.`,
      'unknown',
      tensor.file,
    );
  }
  const width = values.length / rows;
  const unit = scales ? 1 : 1 / 127;
  for (let index = 0; index < values.length; index++) {
    const row = factors.length === 1 ? 0 : Math.floor(index / width);
    values[index] = (values[index] as number) * (factors[row] as number) * unit;
  }
}

/** Inputs that are transposed together: 16 of them are a line of the processor's cache. */
const block = 16;

/** Tensors of one rule as one of this project's. */
function joined({ form, shape, skipped = 0 }: TensorRule, parts: readonly Float32Array[]): Weight {
  const [first = 0, second = 0] = shape;
  if (form === 'table') return { shape, values: (parts[0] as Float32Array).slice(skipped * second) };
  if (form === 'vector') {
    const values = new Float32Array(first);
    parts.forEach((part, index) => {
      values.set(part, index * part.length);
    });
    return { shape, values };
  }
  // There [outputs of this part, inputs], here [inputs, all outputs].
  const values = new Float32Array(first * second);
  const outputs = second / parts.length;
  parts.forEach((part, number) => {
    // A few inputs at a time, so that what is read lies near what was read before.
    for (let from = 0; from < first; from += block) {
      const to = Math.min(from + block, first);
      for (let output = 0; output < outputs; output++) {
        for (let input = from; input < to; input++) {
          values[input * second + number * outputs + output] = part[output * first + input] as number;
        }
      }
    }
  });
  return { shape, values };
}

function damaged(message: string, file: string) {
  return checkpointError('checkpoint-weights', message, 'damaged', file);
}
