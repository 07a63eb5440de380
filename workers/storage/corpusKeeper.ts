/** Keeps the corpora of one project as they are: what changes is written at once, and a corpus that goes is removed. */
import type { OnSaving } from '../protocol/projects.ts';
import { removeCorpusRows, type StoredCorpus, writeCorpusRows } from './storedCorpora.ts';
import { WriteQueue } from './writeQueue.ts';

export class CorpusKeeper {
  private readonly queue: WriteQueue;
  /** What stands in the database, by the corpus's id. */
  private readonly written: Map<string, StoredCorpus>;

  /** @param stored what the project holds already. */
  constructor(
    private readonly project: string,
    stored: readonly StoredCorpus[],
    onSaving: OnSaving,
  ) {
    this.queue = new WriteQueue(onSaving);
    this.written = new Map(stored.map((corpus) => [corpus.description.id, corpus]));
  }

  keep(corpus: StoredCorpus): void {
    const { id } = corpus.description;
    this.queue.ask(id, async () => {
      await writeCorpusRows(this.project, this.written.get(id) ?? null, corpus);
      this.written.set(id, corpus);
    });
  }

  remove(id: string): void {
    this.queue.ask(id, async () => {
      await removeCorpusRows(this.project, id);
      this.written.delete(id);
    });
  }

  tryAgain(): void {
    this.queue.tryAgain();
  }

  settled(): Promise<void> {
    return this.queue.settled();
  }

  /** Nothing is kept from now on. Resolves when nothing is being written. */
  end(): Promise<void> {
    return this.queue.end();
  }
}
