/** What a model of the stand-in studio makes of many files, as of one text. */
import type { TaggedFiles } from '../../workers/protocol/batch.ts';
import type { PartName, Splits } from '../../workers/protocol/corpus.ts';
import type { ModelDoubts } from '../../workers/protocol/deidentify.ts';
import type { OnProgress } from '../../workers/protocol/engine.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import type { PreviewedFile } from '../../workers/protocol/preview.ts';
import { batchTexts, checkBatch } from '../../workers/text/batchTexts.ts';
import { doubtsBelow, doubtsByDocument } from '../../workers/text/leastSure.ts';
import { type NamedText, taggedFilesOf } from '../../workers/text/taggedTexts.ts';
import { placedDocuments } from '../../workers/text/wholeDocuments.ts';
import { fakeTaggedText } from './fakeTagger.ts';

export async function fakeTaggedFiles(
  model: ModelSummary,
  files: readonly PreviewedFile[],
  reviewBelow: number,
  onProgress?: OnProgress,
): Promise<TaggedFiles> {
  const [texts, problems, assumed]: [NamedText[], Problem[], string[]] = [[], [], []];
  for (const [index, { name, blob }] of files.entries()) {
    onProgress?.({ label: `Tagging ${name}`, fraction: index / files.length });
    const read = batchTexts({ name, bytes: new Uint8Array(await blob.arrayBuffer()) });
    texts.push(...read.texts.map((each) => ({ ...fakeTaggedText(model, each.text), name: each.name })));
    problems.push(...read.problems);
    assumed.push(...read.assumed);
  }
  checkBatch({ texts, problems });
  return { ...taggedFilesOf(model, texts, reviewBelow), problems, assumed };
}

export function fakeDoubts(model: ModelSummary, splits: Splits, part: PartName | 'all', below: number): ModelDoubts {
  const doubts = placedDocuments(splits, part).map(({ part: first, document: { id, text } }) => ({
    ...{ part: first, id },
    doubts: doubtsBelow(fakeTaggedText(model, text), below),
  }));
  return doubtsByDocument(doubts);
}
