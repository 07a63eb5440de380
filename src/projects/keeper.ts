/**
 * Writes what the page has into the open project, as it changes: models and their names, runs that have ended, what is chosen. The
 * corpora are the corpus worker's to write. Nothing here reads: what is in a project is brought back before it begins.
 */

import type { EncoderSummary } from '../../workers/protocol/checkpoint.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { removeFile, writeFile } from '../../workers/storage/largeFiles.ts';
import {
  encoderName,
  putModel,
  putRun,
  putThing,
  removeStoredModel,
  removeStoredRun,
  updateProject,
} from '../../workers/storage/projects.ts';
import { WriteQueue } from '../../workers/storage/writeQueue.ts';
import type { Keeping } from '../engine/client.ts';
import { useEncoders } from '../store/encoders.ts';
import { useModels } from '../store/models.ts';
import { setSaving, useProject } from '../store/project.ts';
import type { RunState } from '../store/runState.ts';
import { useRuns } from '../store/runs.ts';
import { noteSaved } from '../store/saved.ts';
import { useSetup } from '../store/setup.ts';
import { asRecord, isWorthKeeping } from './runRecords.ts';
import { setupFiles } from './setupFiles.ts';
import type { Slice } from './slice.ts';
import { earlySlices, lateSlices } from './slices.ts';

export interface HeldItem<Item> {
  /** As the page has it. */
  readonly item: Item;
  readonly order: number;
}

/** What a project holds already, by ids and names. */
export interface Held {
  readonly models: ReadonlyMap<string, HeldItem<ModelSummary>>;
  readonly runs: ReadonlyMap<string, HeldItem<RunState>>;
  /** By what they are called in the project. */
  readonly setupFiles: ReadonlyMap<string, Blob>;
  readonly encoders: ReadonlyMap<string, EncoderSummary>;
  readonly things: ReadonlyMap<string, unknown>;
}

const none = new Map<string, never>();

export const holdsNothing: Held = { models: none, runs: none, setupFiles: none, encoders: none, things: none };

/** When something was written last is written at most so often, in milliseconds. */
const touchEvery = 2000;

export class PageKeeper {
  private readonly queue = new WriteQueue((state) => setSaving('page', state));
  private readonly ends: (() => void)[] = [];
  /** Models whose weights are written. */
  private readonly bundles: Set<string>;
  /** The next place in the lists of models and runs. */
  private order: number;
  private touched = 0;

  constructor(
    private readonly project: string,
    private readonly keeping: Keeping,
    held: Held,
  ) {
    this.bundles = new Set(held.models.keys());
    this.order = 1 + Math.max(-1, ...[...held.models.values(), ...held.runs.values()].map(({ order }) => order));
    this.ends.push(this.keepModels(held.models), this.keepRuns(held.runs), this.touchWithCorpora());
    this.ends.push(this.keepSetupFiles(held.setupFiles), this.keepEncoders(held.encoders));
    for (const slice of [...earlySlices, ...lateSlices])
      this.ends.push(this.keepSlice(slice, held.things.get(slice.name)));
  }

  /** Nothing is written from now on. Resolves when nothing is being written. */
  async end(): Promise<void> {
    for (const end of this.ends) end();
    await this.queue.end();
  }

  tryAgain(): void {
    this.queue.tryAgain();
  }

  settled(): Promise<void> {
    return this.queue.settled();
  }

  rename(name: string): void {
    this.queue.ask('name', () => updateProject(this.project, { name }));
  }

  private keepModels(held: Held['models']): () => void {
    return this.keepEach(
      held,
      useModels,
      () => new Map(useModels.getState().models.map((model) => [model.id, model])),
      async (model, order) => {
        if (!this.bundles.has(model.id)) await this.keeping.models.storeModel(this.project, model.id, model.name);
        this.bundles.add(model.id);
        await putModel({ project: this.project, id: model.id, order, summary: model });
        noteSaved(model);
      },
      async (id) => {
        this.bundles.delete(id);
        await removeStoredModel(this.project, id);
      },
    );
  }

  private keepRuns(held: Held['runs']): () => void {
    return this.keepEach(
      held,
      useRuns,
      () => new Map(Object.entries(useRuns.getState().runs).filter(([, run]) => isWorthKeeping(run))),
      (run, order, id) => putRun({ project: this.project, id, order, run: asRecord(run) }),
      (id) => removeStoredRun(this.project, id),
    );
  }

  private keepSetupFiles(held: Held['setupFiles']): () => void {
    return this.keepEach(
      unordered(held),
      useSetup,
      setupFiles,
      (content, _, name) => writeFile(this.project, name, content),
      (name) => removeFile(this.project, name),
    );
  }

  private keepEncoders(held: Held['encoders']): () => void {
    return this.keepEach(
      unordered(held),
      useEncoders,
      () => new Map(useEncoders.getState().encoders.map((encoder) => [encoder.id, encoder])),
      ({ id }) => this.keeping.models.storeEncoder(this.project, id),
      (id) => removeFile(this.project, encoderName(id)),
    );
  }

  /** Writes each item that is another than before, and removes those that are gone. */
  private keepEach<Item>(
    held: ReadonlyMap<string, HeldItem<Item>>,
    store: { subscribe(listener: () => void): () => void },
    items: () => ReadonlyMap<string, Item>,
    write: (item: Item, order: number, id: string) => Promise<void>,
    remove: (id: string) => Promise<void>,
  ): () => void {
    const orders = new Map([...held].map(([id, { order }]) => [id, order]));
    let before: ReadonlyMap<string, Item> = new Map([...held].map(([id, { item }]) => [id, item]));
    const compare = () => {
      const now = items();
      for (const [id, item] of now) {
        if (before.get(id) === item) continue;
        if (!orders.has(id)) orders.set(id, this.order++);
        const order = orders.get(id) as number;
        this.queue.ask(id, () => write(item, order, id));
        this.touch();
      }
      for (const id of before.keys()) {
        if (now.has(id)) continue;
        this.queue.ask(id, () => remove(id));
        this.touch();
      }
      before = now;
    };
    compare();
    return store.subscribe(compare);
  }

  private keepSlice({ name, isChoice, isLarge, read, watch }: Slice, held: unknown): () => void {
    const write = (value: unknown) => {
      this.queue.ask(name, () => putThing(this.project, name, value));
      if (isChoice) this.touch();
    };
    if (isLarge) {
      write(read());
      return watch(() => write(read()));
    }
    let before = JSON.stringify(held);
    const compare = () => {
      const value = read();
      const now = JSON.stringify(value);
      if (now === before) return;
      before = now;
      write(value);
    };
    compare();
    return watch(compare);
  }

  private touchWithCorpora(): () => void {
    return useProject.subscribe(({ saving }, before) => {
      if (saving.corpora.waiting > 0 && before.saving.corpora.waiting === 0) this.touch();
    });
  }

  private touch(): void {
    const now = Date.now();
    if (now - this.touched < touchEvery) return;
    this.touched = now;
    this.queue.ask('changed', () => updateProject(this.project, { changed: now }));
  }
}

/** Their order is told elsewhere. */
function unordered<Item>(held: ReadonlyMap<string, Item>): ReadonlyMap<string, HeldItem<Item>> {
  return new Map([...held].map(([name, item]) => [name, { item, order: 0 }]));
}
