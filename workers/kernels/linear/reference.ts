/** The definition of a linear layer in plain loops: every row x of the features becomes x·W + b. */

export interface LinearShape {
  rows: number;
  inputs: number;
  outputs: number;
}

export function linearForward(
  { rows, inputs, outputs }: LinearShape,
  features: Float32Array, // [rows, inputs]
  weights: Float32Array, // [inputs, outputs]
  bias: Float32Array, // [outputs]
): Float32Array {
  const result = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    for (let output = 0; output < outputs; output++) {
      let sum = bias[output]!;
      for (let input = 0; input < inputs; input++) {
        sum += features[row * inputs + input]! * weights[input * outputs + output]!;
      }
      result[row * outputs + output] = sum;
    }
  }
  return result;
}

export interface LinearGradients {
  features: Float32Array; // [rows, inputs]
  weights: Float32Array; // [inputs, outputs]
  bias: Float32Array; // [outputs]
}

/** `gradient` [rows, outputs] */
export function linearGradient(
  { rows, inputs, outputs }: LinearShape,
  features: Float32Array,
  weights: Float32Array,
  gradient: Float32Array,
): LinearGradients {
  const featuresGradient = new Float32Array(rows * inputs);
  const weightsGradient = new Float64Array(inputs * outputs);
  const biasGradient = new Float64Array(outputs);
  for (let row = 0; row < rows; row++) {
    for (let output = 0; output < outputs; output++) biasGradient[output]! += gradient[row * outputs + output]!;
    for (let input = 0; input < inputs; input++) {
      let sum = 0;
      for (let output = 0; output < outputs; output++) {
        const upstream = gradient[row * outputs + output]!;
        sum += upstream * weights[input * outputs + output]!;
        weightsGradient[input * outputs + output]! += upstream * features[row * inputs + input]!;
      }
      featuresGradient[row * inputs + input] = sum;
    }
  }
  return {
    features: featuresGradient,
    weights: Float32Array.from(weightsGradient),
    bias: Float32Array.from(biasGradient),
  };
}
