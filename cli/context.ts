/**
 * What a command has of the world: two streams, the engine, and Ctrl-C. Tests hand in their own, so that a command can
 * be run in-process and its status, its output and its files looked at.
 */
import type { Exported } from '../workers/protocol/corpus.ts';
import type { CorpusService, Engine } from '../workers/protocol/engine.ts';

export interface Context {
  /** Results. */
  out(content: Exported): void;
  /** Progress, warnings and errors. */
  note(text: string): void;
  /** Whether `note` goes to a terminal, where a line can be written over. */
  readonly terminal: boolean;
  readStandardInput(): Promise<Uint8Array>;
  /** Texts alone; loads nothing that computes. */
  openCorpora(): Promise<CorpusService>;
  /** @param corpora where it gets the sentences of a corpus. */
  openEngine(corpora: Pick<CorpusService, 'splits'>): Promise<Engine>;
  /** Calls `stop` at the first Ctrl-C; the second ends the program. Returns what takes the handler away again. */
  onInterrupt(stop: () => void): () => void;
}
