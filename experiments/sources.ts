/** The corpora that several experiments read, by their places in the data folder. */
import type { Splits } from '../workers/protocol/corpus.ts';
import type { CorpusReader } from './corpora.ts';

export const readConll2003 = (corpora: CorpusReader): Promise<Splits> =>
  corpora.read(
    { train: 'conll2003/eng.train', dev: 'conll2003/eng.testa', test: 'conll2003/eng.testb' },
    { name: 'CoNLL-2003' },
  );
