/**
 * The device that computes, which can be lost: a driver that is reset, a laptop that wakes, a tab that takes all the
 * memory. Whoever computes does so by `survive`: after a loss a device is opened again and the work is done once more.
 */

import { memoryUsedUp } from '../kernels/deviceErrors.ts';
import type { BackendInfo } from '../protocol/backend.ts';
import type { BackendPreference } from '../protocol/configuration.ts';
import { GraftError } from '../protocol/errors.ts';
import type { EngineEnvironment } from './engine.ts';

/** A device that is lost time and again will be lost again. */
const mostLosses = 3;
/** The loss is told by a promise of its own, which may come after the failure of what was being computed. */
const graceMilliseconds = 200;

/** What befalls a device that computes rightly. */
const opensAgain = ['gpu-lost', memoryUsedUp];

export class Device {
  private opening: Promise<BackendInfo> | null = null;
  private preference: BackendPreference = 'auto';
  /** So far. */
  private losses = 0;
  private lastLoss: GraftError | null = null;
  /** Whether what the device holds is lost, and no other one was opened yet. */
  private void = false;
  private readonly watchers = new Set<(error: GraftError) => void>();

  /** @param onDrop told before tensors become void: all that is on the device must go. */
  constructor(
    private readonly environment: EngineEnvironment,
    private readonly onDrop: () => void,
  ) {
    environment.onDeviceError((error) => this.lose(error));
  }

  /** Opens another backend; where it cannot be had, the one before is opened again, and the reason is thrown. */
  async choose(preference: BackendPreference): Promise<BackendInfo> {
    const before = this.opening;
    this.onDrop();
    this.void = false;
    try {
      this.opening = this.environment.openBackend(preference);
      const info = await this.opening;
      this.preference = preference;
      return info;
    } catch (error) {
      this.opening = before && this.environment.openBackend((await before).name);
      await this.opening;
      throw error;
    }
  }

  /** The backend in use; the best there is where none was opened yet. */
  open(): Promise<BackendInfo> {
    this.opening ??= this.environment.openBackend(this.preference);
    return this.opening;
  }

  /** Calls back as soon as the device is lost. Gives the function that ends that. */
  onLoss(watcher: (error: GraftError) => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  private lose(error: GraftError): void {
    this.losses++;
    this.lastLoss = error;
    this.void = true;
    for (const watcher of this.watchers) watcher(error);
  }

  /**
   * Does work that may be done again from its beginning.
   * @param onLost told of a loss and of the backend on which the work begins again.
   */
  async survive<Result>(
    work: () => Promise<Result>,
    onLost: (error: GraftError, backend: BackendInfo) => void = () => {},
  ): Promise<Result> {
    for (let attempts = 1; ; attempts++) {
      if (this.void) await this.reopen();
      await this.open();
      const before = this.losses;
      try {
        const result = await work();
        if (this.losses === before) return result;
        if (attempts > mostLosses) throw this.lastLoss;
      } catch (error) {
        // What was refused with a reason has nothing to do with the device.
        const refused = error instanceof GraftError;
        if (this.losses === before && !refused) await new Promise((resolve) => setTimeout(resolve, graceMilliseconds));
        if (this.losses === before || attempts > mostLosses) throw error;
      }
      const backend = await this.reopen();
      onLost(this.lastLoss as GraftError, backend);
    }
  }

  /**
   * The same kind of backend where it can be had again, else the best that there is without it. Once for a loss, however
   * many ask.
   */
  private async reopen(): Promise<BackendInfo> {
    if (this.void) {
      this.void = false;
      this.onDrop();
      const wanted = opensAgain.includes(this.lastLoss?.problem.code ?? '') ? this.preference : 'wasm';
      this.opening = this.environment.openBackend(wanted).catch(() => this.environment.openBackend('wasm'));
    }
    return this.open();
  }
}
