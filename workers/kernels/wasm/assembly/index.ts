/** The module's exports. */
export { decoderForward, decoderForwardBytes, decoderTags } from './attentionDecoder';
export { decoderGradient, decoderGradientBytes } from './attentionDecoderGradient';
export { activationForward, activationGradient } from './activation';
export { attentionSoftmaxForward, attentionSoftmaxGradient } from './attentionSoftmax';
export { convolutionForward, convolutionGradient } from './convolution';
export { crfBytes, crfForward, crfGradient, crfLoss, crfLossGradient } from './crf';
export { crfBestPath, crfBestPathBytes, crfMargin, crfMarginGradient } from './crfPath';
export { crossEntropyBytes, crossEntropyForward, crossEntropyGradient } from './crossEntropy';
export { dropout } from './dropout';
export { embeddingForward, embeddingGradient } from './embedding';
export { labelAwareTags, labelAwareTagsBytes } from './labelAwareTags';
export { layerNormForward, layerNormGradient } from './layerNorm';
export { packedAttentionBytes, packedAttentionForward } from './packedAttention';
export { packedAttentionGradient, packedAttentionGradientBytes } from './packedAttentionGradient';
export {
  recurrentFinal, recurrentForward, recurrentForwardBytes, recurrentStates, recurrentStatesBytes,
} from './recurrent';
export { recurrentGradient, recurrentGradientBytes } from './recurrentGradient';
export { linearForward, linearForwardBytes, linearGradient, linearGradientBytes, sumRows } from './linear';
export { mapFunction } from './math';
export { matricesBytes, multiplyMatrices } from './matrices';
export { adagradUpdate, momentsUpdate, momentumUpdate, squareSum, storeNumber } from './optimizer';
export { rotary } from './rotary';
export { gatherRows } from './vectors';
