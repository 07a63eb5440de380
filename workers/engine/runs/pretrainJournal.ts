/**
 * What a pretraining has to show for itself so far: the perplexity before it, and the state of its training. In memory for a GPU
 * that may be lost, in the terminal on the disk as well.
 */
import type { BackendName } from '../../protocol/backend.ts';
import type { JournalKeeping } from '../../protocol/journal.ts';
import type { PerplexityRecord, PretrainingRequest } from '../../protocol/pretraining.ts';
import type { TrainingState } from '../../training/state.ts';
import { checkSameRun, KeptJournal, unpackJournal } from './journalFile.ts';

/** Perplexity is all that is measured. */
export type Figures = Readonly<Record<string, never>>;

export interface PretrainingState {
  readonly before: PerplexityRecord;
  readonly training: TrainingState<Figures>;
}

interface Contents {
  readonly pretraining: 1;
  readonly asked: object;
  readonly inputs: Readonly<Record<string, string>>;
  readonly backend: BackendName;
  /** Spent by the time of writing. */
  readonly seconds: number;
  readonly state: PretrainingState | null;
}

export class PretrainingJournal extends KeptJournal<Contents> {
  /** @throws GraftError where the journal that was kept is damaged, or is that of another run. */
  constructor({ encoder, settings, seed }: PretrainingRequest, backend: BackendName, keeping?: JournalKeeping) {
    const inputs = keeping?.inputs ?? {};
    // A given encoder has another id each time: it is told by the sums over its files.
    const asked = { settings, seed, encoder: typeof encoder === 'string' ? 'given' : encoder };
    super({ pretraining: 1, asked, inputs, backend, seconds: 0, state: null }, keeping, (bytes) => {
      const kept = unpackJournal<Contents>(bytes, isOfPretraining);
      checkSameRun({ inputs: kept.inputs, settings: kept.asked }, { inputs, settings: asked });
      return kept;
    });
  }

  get state(): PretrainingState | null {
    return this.contents.state;
  }

  async keep(state: PretrainingState): Promise<void> {
    await this.write({ ...this.contents, state });
  }
}

const isOfPretraining = (contents: Partial<Contents>): contents is Contents => contents.pretraining === 1;
