/** What is shown of a model: its facts, and no weight of it. */
import type { CorpusKind } from './corpus.ts';
import type { HistoryEntry } from './history.ts';
import type { TrainingSettings } from './settings.ts';
import type { ModelSpecification } from './specification.ts';

export interface ModelSummary {
  readonly id: string;
  readonly name: string;
  /** The name under which its specification was chosen. */
  readonly architecture: string;
  readonly specification: ModelSpecification;
  /** How it was trained last. */
  readonly settings: TrainingSettings;
  readonly kind: CorpusKind;
  readonly categories: readonly string[];
  /** By category, the place of its colour in the palette. */
  readonly colours: Readonly<Record<string, number>>;
  readonly tags: readonly string[];
  /** What its parts have to say of themselves, such as `words` 4,210. */
  readonly facts: readonly ModelFact[];
  readonly parameters: number;
  readonly history: readonly HistoryEntry[];
  /** The sentences that it carries of its own text: where they come from, and how many. Absent where it carries none. */
  readonly sample?: { readonly corpus: string; readonly rehearsed: number; readonly measured: number };
  /** Whether it carries how much each of its numbers matters. */
  readonly importance?: boolean;
}

export interface ModelFact {
  readonly label: string;
  readonly value: number;
}
