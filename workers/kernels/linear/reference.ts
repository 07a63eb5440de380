/** What a linear layer means, in plain loops: every row x of the features becomes x·W + b. */

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
  const ofFeatures = new Float32Array(rows * inputs);
  const ofWeights = new Float64Array(inputs * outputs);
  const ofBias = new Float64Array(outputs);
  for (let row = 0; row < rows; row++) {
    for (let output = 0; output < outputs; output++) ofBias[output]! += gradient[row * outputs + output]!;
    for (let input = 0; input < inputs; input++) {
      let sum = 0;
      for (let output = 0; output < outputs; output++) {
        const above = gradient[row * outputs + output]!;
        sum += above * weights[input * outputs + output]!;
        ofWeights[input * outputs + output]! += above * features[row * inputs + input]!;
      }
      ofFeatures[row * inputs + input] = sum;
    }
  }
  return { features: ofFeatures, weights: Float32Array.from(ofWeights), bias: Float32Array.from(ofBias) };
}
