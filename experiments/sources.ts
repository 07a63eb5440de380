/** The corpora that the experiments read, by their places in the data folder. */
import type { Splits } from '../workers/protocol/corpus.ts';
import type { CorpusReader } from './corpora.ts';

export const readConll2003 = (corpora: CorpusReader): Promise<Splits> =>
  corpora.read(
    { train: 'conll2003/eng.train', dev: 'conll2003/eng.testa', test: 'conll2003/eng.testb' },
    { name: 'CoNLL-2003' },
  );

/** KIND has no dev sentences: a tenth of train is taken. */
export const readKind = (corpora: CorpusReader, domain: 'wikinews' | 'fiction'): Promise<Splits> =>
  corpora.read(
    { train: `kind_it/${domain}_train.tsv`, test: `kind_it/${domain}_test.tsv` },
    { name: `KIND ${domain}` },
  );

export type CrossnerDomain = 'politics' | 'science' | 'ai';

export const readCrossner = (corpora: CorpusReader, domain: CrossnerDomain): Promise<Splits> => {
  const part = (name: string) => `crossner/${domain}/${name}.txt`;
  return corpora.read({ train: part('train'), dev: part('dev'), test: part('test') }, { name: `CrossNER ${domain}` });
};

/** What CrossNER calls otherwise than CoNLL-2003. */
export const conllNames: Readonly<Record<string, string>> = {
  person: 'PER',
  organisation: 'ORG',
  location: 'LOC',
  misc: 'MISC',
};

/** Texts with personal data, made of templates, which are kept whole: the parts are dealt out by them. */
export const readPii = (corpora: CorpusReader): Promise<Splits> =>
  corpora.read({ train: 'presidio_pii/synth_dataset_v2.json' }, { name: 'PII' });

/** What it calls otherwise than CoNLL-2003. */
export const piiNames: Readonly<Record<string, string>> = { PERSON: 'PER', ORGANIZATION: 'ORG', GPE: 'LOC' };

/** The movies have no dev sentences: a tenth of train is taken. The tag stands before its word. */
export const readMovies = (corpora: CorpusReader): Promise<Splits> =>
  corpora.read(
    { train: 'mit_movie_trivia10k13/trivia10k13train.bio', test: 'mit_movie_trivia10k13/trivia10k13test.bio' },
    { name: 'MIT movie trivia' },
  );

/** News as plain text, a paragraph a line: it is not annotated. */
export const readReuters = (corpora: CorpusReader): Promise<Splits> =>
  corpora.read({ train: 'reuters_text/reuters-1987-news.txt' }, { name: 'Reuters news', whole: true });

/** Of paper 3, under the names that keys have. */
export const jointCorpusLabels = {
  ewt: 'EWT POS',
  conll2003: 'CoNLL-2003 NER',
  conll2000: 'CoNLL-2000 chunks',
  'ritter-ner': 'Ritter NER',
  'ritter-pos': 'Ritter POS',
  genia: 'GENIA POS',
  spanish: 'Spanish NER',
} as const;

export type JointCorpus = keyof typeof jointCorpusLabels;

const ewt = (part: string) => `ud_ewt/en_ewt-ud-${part}.conllu`;

/** XPOS, the Penn tags, is the fifth column of EWT. The Twitter corpora have one file each, which is divided. */
export function readJointCorpus(corpora: CorpusReader, corpus: JointCorpus): Promise<Splits> {
  const name = jointCorpusLabels[corpus];
  switch (corpus) {
    case 'ewt':
      return corpora.read(
        { train: ewt('train'), dev: ewt('dev'), test: ewt('test') },
        { name, kind: 'tags', tagColumn: 4 },
      );
    case 'conll2003':
      return readConll2003(corpora);
    case 'conll2000':
      return corpora.read({ train: 'conll2000/train.txt', test: 'conll2000/test.txt' }, { name });
    case 'ritter-ner':
      return corpora.read({ train: 'ritter_twitter/ner.txt' }, { name, kind: 'spans' });
    case 'ritter-pos':
      return corpora.read({ train: 'ritter_twitter/pos.txt' }, { name, kind: 'tags' });
    case 'genia':
      return corpora.read(
        { train: 'genia_pos/GENIAtrain.pos', test: 'genia_pos/GENIAtest.pos' },
        { name, kind: 'tags' },
      );
    case 'spanish':
      return corpora.read(
        { train: 'conll2002/esp.train', dev: 'conll2002/esp.testa', test: 'conll2002/esp.testb' },
        { name },
      );
  }
}
