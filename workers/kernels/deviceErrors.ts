/**
 * What befalls a device outside of any call, or so that all that it holds is lost: a driver that is reset, memory that is used up.
 * Whoever computes listens, and does its work again on a device that is opened anew.
 */
import { GraftError, type Problem } from '../protocol/errors.ts';

export type DeviceErrorListener = (error: GraftError) => void;

const listeners = new Set<DeviceErrorListener>();

/**
 * Calls `listener` when a device is lost, or reports an error that no call threw. What it holds is then invalid.
 * Gives the function that ends the subscription.
 */
export function onDeviceError(listener: DeviceErrorListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Told to all that listen, and given back to be thrown where a call can fail by it. */
export function reportDeviceError(problem: Problem): GraftError {
  const error = new GraftError(problem);
  for (const listener of listeners) listener(error);
  return error;
}

/** A run that meets this takes less at once. */
export const memoryUsedUp = 'device-memory-used-up';
