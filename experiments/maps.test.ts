import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { createCorpusService } from '../workers/engine/corpusService.ts';
import { categoriesIn } from '../workers/transfer/targetCorpus.ts';
import { CorpusReader } from './corpora.ts';
import { type JointCorpus, readJointCorpus } from './sources.ts';
import { mapNamed } from './testing.ts';

const data = resolve(process.env.GRAFT_DATA ?? '../shared/data');
/** The labels of the real corpora: where these are not there, nothing can be said. */
const there = existsSync(data);

it.skipIf(!there).each([
  ['conll2003-ritter.tsv', 'conll2003', 'ritter-ner'],
  ['ewt-ritter-pos.tsv', 'ewt', 'ritter-pos'],
  ['ewt-genia-pos.tsv', 'ewt', 'genia'],
] as const)(
  '%s leaves no label of the source without one of the target',
  { timeout: 60_000 },
  async (map, from, to) => {
    const reader = new CorpusReader(createCorpusService(), data, null, () => {});
    const labels = async (corpus: JointCorpus) => categoriesIn(await readJointCorpus(reader, corpus));
    const [source, target] = [await labels(from), await labels(to)];
    const meanings = mapNamed(map);
    expect(source.filter((label) => !(meanings[label] ?? [label]).every((each) => target.includes(each)))).toEqual([]);
    expect(Object.keys(meanings).filter((label) => !source.includes(label))).toEqual([]);
  },
);
