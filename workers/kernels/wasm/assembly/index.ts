/** What the module offers to its host. */
export { crfBytes, crfForward, crfGradient } from './crf';
export { lstmForward, lstmForwardBytes, lstmGradient, lstmGradientBytes } from './lstm';
export { mapFunction } from './math';
