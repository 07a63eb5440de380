/**
 * What a run over raw text has to show for itself so far: what was measured before it, and the state of its training. In memory for
 * a GPU that may be lost, in the terminal on the disk as well.
 */
import type { NoFigures } from '../../pretraining/passageTraining.ts';
import type { BackendName } from '../../protocol/backend.ts';
import type { JournalKeeping } from '../../protocol/journal.ts';
import type { TrainingState } from '../../training/state.ts';
import { checkSameRun, KeptJournal, unpackJournal } from './journalFile.ts';
import type { LossRecord } from './textTraining.ts';

export interface TextTrainingState {
  readonly before: LossRecord;
  readonly training: TrainingState<NoFigures>;
}

/** What is asked of such a run. */
interface Request {
  readonly encoder: string | object;
  readonly settings: object;
  readonly seed: number;
}

interface Contents {
  readonly ofText: 1;
  readonly asked: object;
  readonly inputs: Readonly<Record<string, string>>;
  readonly backend: BackendName;
  readonly seconds: number;
  readonly state: TextTrainingState | null;
}

export class TextJournal extends KeptJournal<Contents> {
  /** @throws GraftError where the journal that was kept is damaged, or is that of another run. */
  constructor({ encoder, settings, seed }: Request, backend: BackendName, keeping?: JournalKeeping) {
    const inputs = keeping?.inputs ?? {};
    // A given encoder has another id each time: it is told by the sums over its files.
    const asked = { settings, seed, encoder: typeof encoder === 'string' ? 'given' : encoder };
    super({ ofText: 1, asked, inputs, backend, seconds: 0, state: null }, keeping, (bytes) => {
      const kept = unpackJournal<Contents>(bytes, isOfText);
      checkSameRun({ inputs: kept.inputs, settings: kept.asked }, { inputs, settings: asked });
      return kept;
    });
  }

  get state(): TextTrainingState | null {
    return this.contents.state;
  }

  async keep(state: TextTrainingState): Promise<void> {
    await this.write({ ...this.contents, state });
  }
}

const isOfText = (contents: Partial<Contents>): contents is Contents => contents.ofText === 1;
