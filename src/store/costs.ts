/** What runs over a transformer would cost, as far as somebody had it measured: by what it depends on. */
import { create } from 'zustand';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { TrainingSettings } from '../../workers/protocol/settings.ts';
import type { TrainingCost } from '../../workers/protocol/trainingCost.ts';
import { useTargetCorpus } from './corpora.ts';
import { useEncoders } from './encoders.ts';
import { useSourceModel } from './models.ts';
import { useSetup } from './setup.ts';

export interface MeasuredCost extends TrainingCost {
  /** With which it was measured. */
  readonly settings: TrainingSettings;
}

interface CostsState {
  /** The last one of each corpus and encoder. */
  readonly measured: Readonly<Record<string, MeasuredCost>>;
  readonly measuring: boolean;
  readonly problem: Problem | null;
}

export const useCosts = create<CostsState>()(() => ({ measured: {}, measuring: false, problem: null }));

export const costKey = ({ id, revision }: Pick<CorpusSummary, 'id' | 'revision'>, begins: string) =>
  JSON.stringify([id, revision, begins]);

/** What was measured of the corpus and the encoder at hand, with whatever settings; null as long as nothing was. */
export function useMeasuredCost(): MeasuredCost | null {
  const corpus = useTargetCorpus();
  const encoder = useEncoders((state) => state.encoder);
  const source = useSourceModel();
  const task = useSetup((state) => state.task);
  const begins = (task === 'adapt' ? source : encoder)?.id;
  const measured = useCosts((state) => state.measured);
  return corpus && begins ? (measured[costKey(corpus, begins)] ?? null) : null;
}
