/**
 * The corpora that the trainer has at hand. They cross from the corpus worker once, and again only when they changed. Whatever learns
 * from annotation or is scored by it asks for what is submitted; what reads texts alone asks for all.
 */
import type { Splits } from '../protocol/corpus.ts';
import type { CorpusReference, CorpusService } from '../protocol/engine.ts';
import { submittedIn } from '../text/standings.ts';

/** A large corpus takes much memory, and rarely more than two are in use. */
const mostKept = 2;

export class CorpusCache {
  /** The one asked for last stands last. */
  private readonly kept = new Map<string, { readonly revision: number; readonly splits: Promise<Splits> }>();

  constructor(private readonly corpora: Pick<CorpusService, 'splits'>) {}

  /** Of documents that count as submitted alone, where somebody submitted or discarded any. */
  async submitted(corpus: CorpusReference): Promise<Splits> {
    return submittedIn(await this.splits(corpus));
  }

  async splits({ id, revision }: CorpusReference): Promise<Splits> {
    const known = this.kept.get(id);
    const entry = known?.revision === revision ? known : { revision, splits: this.corpora.splits(id) };
    this.kept.delete(id);
    this.kept.set(id, entry);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= mostKept) break;
      this.kept.delete(oldest);
    }
    try {
      return await entry.splits;
    } catch (error) {
      this.kept.delete(id);
      throw error;
    }
  }
}
