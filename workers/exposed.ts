/**
 * What both worker entries need of Comlink: failures cross as `{problem}`, since classes do not survive cloning.
 */

import { problemFrom } from './protocol/errors.ts';
import type { Thrown } from './protocol/wire.ts';

/** The service and its worker's other doors as one, with every rejection as a plain `Thrown`. */
export function throwingProblems<Service extends object, Doors extends object>(
  service: Service,
  doors: Doors,
): Service & Doors {
  return new Proxy(service, {
    get(service, name) {
      const target = name in doors ? doors : service;
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...parameters: unknown[]) => {
        try {
          return await value.apply(target, parameters);
        } catch (error) {
          throw { problem: problemFrom(error) } satisfies Thrown;
        }
      };
    },
  }) as Service & Doors;
}
