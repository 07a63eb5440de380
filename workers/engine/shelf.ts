/**
 * The models, as plain data on the host. That is the truth; taggers on the device are built from it when they are needed
 * and dropped when not, so that another backend or a lost device costs a rebuild and no model.
 */
import type { ModelState } from '../models/state.ts';
import { Tagger } from '../models/tagger.ts';
import { GraftError } from '../protocol/errors.ts';
import type { ModelSummary } from '../protocol/model.ts';
import { placesOfModel } from '../text/categoryColours.ts';
import { newId } from '../text/newId.ts';
import { summarize } from './modelSummary.ts';

interface BuiltTagger {
  readonly tagger: Tagger;
  /** Calls that use it right now. */
  users: number;
}

export class Shelf {
  private readonly models = new Map<string, ModelState>();
  /** The one used last, which is likely to be used next; and those in use. */
  private readonly built = new Map<string, BuiltTagger>();
  private readonly using = new Set<Promise<unknown>>();

  /**
   * Keeps a model of which a tagger can be built. A category without a colour gets one, which it keeps.
   * @param id the one that it had in a project.
   * @throws GraftError where none can.
   */
  add(added: ModelState, id = newId('model')): ModelSummary {
    const tagger = Tagger.fromState(added);
    const state = { ...added, colours: placesOfModel(added.categories, [added.colours ?? {}]) };
    this.models.set(id, state);
    this.keepOnly(id);
    this.built.set(id, { tagger, users: 0 });
    return summarize(id, state, tagger.encoder.facts);
  }

  /** @throws GraftError where there is no such model. */
  state(id: string): ModelState {
    const state = this.models.get(id);
    if (state) return state;
    throw new GraftError({
      code: 'unknown-model',
      message: `There is no model ${id}.`,
      remedy: 'It was removed, or is in another project. Choose another model, or load its file again.',
    });
  }

  remove(id: string): void {
    this.state(id);
    this.models.delete(id);
    this.drop(id);
  }

  /** Hands over the model's tagger, which must not be changed or kept. */
  async use<Result>(id: string, work: (tagger: Tagger) => Result | Promise<Result>): Promise<Result> {
    let entry = this.built.get(id);
    if (!entry) {
      entry = { tagger: Tagger.fromState(this.state(id)), users: 0 };
      this.built.set(id, entry);
    }
    entry.users++;
    const { tagger } = entry;
    const using = (async () => work(tagger))();
    this.using.add(using);
    try {
      return await using;
    } finally {
      this.using.delete(using);
      entry.users--;
      // Dropped while it was in use: this call was the last to know it.
      if (entry.users === 0 && this.built.get(id) !== entry) entry.tagger.dispose();
      this.keepOnly(id);
    }
  }

  /** Resolves when no call uses a tagger that was under way when it was asked. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.using);
  }

  /** Lets go of all taggers; one in use goes when its call ends. */
  dropTaggers(): void {
    for (const id of [...this.built.keys()]) this.drop(id);
  }

  private drop(id: string): void {
    const entry = this.built.get(id);
    this.built.delete(id);
    if (entry?.users === 0) entry.tagger.dispose();
  }

  private keepOnly(id: string): void {
    for (const [other, { users }] of [...this.built]) if (other !== id && users === 0) this.drop(other);
  }
}
