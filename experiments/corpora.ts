/** Reads the corpora of the experiments as a user's are read: by the corpus service. */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { PartName, Splits } from '../workers/protocol/corpus.ts';
import { partNames } from '../workers/protocol/corpus.ts';
import type { CorpusService, ImportOptions } from '../workers/protocol/engine.ts';
import { GraftError } from '../workers/protocol/errors.ts';
import { takeSentences } from '../workers/text/sentenceSelection.ts';

export interface ReadChoices extends ImportOptions {
  /** Its name in tables and histories. */
  readonly name: string;
}

/** How many sentences of each part are taken. */
export type Sample = Readonly<Record<PartName, number>>;

export class CorpusReader {
  /**
   * @param folder paths count from here. @param sample null for whole corpora. @param say told what is read.
   */
  constructor(
    private readonly service: CorpusService,
    private readonly folder: string,
    private readonly sample: Sample | null,
    private readonly say: (text: string) => void,
  ) {}

  /**
   * @param files by part; where only `train` is given the corpus is divided 80/10/10, and a tenth of train serves as dev where
   * that is missing, both by seed 1.
   * @throws GraftError where a file is not there.
   */
  async read(files: Partial<Record<PartName, string>>, { name, ...options }: ReadChoices): Promise<Splits> {
    this.say(`Reading ${name} …`);
    const given = [];
    for (const part of partNames) {
      const path = files[part];
      if (path !== undefined) given.push({ name: basename(path), bytes: await this.bytes(path), part });
    }
    const summary = await this.service.importCorpus(name, given, { splitSeed: 1, ...options });
    const splits = await this.service.splits(summary.id);
    await this.service.removeCorpus(summary.id);
    const { sample } = this;
    if (!sample) return splits;
    const [train, dev, test] = partNames.map((part) => takeSentences(splits[part], sample[part]));
    return { train, dev, test } as Splits;
  }

  /** A file that is no corpus, as JSON. @throws GraftError where it is not there. */
  async json(path: string): Promise<unknown> {
    return JSON.parse(Buffer.from(await this.bytes(path)).toString('utf8'));
  }

  private bytes(path: string): Promise<Uint8Array> {
    return readFile(resolve(this.folder, path)).catch(() => {
      throw new GraftError({
        code: 'file',
        file: resolve(this.folder, path),
        message: 'There is no such file, or it may not be read.',
        remedy: `Give the folder that holds ${path} with --data.`,
      });
    });
  }
}
