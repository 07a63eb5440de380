/**
 * The entry of the WASM kernels. They work inside the memory of tfjs's own WASM module, which they import: tensors are
 * addresses, nothing is copied. So there must be no static data, no allocation and no string in here: the caller hands in
 * every byte of workspace.
 */
export { mapFunction } from './math';
export { lstmForward, lstmForwardBytes, lstmGradient, lstmGradientBytes } from './lstm';
