/** A model's facts as the page and the terminal show them. */
import type { Tagger } from '../models/tagger.ts';
import type { HistoryEntry, ModelSummary } from '../protocol/engine.ts';

/** A tagger on the engine's shelf. */
export interface ShelvedModel {
  readonly id: string;
  readonly name: string;
  readonly tagger: Tagger;
  readonly history: readonly HistoryEntry[];
}

export function summarize({ id, name, tagger, history }: ShelvedModel): ModelSummary {
  const { architecture, hyperparameters, kind, categories } = tagger.description;
  return {
    id,
    name,
    architecture,
    hyperparameters,
    kind,
    categories,
    tags: tagger.output.tags,
    words: tagger.vocabulary.words.length,
    characters: tagger.vocabulary.characters.length,
    parameters: Object.values(tagger.parameters).reduce((sum, variable) => sum + variable.size, 0),
    history,
  };
}
