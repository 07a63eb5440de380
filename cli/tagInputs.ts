/**
 * What `graft tag` is given: plain texts or a corpus, from files or standard input, decoded here once, so that every
 * output is made of the same text.
 */
import type { FormatName } from '../workers/protocol/corpus.ts';
import type { CorpusFile } from '../workers/protocol/engine.ts';
import { decodeText } from '../workers/text/decode.ts';
import { sniffFormat } from '../workers/text/formats/sniff.ts';
import type { Context } from './context.ts';
import type { CorpusOptions } from './corpusOptions.ts';
import { UsageError } from './failure.ts';
import { readCorpusFiles } from './files.ts';
import type { Progress } from './progress.ts';

export interface TagInput {
  readonly name: string;
  readonly text: string;
  readonly format: FormatName;
}

interface TagInputs {
  /** Whether all of them are plain text; otherwise all are corpora. */
  readonly plain: boolean;
  readonly inputs: readonly TagInput[];
}

/** @param paths Absent, standard input is read. @throws UsageError where plain text and corpora are mixed. */
export async function readTagInputs(
  context: Context,
  paths: readonly string[] | undefined,
  { from, encoding }: CorpusOptions,
  progress: Progress,
): Promise<TagInputs> {
  const files: { name: string; bytes: Uint8Array }[] = paths
    ? await readCorpusFiles(paths.map((path) => ({ path, part: 'test' })))
    : [{ name: 'standard input', bytes: await context.readStandardInput() }];
  const inputs = files.map(({ name, bytes }): TagInput => {
    const { text, assumed, problems } = decodeText(bytes, name, encoding);
    if (assumed) progress.line(`${name}: ${assumed}`);
    for (const problem of problems) progress.warn(problem);
    // A few short lines look like columns to anybody; who pipes a corpus says so.
    return { name, text, format: from ?? (paths ? sniffFormat(text, name) : 'text') };
  });
  const text = inputs.find(({ format }) => format === 'text');
  const corpus = inputs.find(({ format }) => format !== 'text');
  if (text && corpus) {
    throw new UsageError(
      `${text.name} was read as plain text and ${corpus.name} as ${corpus.format}. Tag them apart, or say with --from what all are.`,
    );
  }
  return { plain: corpus === undefined, inputs };
}

/** As files for an import. */
export function corpusFileOf({ name, text }: TagInput): CorpusFile {
  return { name, bytes: new TextEncoder().encode(text), part: 'test' };
}
