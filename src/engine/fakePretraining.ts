/** A pretraining of the invented studio: perplexity falls by a third each epoch. */
import type {
  PerplexityRecord,
  PretrainingEvent,
  PretrainingRequest,
  PretrainingResult,
} from '../../workers/protocol/pretraining.ts';

interface FakePretraining {
  readonly runId: string;
  readonly id: string;
  readonly request: PretrainingRequest;
  readonly tell: (event: PretrainingEvent) => void;
  readonly specification: PretrainingResult['encoder']['specification'];
  /** Waits for a step; gives whether it was stopped. */
  readonly step: () => Promise<boolean>;
}

export async function fakePretraining(made: FakePretraining): Promise<PretrainingResult> {
  const { runId, id, request, tell, specification, step } = made;
  const { epochs } = request.settings;
  const records: PerplexityRecord[] = [];
  const measured = (epoch: number) => {
    const perplexity = 120 * (2 / 3) ** epoch;
    records.push({ epoch, perplexity, training: epoch === 0 ? null : 1.1 * perplexity, seconds: 1 });
    tell({ runId, type: 'measured', best: epoch > 0, ...(records.at(-1) as PerplexityRecord) });
  };
  tell({ runId, type: 'started', passages: 40, pieces: 4000, heldOut: 2, vocabulary: 30_522, steps: 10 * epochs });
  measured(0);
  let stopped = false;
  for (let epoch = 1; epoch <= epochs && !stopped; epoch++) {
    stopped = await step();
    const perplexity = 120 * (2 / 3) ** (epoch - 0.5);
    tell({ runId, type: 'step', epoch, step: 5, steps: 10, perplexity, passagesPerSecond: 8, secondsLeft: 2 });
    measured(epoch);
  }
  return {
    runId,
    encoder: { id, name: request.name, family: 'BERT', specification, parameters: 11_200_000, notes: [] },
    records,
    perplexity: records.at(-1)?.perplexity ?? 0,
    stopped: stopped ? 'by the user' : 'last epoch',
    seconds: 1,
    backend: 'wasm',
  };
}
