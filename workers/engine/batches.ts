/** A model over many texts, or over the documents of a corpus, a few sentences after another, so that it can be called off between them. */
import type { Tagger } from '../models/tagger.ts';
import type { BatchOptions, TaggedFiles } from '../protocol/batch.ts';
import type { Document, PartName, Splits } from '../protocol/corpus.ts';
import type { ModelDoubts } from '../protocol/deidentify.ts';
import type { OnProgress } from '../protocol/engine.ts';
import { GraftError, type Problem } from '../protocol/errors.ts';
import type { PreviewedFile } from '../protocol/preview.ts';
import { batchTexts, checkBatch } from '../text/batchTexts.ts';
import { type DocumentDoubts, doubtsBelow, doubtsByDocument } from '../text/leastSure.ts';
import { type NamedText, taggedFilesOf } from '../text/taggedTexts.ts';
import { placedDocuments } from '../text/wholeDocuments.ts';
import { RunControl } from '../training/control.ts';
import { documentOf, tagDocuments } from './tagging.ts';

/** Short documents are tagged together. */
const sentencesAtOnce = 64;
const sentencesIn = (documents: readonly Document[]) =>
  documents.reduce((sum, { sentences }) => sum + sentences.length, 0);

type Found = Awaited<ReturnType<typeof tagDocuments>>[number];
type WithTagger = <Result>(modelId: string, work: (tagger: Tagger) => Promise<Result>) => Promise<Result>;

export class Batches {
  private readonly underWay = new Set<RunControl>();

  constructor(private readonly withTagger: WithTagger) {}

  /** @throws GraftError where it was called off, the model finds no spans, or no file is a plain text. */
  tagFiles(
    modelId: string,
    files: readonly PreviewedFile[],
    { reviewBelow, encoding }: BatchOptions,
    onProgress?: OnProgress,
  ): Promise<TaggedFiles> {
    return this.controlled(async (goOn) => {
      const model = await this.model(modelId);
      const [tagged, problems, assumed]: [NamedText[], Problem[], string[]] = [[], [], []];
      let waiting: Document[] = [];
      for (const [index, { name, blob }] of files.entries()) {
        const label = `Tagging ${name}`;
        const tell = async (share: number) => {
          onProgress?.({ label, fraction: (index + share) / files.length });
          await goOn();
        };
        await tell(0);
        const read = batchTexts({ name, bytes: new Uint8Array(await blob.arrayBuffer()) }, encoding);
        problems.push(...read.problems);
        assumed.push(...read.assumed);
        for (const { name: id, text } of read.texts) waiting.push({ ...documentOf(text), id });
        if (index < files.length - 1 && sentencesIn(waiting) < sentencesAtOnce) continue;
        const found = await this.withTagger(modelId, (tagger) => tagDocuments(tagger, waiting, tell));
        for (const [place, { id, text, sentences }] of waiting.entries()) {
          tagged.push({ name: id, text, sentences, ...(found[place] as Found) });
        }
        waiting = [];
      }
      checkBatch({ texts: tagged, problems });
      return { ...taggedFilesOf(model, tagged, reviewBelow), problems, assumed };
    });
  }

  /** By part and id; those of which it is sure are left out. @throws GraftError as above. */
  modelDoubts(
    modelId: string,
    splits: Splits,
    part: PartName | 'all',
    below: number,
    onProgress?: OnProgress,
  ): Promise<ModelDoubts> {
    return this.controlled(async (goOn) => {
      await this.model(modelId);
      const placed = placedDocuments(splits, part);
      const documents = placed.map(({ document }) => document);
      const doubts: DocumentDoubts[] = [];
      const tell = async (fraction: number) => {
        onProgress?.({ label: 'Seeing what the model is unsure of', fraction });
        await goOn();
      };
      await tell(0);
      for (let first = 0; first < documents.length; ) {
        const before = first;
        const group: Document[] = [];
        while (first < documents.length && sentencesIn(group) < sentencesAtOnce) {
          group.push(documents[first++] as Document);
        }
        const found = await this.withTagger(modelId, (tagger) =>
          tagDocuments(tagger, group, (share) => tell((before + share * group.length) / documents.length)),
        );
        for (const [place, { id }] of group.entries()) {
          const unsure = doubtsBelow(found[place] as Found, below);
          const { part: where } = placed[before + place] as (typeof placed)[number];
          doubts.push({ part: where, id, doubts: unsure });
        }
      }
      return doubtsByDocument(doubts);
    });
  }

  stop(): void {
    for (const control of this.underWay) control.stop();
  }

  /** @throws GraftError where it finds no spans. */
  private model(modelId: string): Promise<Pick<Tagger, 'kind' | 'categories'>> {
    return this.withTagger(modelId, async ({ kind, categories }) => {
      if (kind === 'spans') return { kind, categories };
      throw new GraftError({
        code: 'model-kind',
        message: 'This model gives every token a tag of its own; it finds no spans to mark in a text.',
        remedy: 'Take a model that was trained on spans.',
      });
    });
  }

  private async controlled<Result>(work: (goOn: () => Promise<void>) => Promise<Result>): Promise<Result> {
    const control = new RunControl();
    this.underWay.add(control);
    try {
      return await work(async () => {
        await control.betweenSteps();
        if (control.stopped) throw calledOff();
      });
    } finally {
      this.underWay.delete(control);
    }
  }
}

function calledOff(): GraftError {
  return new GraftError({
    code: 'tagging-stopped',
    message: 'The tagging was called off before its end.',
    remedy: 'Begin again when you want it.',
  });
}
