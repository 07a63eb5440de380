/**
 * Everything that a trained tagger is, as plain data: what a bundle stores, what a checkpoint keeps and what a tagger is
 * rebuilt from. No tensor leaves the models' room in any other form.
 */
import type { Weight } from '../layers/parameters.ts';
import type { Texts } from '../layers/part.ts';
import type { CarriedSample } from '../protocol/carriedSample.ts';
import type { HistoryEntry } from '../protocol/history.ts';
import type { TrainingSettings } from '../protocol/settings.ts';
import type { ModelSpecification } from '../protocol/specification.ts';
import type { ColourPlaces } from '../text/categoryColours.ts';

/** What a tagger is, without its numbers and texts. */
export interface TaggerDescription {
  readonly name: string;
  /** The name under which its specification was chosen. */
  readonly architecture: string;
  readonly specification: ModelSpecification;
  /** In the order in which it learned them. */
  readonly categories: readonly string[];
}

export interface ModelState extends TaggerDescription {
  /** The output layer's rows in order. */
  readonly tags: readonly string[];
  /** How it was trained last. */
  readonly settings: TrainingSettings;
  /** What the rows of its tables stand for, by the parts' names. */
  readonly texts: Texts;
  /** By the parts' names, such as `wordLayer.recurrentWeights`. */
  readonly weights: Readonly<Record<string, Weight>>;
  readonly history: readonly HistoryEntry[];
  /** Of each category; absent in a model that has not stood on the shelf yet. */
  readonly colours?: ColourPlaces;
  /** The list whose words alone its word table holds; absent where that has the words of its training text. */
  readonly wordsOf?: string;
  /** Absent where it carries no sentences. */
  readonly sample?: CarriedSample;
  /** How much each of its numbers matters (training/importance.ts); absent where that was not asked for. */
  readonly importance?: Readonly<Record<string, Weight>>;
}
