/** What the module offers to its host. */
export { lstmForward, lstmForwardBytes, lstmGradient, lstmGradientBytes } from './lstm';
export { mapFunction } from './math';
