/** The LSTM's reference as its kernels on cpu and wasm. */
import { type Arrays, registerRecurrentHostKernels } from '../recurrent/host.ts';
import { lstm } from './operation.ts';
import { type LstmInitial, lstmForward, lstmGradient } from './reference.ts';

export function registerLstmHostKernels(): void {
  registerRecurrentHostKernels(lstm, {
    forward: (shape, lengths, given) => {
      const { inputs, inputWeights, recurrentWeights, bias } = given as Record<string, Float32Array>;
      const result = lstmForward(shape, inputs!, lengths, inputWeights!, recurrentWeights!, bias!, initialOf(given));
      return [result.states, result.final, result.gates, result.cells, result.finalCell];
    },
    gradient: (shape, lengths, given) => {
      const { inputs, inputWeights, recurrentWeights, states, gates, cached } = given as Record<string, Float32Array>;
      const upstream = [given.statesGradient!, given.finalGradient!] as const;
      const boundary = { initial: initialOf(given), finalCellGradient: given.finalCellGradient };
      const cache = { states: states!, gates: gates!, cells: cached! };
      const result = lstmGradient(
        shape,
        inputs!,
        lengths,
        inputWeights!,
        recurrentWeights!,
        cache,
        ...upstream,
        boundary,
      );
      const ofInitial = [result.initialState, result.initialCell];
      return [result.inputs, result.inputWeights, result.recurrentWeights, result.bias, ...ofInitial];
    },
  });
}

const initialOf = ({ initialState: state, initialCell: cell }: Arrays): LstmInitial | undefined =>
  state && cell && { state, cell };
