/** The GRU's reference as its kernels on cpu and wasm. */
import { registerRecurrentHostKernels } from '../recurrent/host.ts';
import { gru } from './operation.ts';
import { gruForward, gruGradient } from './reference.ts';

export function registerGruHostKernels(): void {
  registerRecurrentHostKernels(gru, {
    forward: (shape, lengths, given) => {
      const { inputs, inputWeights, recurrentWeights } = given as Record<string, Float32Array>;
      const result = gruForward(shape, inputs!, lengths, inputWeights!, recurrentWeights!, given.initialState);
      return [result.states, result.final, result.gates, result.resetStates];
    },
    gradient: (shape, lengths, given) => {
      const { inputs, inputWeights, recurrentWeights, states, gates, cached } = given as Record<string, Float32Array>;
      const cache = { states: states!, gates: gates!, resetStates: cached! };
      const more = [given.statesGradient!, given.finalGradient!, given.initialState] as const;
      const result = gruGradient(shape, inputs!, lengths, inputWeights!, recurrentWeights!, cache, ...more);
      return [result.inputs, result.inputWeights, result.recurrentWeights, result.initialState];
    },
  });
}
