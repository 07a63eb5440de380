/** A model used otherwise than its file says: what shapes no weight may be another each time. */
import type { ModelState } from '../models/state.ts';
import type { ModelUse } from '../protocol/engine.ts';
import { GraftError } from '../protocol/errors.ts';
import { outputKinds, specificationFields, withSpecified } from '../protocol/specification.ts';

/** @throws GraftError where a beam is asked of an output that has none. */
export function usedAs(state: ModelState, { beamWidth }: ModelUse): ModelState {
  if (beamWidth === undefined) return state;
  const { specification } = state;
  const field = specificationFields(specification).find(({ key }) => key === 'beamWidth');
  if (field) return { ...state, specification: withSpecified(specification, field, beamWidth) };
  throw new GraftError({
    code: 'no-beam',
    message: `A beam is for a decoder that reads its own tags; this model’s output is a ${outputKinds[specification.output.kind].label}.`,
    remedy: 'Leave the beam out.',
  });
}
