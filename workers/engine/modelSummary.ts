/** A model's facts as the page and the terminal show them. */
import type { ModelState } from '../models/state.ts';
import type { ModelFact, ModelSummary } from '../protocol/model.ts';
import { kindOf } from '../text/tagNames.ts';

export function summarize(id: string, state: ModelState, facts: readonly ModelFact[]): ModelSummary {
  const {
    name,
    architecture,
    specification,
    settings,
    categories,
    colours = {},
    tags,
    weights,
    history,
    sample,
    importance,
  } = state;
  return {
    id,
    name,
    architecture,
    specification,
    settings,
    kind: kindOf(specification.output.scheme),
    categories,
    colours,
    tags,
    facts,
    parameters: Object.values(weights).reduce((sum, { values }) => sum + values.length, 0),
    history,
    ...(sample && {
      sample: { corpus: sample.corpus, rehearsed: sample.rehearsed.length, measured: sample.measured.length },
    }),
    ...(importance && { importance: true }),
  };
}
