/** What the Labels panel and the run sheet show of an adaptation before it begins. */
import type { Problem } from './errors.ts';

/** What adapting would do, worked out without doing it. */
export interface AdaptationPlan {
  /** Output rows (tags) before and after; a CRF's transitions are (tags + 2)². */
  readonly tagsBefore: number;
  readonly tagsAfter: number;
  readonly transitions: { readonly before: number; readonly after: number } | null;
  readonly categories: readonly {
    readonly name: string;
    /** `left-out`: the target has it, the model does not, and it was not picked as new. */
    readonly state: 'known' | 'new' | 'not-in-target' | 'left-out';
    /** Spans in the target's training sentences. */
    readonly examples: number;
    readonly annotated: boolean;
    readonly newTags: readonly string[];
  }[];
  /** Words of the target that the source never saw and that get a row of their own. */
  readonly newWords: number;
  readonly problems: readonly Problem[];
}
