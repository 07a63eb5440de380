/**
 * An ONNX graph as it is put together: each operation is a node that gives names to what it makes. The file itself is written by
 * @bufbuild/protobuf from the official description of the format.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import type { Weight } from '../layers/parameters.ts';
import { type ByteRows, inBytes } from '../text/byteRows.ts';
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProto_DataType,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from './schema/onnx_pb.ts';

/** The name of something that a node makes, or of a constant. */
export type Value = string;

/** A side of a shape: a number, or the name of one that differs from run to run. */
type Side = number | string;

type Attribute = number | string | readonly number[] | { readonly float: number };

/** Operations as of here; runtimes of 2022 and later know them. */
const operatorSet = 17n;
const fileVersion = 8n;

const floatType = TensorProto_DataType.FLOAT;
const integerType = TensorProto_DataType.INT64;

export class Graph {
  private readonly nodes: NodeProto[] = [];
  private readonly constants = new Map<string, TensorProto>();
  private readonly inputs: ValueInfoProto[] = [];
  private readonly outputs: ValueInfoProto[] = [];
  private made = 0;

  /** @param quantized whether matrices and tables are held in bytes. */
  constructor(
    private readonly name: string,
    private readonly quantized: boolean,
  ) {}

  /** Whole numbers that are handed in: tools of the trade take int64. */
  integerInput(name: string, ...shape: readonly Side[]): Value {
    this.inputs.push(valueInfo(name, integerType, shape));
    return name;
  }

  floatInput(name: string, ...shape: readonly Side[]): Value {
    this.inputs.push(valueInfo(name, floatType, shape));
    return name;
  }

  output(name: string, value: Value, ...shape: readonly Side[]): void {
    this.nodes.push(create(NodeProtoSchema, { opType: 'Identity', name, input: [value], output: [name] }));
    this.outputs.push(valueInfo(name, floatType, shape));
  }

  /** One node with one result. @param inputs an empty name is an input that is left out. */
  node(type: string, inputs: readonly Value[], attributes: Readonly<Record<string, Attribute>> = {}): Value {
    return this.nodeOf(type, inputs, attributes, 1)[0] as Value;
  }

  /** One node with so many results. */
  nodeOf(
    type: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>>,
    results: number,
  ): Value[] {
    const name = `${type}_${this.made++}`;
    const output = Array.from({ length: results }, (_, n) => (n === 0 ? name : `${name}_${n}`));
    this.nodes.push(
      create(NodeProtoSchema, {
        opType: type,
        name,
        input: [...inputs],
        output,
        attribute: Object.entries(attributes).map(([key, value]) => attributeOf(key, value)),
      }),
    );
    return output;
  }

  /** A constant list of whole numbers, as shapes and axes are given; a single number with `scalar`. */
  integers(values: readonly number[], scalar = false): Value {
    const name = `integers_${values.join('_')}${scalar ? '_scalar' : ''}`;
    if (!this.constants.has(name)) {
      const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
      this.constants.set(name, tensorOf(name, integerType, scalar ? [] : [values.length], bytes));
    }
    return name;
  }

  number(value: number): Value {
    const name = `number_${value}`;
    if (!this.constants.has(name)) this.constant(name, [], Float32Array.of(value));
    return name;
  }

  /** Numbers that are kept as they are, whatever the file: biases, gains. */
  constant(name: string, shape: readonly number[], values: Float32Array): Value {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.constants.set(name, tensorOf(name, floatType, shape, bytes));
    return name;
  }

  /** A matrix that is multiplied with: in bytes with a scale a column in a quantized file. */
  matrix(name: string, { shape, values }: Weight): Value {
    if (!this.quantized) return this.constant(name, shape, values);
    return this.dequantized(name, inBytes(values, shape, 1), 1);
  }

  /** A matrix of which each row is what one number is made by, as recurrent layers have theirs. */
  rowMatrix(name: string, { shape, values }: Weight): Value {
    if (!this.quantized) return this.constant(name, shape, values);
    return this.dequantized(name, inBytes(values, shape, 0), 0);
  }

  private dequantized(name: string, rows: ByteRows, axis: 0 | 1): Value {
    const { bytes, scales } = this.bytesOf(name, rows);
    return this.node('DequantizeLinear', [bytes, scales], { axis });
  }

