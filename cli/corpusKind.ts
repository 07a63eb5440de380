/**
 * Whether a corpus says what a model says. There are models of spans and models of one tag a token, and corpora of both;
 * scores of one against the other are zeros that look like a result.
 */
import type { CorpusKind } from '../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../workers/protocol/engine.ts';
import { GraftError } from '../workers/protocol/errors.ts';
import type { ModelSummary } from '../workers/protocol/model.ts';

const speech: Readonly<Record<CorpusKind, { readonly model: string; readonly corpus: string; readonly tags: string }>> =
  {
    spans: { model: 'finds spans', corpus: 'spans', tags: 'are categories of spans' },
    tags: { model: 'gives every token a tag', corpus: 'one tag a token', tags: 'stand for single tokens' },
  };

/** @throws GraftError where the one speaks of spans and the other of one tag a token. */
export function checkKind(
  model: Pick<ModelSummary, 'name' | 'kind'>,
  corpus: Pick<CorpusSummary, 'name' | 'kind'>,
): void {
  if (model.kind === corpus.kind) return;
  throw new GraftError({
    code: 'corpus-kind',
    message: `The model ${model.name} ${speech[model.kind].model}, but the corpus was read as ${speech[corpus.kind].corpus}.`,
    remedy:
      `Say --kind ${model.kind}, if the corpus's tags ${speech[model.kind].tags}, ` +
      'or --tag-column, if others do; else take another model.',
    file: corpus.name,
  });
}

/** @throws GraftError where nobody looked for anything, as in plain text: there is nothing to hold a model against. */
export function checkAnnotated({ name, kind, categories, annotated }: CorpusSummary): void {
  if (categories.length > 0 || (kind === 'spans' && (annotated === 'all' || annotated.length > 0))) return;
  throw new GraftError({
    code: 'corpus-unannotated',
    message: 'The corpus carries no annotation, so there is nothing to score against.',
    remedy: 'Give sentences with their right answers, or say with --from and --kind how they are written.',
    file: name,
  });
}
