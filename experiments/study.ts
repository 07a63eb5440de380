/**
 * What is measured by doing one thing after another, each by what the one before gave, such as a person's work with a model: the
 * trainings cannot be declared beforehand, as those of an experiment are.
 */
import type { CorpusService, Engine } from '../workers/protocol/engine.ts';
import type { CorpusReader } from './corpora.ts';
import type { Vectors } from './lab.ts';

/** What a study is done with. */
export interface StudyEquipment {
  readonly corpora: CorpusReader;
  openEngine(corpora: Pick<CorpusService, 'splits'>): Promise<Engine>;
  openVectors(): Promise<Vectors>;
  /** Progress, a line each. */
  say(text: string): void;
}

export interface Study {
  readonly name: string;
  readonly title: string;
  /** @param quick small samples: what shows that it runs. @returns the report, as Markdown. */
  readonly perform: (equipment: StudyEquipment, quick: boolean) => Promise<string>;
}
