/** What the module offers to its host. */
export { attentionSoftmaxForward, attentionSoftmaxGradient } from './attentionSoftmax';
export { crfBestPath, crfBestPathBytes, crfBytes, crfForward, crfGradient } from './crf';
export { crossEntropyBytes, crossEntropyForward, crossEntropyGradient } from './crossEntropy';
export { seededMask } from './dropout';
export { embeddingForward, embeddingGradient } from './embedding';
export { geluForward, geluGradient } from './gelu';
export { gruForward, gruForwardBytes, gruGradient, gruGradientBytes } from './gru';
export { layerNormForward, layerNormGradient } from './layerNorm';
export { lstmForward, lstmForwardBytes, lstmGradient, lstmGradientBytes } from './lstm';
export { mapFunction } from './math';
export { matricesBytes, multiplyMatrices } from './matrices';
export { adagradUpdate, momentsUpdate, momentumUpdate, squareSum, storeNumber } from './optimizer';
