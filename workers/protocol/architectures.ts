/**
 * Named architectures: a combination of an encoder and an output with defaults. One file each and one line here. Nothing
 * but names and defaults hangs on an architecture: a model is what its specification says.
 */
import { bertCrf } from './architectures/bertCrf.ts';
import { bertLaner } from './architectures/bertLaner.ts';
import { bertTagger } from './architectures/bertTagger.ts';
import { bilstmCnn } from './architectures/bilstmCnn.ts';
import { bilstmCrf } from './architectures/bilstmCrf.ts';
import { blstm } from './architectures/blstm.ts';
import { hierarchicalGru } from './architectures/hierarchicalGru.ts';
import { laner } from './architectures/laner.ts';
import { seq2seq } from './architectures/seq2seq.ts';
import type { TrainingSettings } from './settings.ts';
import type { ModelSpecification } from './specification.ts';

export interface Architecture {
  /** As commands and links write it. */
  readonly name: string;
  readonly label: string;
  readonly help: string;
  /** Where it comes from. */
  readonly paper?: string;
  readonly specification: ModelSpecification;
  readonly settings: TrainingSettings;
}

export const architectures: Architecture[] = [blstm, bilstmCrf, seq2seq, bilstmCnn, hierarchicalGru, laner];

/** Those whose encoder comes from a checkpoint, with its sizes. */
export const checkpointArchitectures: Architecture[] = [bertTagger, bertCrf, bertLaner];

/** Undefined where there is none of that name. */
export function findArchitecture(name: string): Architecture | undefined {
  return [...architectures, ...checkpointArchitectures].find((architecture) => architecture.name === name);
}

/** What an architecture is called; one that this Graft does not know goes by its name. */
export function architectureLabel(name: string): string {
  return findArchitecture(name)?.label ?? name;
}
