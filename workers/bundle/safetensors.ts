/** The weights of a bundle, and of a journal: safetensors of which every tensor is F32, as this project writes them. */
import type { Weight } from '../layers/parameters.ts';
import { GraftError } from '../protocol/errors.ts';
import { type Fault, readNumbers, storedMetadata, storedTensors } from '../text/safetensors.ts';

const usualFile = 'weights.safetensors';

/**
 * @throws GraftError where the header cannot be read, a tensor is not F32, or the tensors do not fill the file exactly,
 *   one after the other, as the format demands.
 */
export function readSafetensors(bytes: Uint8Array, file = usualFile): Record<string, Weight> {
  const fault = faultIn(file);
  const weights: Record<string, Weight> = {};
  for (const [name, tensor] of storedTensors(bytes, fault)) {
    const values = tensor.type === 'F32' ? readNumbers(tensor) : null;
    if (!values) throw fault(`The weight ${name} is of type ${tensor.type}; only F32 can be read.`);
    weights[name] = { shape: tensor.shape, values };
  }
  return weights;
}

/** The texts that stand beside the tensors. @throws GraftError where the header cannot be read. */
export function safetensorsMetadata(bytes: Uint8Array, file = usualFile): Record<string, string> {
  return storedMetadata(bytes, faultIn(file));
}

const faultIn =
  (file: string): Fault =>
  (message) =>
    new GraftError({
      code: 'bundle-weights',
      message,
      remedy: 'The file is damaged or was not written by Graft: export or download the model again.',
      file,
    });