  private bytesOf(name: string, { shape, bytes, scales }: ByteRows): { bytes: Value; scales: Value } {
    const stored = tensorOf(`${name}.int8`, TensorProto_DataType.INT8, shape, new Uint8Array(bytes.buffer));
    this.constants.set(stored.name, stored);
    return { bytes: stored.name, scales: this.constant(`${name}.scales`, [scales.length], scales) };
  }

  /** Rows of a table, by their numbers [...] → [..., columns]. */
  lookUp(name: string, { shape, values }: Weight, ids: Value): Value {
    if (!this.quantized) return this.node('Gather', [this.constant(name, shape, values), ids], { axis: 0 });
    const { bytes, scales } = this.bytesOf(name, inBytes(values, shape, 0));
    const rows = this.node('Cast', [this.node('Gather', [bytes, ids], { axis: 0 })], { to: floatType });
    const ofRows = this.node('Gather', [scales, ids], { axis: 0 });
    return this.node('Mul', [rows, this.node('Unsqueeze', [ofRows, this.integers([-1])])]);
  }

  /** inputs [..., n] · weights [n, m] + bias [m]. */
  linear(inputs: Value, name: string, weights: Weight, bias: Weight | undefined): Value {
    const product = this.node('MatMul', [inputs, this.matrix(`${name}.weights`, weights)]);
    if (!bias) return product;
    return this.node('Add', [product, this.constant(`${name}.bias`, bias.shape, bias.values)]);
  }

  reshape(value: Value, ...shape: readonly number[]): Value {
    return this.node('Reshape', [value, this.integers(shape)]);
  }

  transpose(value: Value, ...perm: readonly number[]): Value {
    return this.node('Transpose', [value], { perm });
  }

  concat(values: readonly Value[], axis: number): Value {
    return values.length === 1 ? (values[0] as Value) : this.node('Concat', values, { axis });
  }

  /** Of one axis, `from` to `to` (exclusive). */
  slice(value: Value, axis: number, from: number, to: number): Value {
    return this.node('Slice', [value, this.integers([from]), this.integers([to]), this.integers([axis])]);
  }

  toFloat(value: Value): Value {
    return this.node('Cast', [value], { to: floatType });
  }

  toInt32(value: Value): Value {
    return this.node('Cast', [value], { to: TensorProto_DataType.INT32 });
  }

  /** One side of a value's shape, as a number. */
  side(value: Value, axis: number): Value {
    return this.node('Gather', [this.node('Shape', [value]), this.integers([axis], true)], { axis: 0 });
  }

  /** 0, 1, … below a number. */
  range(end: Value): Value {
    return this.node('Range', [this.integers([0], true), end, this.integers([1], true)]);
  }

  /** The file. */
  bytes(): Uint8Array {
    const model = create(ModelProtoSchema, {
      irVersion: fileVersion,
      producerName: 'Graft',
      opsetImport: [{ domain: '', version: operatorSet }],
      graph: {
        name: this.name,
        node: this.nodes,
        initializer: [...this.constants.values()],
        input: this.inputs,
        output: this.outputs,
      },
    });
    return toBinary(ModelProtoSchema, model);
  }
}

function tensorOf(name: string, dataType: number, shape: readonly number[], rawData: Uint8Array): TensorProto {
  return create(TensorProtoSchema, { name, dataType, dims: shape.map(BigInt), rawData });
}

function valueInfo(name: string, elemType: number, shape: readonly Side[]): ValueInfoProto {
  const dim = shape.map((side) => ({
    value:
      typeof side === 'number'
        ? ({ case: 'dimValue', value: BigInt(side) } as const)
        : ({ case: 'dimParam', value: side } as const),
  }));
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: { elemType, shape: { dim } } } },
  });
}

function attributeOf(name: string, value: Attribute): AttributeProto {
  const type = AttributeProto_AttributeType;
  if (typeof value === 'number') return create(AttributeProtoSchema, { name, type: type.INT, i: BigInt(value) });
  if (typeof value === 'string') {
    return create(AttributeProtoSchema, { name, type: type.STRING, s: new TextEncoder().encode(value) });
  }
  if ('float' in value) return create(AttributeProtoSchema, { name, type: type.FLOAT, f: value.float });
  return create(AttributeProtoSchema, { name, type: type.INTS, ints: value.map(BigInt) });
}
