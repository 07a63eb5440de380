/** Gathers the losses of an epoch's steps on the device and reads them now and then: each reading waits for the device. */
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LossSum } from './state.ts';

const readEveryMilliseconds = 200;

export class LossMeter {
  private waiting: { loss: Tensor; sentences: number }[] = [];
  private readonly began = performance.now();
  private lastRead = performance.now();
  private total: number;
  private sentences: number;

  /**
   * @param sentencesInEpoch of the epoch at hand.
   * @param epochsLeft after it.
   * @param before what an earlier part of the epoch gave.
   */
  constructor(
    private readonly sentencesInEpoch: number,
    private readonly epochsLeft: number,
    private readonly before: LossSum = { total: 0, sentences: 0 },
  ) {
    this.total = before.total;
    this.sentences = before.sentences;
  }

  get due(): boolean {
    return performance.now() - this.lastRead >= readEveryMilliseconds;
  }

  /** Over all that was read. */
  get mean(): number {
    return this.total / this.sentences;
  }

  get losses(): LossSum {
    return { total: this.total, sentences: this.sentences };
  }

  /** @param loss the mean over so many sentences, a scalar. */
  add(loss: Tensor, sentences: number): void {
    this.waiting.push({ loss, sentences });
  }

  /** The mean since the last reading, and how fast it goes. */
  async read(): Promise<{ loss: number; sentencesPerSecond: number; secondsLeft: number }> {
    let [total, sentences] = [0, 0];
    for (const each of this.waiting) {
      total += ((await each.loss.data())[0] ?? Number.NaN) * each.sentences;
      sentences += each.sentences;
      each.loss.dispose();
    }
    this.waiting = [];
    this.lastRead = performance.now();
    this.total += total;
    this.sentences += sentences;
    const fresh = this.sentences - this.before.sentences;
    const sentencesPerSecond = fresh / ((performance.now() - this.began) / 1000);
    const left = this.sentencesInEpoch - this.sentences + this.epochsLeft * this.sentencesInEpoch;
    return { loss: total / sentences, sentencesPerSecond, secondsLeft: left / sentencesPerSecond };
  }

  dispose(): void {
    for (const { loss } of this.waiting) loss.dispose();
    this.waiting = [];
  }
}
