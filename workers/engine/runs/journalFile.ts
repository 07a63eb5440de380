/**
 * What the journals of all kinds of runs have in common: how they are kept, as bytes too, and how two runs are told apart, so
 * that none goes on with the numbers of another.
 */
import { readSafetensors, safetensorsMetadata } from '../../bundle/safetensors.ts';
import type { BackendName } from '../../protocol/backend.ts';
import { GraftError } from '../../protocol/errors.ts';
import type { JournalKeeping } from '../../protocol/journal.ts';
import { writeSafetensors } from '../../text/safetensors.ts';

interface Written {
  readonly inputs: Readonly<Record<string, string>>;
  /** On which it was begun. */
  readonly backend: BackendName;
  /** Spent on the run by the time of writing. */
  readonly seconds: number;
}

export abstract class KeptJournal<Contents extends Written> {
  protected contents: Contents;
  private readonly began = performance.now();
  /** Spent by earlier calls. */
  private readonly secondsBefore: number;

  /**
   * @param fresh of a run that begins. @param read what was kept, made sure to be of the same run.
   * @throws GraftError as `read` does.
   */
  constructor(
    fresh: Contents,
    private readonly keeping: JournalKeeping | undefined,
    read: (bytes: Uint8Array) => Contents,
  ) {
    this.contents = keeping?.journal ? read(keeping.journal) : fresh;
    this.secondsBefore = this.contents.seconds;
  }

  /** On which the run was begun. */
  get backend(): BackendName {
    return this.contents.backend;
  }

  /** Spent on the run so far, by earlier calls too. */
  get seconds(): number {
    return this.secondsBefore + (performance.now() - this.began) / 1000;
  }

  /** Whether it is kept anywhere but in memory. */
  get isKept(): boolean {
    return this.keeping !== undefined;
  }

  protected async write(contents: Contents): Promise<void> {
    this.contents = { ...contents, seconds: this.seconds };
    await this.keeping?.save(packJournal(this.contents));
  }
}

/** Numbers as tensors of a safetensors file, the rest as JSON in its metadata, with each array's name in its place. */
function packJournal(contents: object): Uint8Array {
  const arrays: Record<string, { shape: number[]; values: Float32Array }> = {};
  const text = JSON.stringify(contents, (_, value: unknown) => {
    if (!(value instanceof Float32Array)) return value;
    const name = `array ${Object.keys(arrays).length}`;
    arrays[name] = { shape: [value.length], values: value };
    return { [arrayKey]: name };
  });
  return writeSafetensors(arrays, { journal: text });
}

/** No name that people give begins so. */
const arrayKey = '\u0000array';

/** @throws GraftError where it is damaged, of another version, or of another kind of run than `isOurs` knows. */
export function unpackJournal<Contents>(
  bytes: Uint8Array,
  isOurs: (contents: Partial<Contents>) => contents is Contents,
): Contents {
  try {
    const arrays = readSafetensors(bytes, 'journal');
    const contents: Partial<Contents> = JSON.parse(safetensorsMetadata(bytes).journal ?? '', (_, value) => {
      const name = value?.[arrayKey];
      if (name === undefined) return value;
      const array = arrays[name];
      if (!array) throw new Error(`no ${name}`);
      return array.values;
    });
    if (isOurs(contents)) return contents;
  } catch {
    // Said below.
  }
  throw new GraftError({
    code: 'journal-damaged',
    message: 'The journal of the earlier run cannot be read: it is damaged, or another version of Graft wrote it.',
    remedy: 'Begin the run anew (--restart).',
  });
}

/** What a run reads, as sums over it, and how it is set. */
interface Asked {
  readonly inputs: Readonly<Record<string, string>>;
  readonly settings: object;
}

/** @throws GraftError that names the first place at which they differ, where they do. */
export function checkSameRun(kept: Asked, wanted: Asked): void {
  const difference = differentInput(kept.inputs, wanted.inputs) ?? firstDifference(kept.settings, wanted.settings, '');
  if (!difference) return;
  throw new GraftError({
    code: 'journal-differs',
    message: `There is a journal of a run that was cut off, but of another one: ${difference}.`,
    remedy: 'Give the same inputs and settings to go on with that run, or begin anew (--restart).',
  });
}

function differentInput(
  kept: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): string | null {
  for (const name of new Set([...Object.keys(kept), ...Object.keys(wanted)])) {
    if (kept[name] === wanted[name]) continue;
    if (wanted[name] === undefined) return `${name} is not given`;
    return kept[name] === undefined ? `${name} was not given` : `${name} is not what it was`;
  }
  return null;
}

function firstDifference(kept: unknown, wanted: unknown, path: string): string | null {
  const areObjects = [kept, wanted].every((value) => typeof value === 'object' && value !== null);
  if (!areObjects) {
    if (Object.is(kept, wanted)) return null;
    const said = (value: unknown) => (value === undefined ? 'absent' : JSON.stringify(value));
    return `${path} was ${said(kept)} and is ${said(wanted)}`;
  }
  const [one, other] = [kept as Record<string, unknown>, wanted as Record<string, unknown>];
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const found = firstDifference(one[key], other[key], path ? `${path}.${key}` : key);
    if (found) return found;
  }
  return null;
}
