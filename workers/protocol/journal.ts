/** Where a run's journal is kept, so that a run which was cut off goes on from its last checkpoint. */
export interface JournalKeeping {
  /** What was kept of the same run before; null where it begins. */
  readonly journal: Uint8Array | null;
  /** By name, what the run reads, as sums over their bytes, and how it is read: a journal of other inputs is refused. */
  readonly inputs: Readonly<Record<string, string>>;
  save(journal: Uint8Array): Promise<void>;
}
