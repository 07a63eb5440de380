/** What the panels' tests share: a corpus and a source model, from the stand-in studio. */
import type { ModelSummary } from '../workers/protocol/engine.ts';
import { chooseSource } from './engine/models.ts';
import { studio } from './engine/studio.ts';
import { keepCorpus } from './store/corpora.ts';
import { keepModel } from './store/models.ts';

export async function bringCorpus(): Promise<void> {
  const files = [{ name: 'train.jsonl', bytes: new Uint8Array([1]) }];
  keepCorpus(await studio().corpora.importCorpus('Support desk', files, {}));
}

export async function bringModel(name: string): Promise<ModelSummary> {
  const model = await studio().engine.loadModel(name, new Uint8Array([1]));
  keepModel(model);
  chooseSource(model);
  return model;
}
