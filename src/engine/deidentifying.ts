/** Asking the workers for a second look at a corpus, and for the corpus without names. */
import type { ExportFormatName, PartName } from '../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { problemFrom } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { newLedger } from '../../workers/text/deidentify/draws.ts';
import { referenceTo } from '../store/corpora.ts';
import { useDeidentifying } from '../store/deidentifying.ts';
import { timedProgress } from './progress.ts';
import { studio } from './studio.ts';

export interface Replacing {
  readonly corpus: CorpusSummary;
  readonly part: PartName | 'all';
  readonly categories: readonly string[];
  /** Null where it is not asked of what it is unsure. */
  readonly model: ModelSummary | null;
}

/** Tells what was looked through from what is to be replaced by now. */
export function keyOf({ corpus, part, categories, model }: Replacing): string {
  const below = model ? useDeidentifying.getState().reviewBelow : null;
  return JSON.stringify([corpus.id, corpus.revision, part, categories, model?.id ?? null, below]);
}

/** Looks through the corpus; what is found, or why nothing was, stands in the store. */
export async function lookThrough(replacing: Replacing): Promise<void> {
  const { corpus, part, categories, model } = replacing;
  const { reviewBelow } = useDeidentifying.getState();
  const of = keyOf(replacing);
  await working('Looking through the corpus', async (onProgress) => {
    const { engine, corpora } = studio();
    const ofModel = model ? await engine.modelDoubts(model.id, referenceTo(corpus), part, reviewBelow, onProgress) : {};
    const doubts = await corpora.deidentifyDoubts(corpus.id, part, categories, ofModel);
    useDeidentifying.setState({ looked: { of, doubts } });
  });
}

/** Null where it failed; the store says why. What was given out is remembered. */
export async function deidentify(replacing: Replacing, format: ExportFormatName): Promise<string | Uint8Array | null> {
  const { corpus, part, categories } = replacing;
  const of = keyOf(replacing);
  const { replacement, numbering, ledger } = useDeidentifying.getState();
  let content: string | Uint8Array | null = null;
  await working('Replacing', async () => {
    const options = { categories, replacement, numbering };
    const made = await studio().corpora.deidentified(corpus.id, part, options, ledger ?? newLedger(), format);
    useDeidentifying.setState({ ledger: made.ledger, replaced: { of, report: made.report } });
    content = made.content;
  });
  return content;
}

async function working(
  label: string,
  work: (onProgress: ReturnType<typeof timedProgress>) => Promise<void>,
): Promise<void> {
  const call = new AbortController();
  useDeidentifying.setState({ problem: null, working: { label, fraction: 0, secondsLeft: null } });
  try {
    await work(timedProgress((progress) => useDeidentifying.setState({ working: progress }), call.signal));
  } catch (thrown) {
    useDeidentifying.setState({ problem: problemFrom(thrown) });
  } finally {
    call.abort();
    useDeidentifying.setState({ working: null });
  }
}
