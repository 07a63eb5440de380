/** What is suggested to the annotator: by which model, how far that can be believed, and what is open in the document at hand. */
import { create } from 'zustand';
import type { PartName } from '../../workers/protocol/corpus.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import type {
  DocumentOrder,
  DocumentSuggestions,
  ModelFinding,
  Suggestion,
  SuggestionReport,
  SuggestionRule,
} from '../../workers/protocol/suggestions.ts';
import { openSuggestions } from '../../workers/text/openSuggestions.ts';
import { standingOf } from '../../workers/text/standings.ts';
import type { Progress } from '../engine/progress.ts';
import { useAnnotating } from './annotating.ts';
import { sourceModel, useModels } from './models.ts';
import { useSetup } from './setup.ts';

interface SuggestingState {
  /** Whether anything is suggested. */
  readonly on: boolean;
  /** The id of the model that was chosen, or that came of an adaptation in between; null: the source model. */
  readonly chosen: string | null;
  /** Of what the report is; null where there is none. */
  readonly of: string | null;
  readonly report: SuggestionReport | null;
  readonly working: Progress | null;
  /** How far it is with what is accepted in all documents; null where nothing is. */
  readonly accepting: Progress | null;
  /** Of the document that is open, or of one before it. */
  readonly document: DocumentSuggestions | null;
  /** 0 to 1: what is this sure can be accepted all at once. */
  readonly threshold: number;
  /** As it was chosen; a model whose doubts mean nothing yet has a random one in its place. */
  readonly order: DocumentOrder;
  /** Only documents of which this holds are gone through; null: all. What the model is not sure of is below the threshold. */
  readonly finding: ModelFinding | null;
  /** Words and patterns that suggest by themselves. */
  readonly rules: readonly SuggestionRule[];
  /** Whether words are suggested that are like what is annotated, as long as no model has learned of it. */
  readonly likeness: boolean;
  readonly problem: Problem | null;
}

export const useSuggesting = create<SuggestingState>()(() => ({
  on: true,
  chosen: null,
  of: null,
  report: null,
  working: null,
  accepting: null,
  document: null,
  threshold: 0.9,
  order: 'given',
  finding: null,
  rules: [],
  likeness: true,
  problem: null,
}));

/** The model that suggests; null where there is none that marks spans. */
export function suggestingModel(chosen: string | null): ModelSummary | null {
  const state = useModels.getState();
  const model = state.models.find(({ id }) => id === chosen) ?? sourceModel(state);
  return model?.kind === 'spans' ? model : null;
}

export function useSuggestingModel(): ModelSummary | null {
  const chosen = useSuggesting((state) => state.chosen);
  useModels();
  return suggestingModel(chosen);
}

/** What a report is of: a revision of the corpus is none of it, since texts stay. */
export function suggestingKey(corpusId: string, part: PartName, model: ModelSummary | null): string {
  const { rules, likeness } = useSuggesting.getState();
  const names = model && mapFor(model, useSetup.getState().adaptation.categoryMap);
  return JSON.stringify([corpusId, part, model?.id ?? null, names, numberOf(rules), likeness]);
}

export function useSuggestingKey(corpusId: string, part: PartName, model: ModelSummary | null): string {
  useSuggesting((state) => state.rules);
  useSuggesting((state) => state.likeness);
  useSetup((state) => state.adaptation.categoryMap);
  return suggestingKey(corpusId, part, model);
}

/** What is said under Labels of the model's names for the corpus's categories, as far as it has them. */
export function mapFor(
  model: ModelSummary,
  categoryMap: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const fitting = Object.entries(categoryMap).filter(
    (each): each is [string, string] => each[1] !== null && model.categories.includes(each[1]),
  );
  return Object.fromEntries(fitting);
}

/** Whether two reports are of the same part of the same corpus. */
export function isSamePlace(one: string | null, other: string): boolean {
  const placeOf = (key: string) => JSON.stringify((JSON.parse(key) as unknown[]).slice(0, 2));
  return one !== null && placeOf(one) === placeOf(other);
}

/** A number of its own for each list of rules. */
const numberOf = (() => {
  const numbers = new WeakMap<object, number>();
  let last = 0;
  return (rules: object) => {
    if (!numbers.has(rules)) numbers.set(rules, ++last);
    return numbers.get(rules);
  };
})();

/** Rules that are there already stay alone. */
export function addRules(added: readonly SuggestionRule[]): void {
  const keyOf = (rule: SuggestionRule) => JSON.stringify([rule.category, rule.words, rule.isPattern ?? false]);
  useSuggesting.setState(({ rules }) => {
    const known = new Set(rules.map(keyOf));
    return { rules: [...rules, ...added.filter((rule) => !known.has(keyOf(rule)))] };
  });
}

export function removeRules(category: string): void {
  useSuggesting.setState(({ rules }) => ({ rules: rules.filter((rule) => rule.category !== category) }));
}

export function removeRule(removed: SuggestionRule): void {
  useSuggesting.setState(({ rules }) => ({ rules: rules.filter((rule) => rule !== removed) }));
}

const none: readonly Suggestion[] = [];

/** Of the document at hand, those that wait for a decision, in order of start. */
export function suggestionsNow(): readonly Suggestion[] {
  const { on, document: known } = useSuggesting.getState();
  const { document, passedOver } = useAnnotating.getState();
  if (!on || !document || known?.documentId !== document.id) return none;
  const submitted = standingOf(document) === 'submitted';
  return remembered(document, known, passedOver, () =>
    openSuggestions(document, known.suggestions, { passedOver, submitted }),
  );
}

/** Every piece of the text asks: it is worked out anew only where something changed. */
const remembered = (() => {
  let before: readonly unknown[] = [];
  let result: readonly Suggestion[] = none;
  return (...[document, known, passedOver, work]: [unknown, unknown, unknown, () => readonly Suggestion[]]) => {
    const now = [document, known, passedOver];
    if (now.some((each, place) => each !== before[place])) {
      before = now;
      result = work();
    }
    return result;
  };
})();

export function useSuggestionsNow(): readonly Suggestion[] {
  useSuggesting((state) => (state.on ? state.document : null));
  useAnnotating((state) => state.document);
  useAnnotating((state) => state.passedOver);
  return suggestionsNow();
}
