/**
 * Relaxed SIMD (fused multiply-add) makes the WASM kernels faster. Node 20 has it behind a flag; Node 22 and later have
 * it on. Imported for its effect before any WebAssembly is compiled.
 */
import { setFlagsFromString } from 'node:v8';
import { hasRelaxedSimd } from '../workers/kernels/wasm/relaxedSimd.ts';

if (!hasRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');
