/** Invented corpora in the places and formats of the real ones, small enough to learn from in a moment. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseLabelMap } from '../workers/text/labelMap.ts';
import { createRandom } from '../workers/text/random.ts';

interface Word {
  readonly word: string;
  readonly pos: string;
  /** IOB2; a chunk or an entity. */
  readonly tag: string;
}

export function mapNamed(name: string): Readonly<Record<string, readonly string[]>> {
  return parseLabelMap(readFileSync(new URL(`./maps/${name}`, import.meta.url), 'utf8'), name);
}

const kindsOf = (name: string) =>
  Object.keys(parseLabelMap(readFileSync(new URL(`./kinds/${name}`, import.meta.url), 'utf8'), name));

const targetsOf = (map: string) => [...new Set(Object.values(mapNamed(map)).flat())];
const plainTags = ['NN', 'VB', 'DT', '.'];

/** Sentences in which every category and every tag comes round. */
function sentences(count: number, seed: number, categories: readonly string[], tags: readonly string[]): Word[][] {
  const random = createRandom(seed);
  let next = 0;
  const plain = (): Word => {
    const pos = tags[next++ % tags.length] as string;
    return { word: `${pos.replace(/\W/g, '')}x${random.integer(3)}`, pos, tag: 'O' };
  };
  return Array.from({ length: count }, (_, index) => {
    const category = categories[index % categories.length] as string;
    const name = (part: string): Word => ({
      word: `${category}${random.integer(4)}`,
      pos: tags[0] as string,
      tag: `${part}-${category}`,
    });
    return [plain(), plain(), name('B'), ...(index % 2 === 0 ? [name('I')] : []), plain(), plain()];
  });
}

const lines = (all: readonly Word[][], line: (word: Word, index: number) => string) =>
  `${all.map((words) => words.map(line).join('\n')).join('\n\n')}\n`;

/** @param folder stands for the data folder. */
export function writeDataFolder(folder: string): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const news = ['LOC', 'PER', 'ORG', 'MISC'];
  const size = { train: 40, dev: 12, test: 12 };
  const conll = ({ word, pos, tag }: Word) => `${word} ${pos} O ${tag}`;
  for (const [file, count] of [
    ['eng.train', size.train],
    ['eng.testa', size.dev],
    ['eng.testb', size.test],
  ] as const) {
    write(`conll2003/${file}`, lines(sentences(count, count, news, plainTags), conll));
  }
  // The third word of each training sentence names something.
  const kept = Array.from({ length: size.train }, (_, index) => [index, 2, 3, news[index % news.length]]);
  const lists = [kept, kept.slice(0, 20)].map((spans, whole) => [`P-5000${whole ? '_linear' : ''}_rs2`, spans]);
  write('conll2003_sparse/kept.json', JSON.stringify(Object.fromEntries(lists)));
  const threeColumns = ({ word, pos, tag }: Word) => `${word} ${pos} ${tag}`;
  for (const part of ['train', 'test'] as const) {
    const chunks = sentences(size[part], 5, ['NP', 'VP', 'PP'], plainTags);
    write(`conll2000/${part}.txt`, lines(chunks, threeColumns));
  }
  for (const [file, count] of [
    ['esp.train', size.train],
    ['esp.testa', size.dev],
    ['esp.testb', size.test],
  ] as const) {
    write(`conll2002/${file}`, lines(sentences(count, count + 1, news, plainTags), threeColumns));
  }
  for (const domain of ['wikinews', 'fiction']) {
    for (const part of ['train', 'test'] as const) {
      const bare = ({ word, tag }: Word) => `${word}\t${tag.replace(/^[BI]-/, '')}`;
      write(
        `kind_it/${domain}_${part}.tsv`,
        lines(sentences(size[part], domain.length, ['LOC', 'PER', 'ORG'], plainTags), bare),
      );
    }
  }
  const shared = ['person', 'organisation', 'location', 'misc'];
  for (const domain of ['politics', 'science', 'ai']) {
    for (const [part, count] of Object.entries(size)) {
      const all = sentences(count, count, [...shared, ...kindsOf(`${domain}.tsv`)], plainTags);
      write(
        `crossner/${domain}/${part}.txt`,
        lines(all, ({ word, tag }) => `${word}\t${tag}`),
      );
    }
  }
  for (const part of ['train', 'test'] as const) {
    const all = sentences(size[part], 7, [...kindsOf('movies.tsv'), 'Plot'], plainTags);
    write(
      `mit_movie_trivia10k13/trivia10k13${part}.bio`,
      lines(all, ({ word, tag }) => `${tag}\t${word}`),
    );
  }
  const tweets = targetsOf('conll2003-ritter.tsv');
  write(
    'ritter_twitter/ner.txt',
    lines(sentences(90, 8, tweets, plainTags), ({ word, tag }) => `${word}\t${tag}`),
  );
  const tweetTags = [...plainTags, ...targetsOf('ewt-ritter-pos.tsv')];
  write(
    'ritter_twitter/pos.txt',
    lines(sentences(60, 9, ['X'], tweetTags), ({ word, pos }) => `${word} ${pos}`),
  );
  const geniaTags = [...plainTags, ...targetsOf('ewt-genia-pos.tsv')];
  for (const [file, count] of [
    ['GENIAtrain.pos', 60],
    ['GENIAtest.pos', size.test],
  ] as const) {
    const all = sentences(count, count, ['X'], geniaTags);
    write(
      `genia_pos/${file}`,
      `${all.map((words) => words.map(({ word, pos }) => `${word}/${pos}`).join(' ')).join('\n')}\n`,
    );
  }
  const mapped = ['ewt-ritter-pos.tsv', 'ewt-genia-pos.tsv'].flatMap((map) => Object.keys(mapNamed(map)));
  const ewtTags = [...new Set([...plainTags, ...mapped])];
  const conllu = ({ word, pos }: Word, index: number) => `${index + 1}\t${word}\t_\tX\t${pos}\t_\t0\troot\t_\t_`;
  for (const [part, count] of Object.entries(size)) {
    write(`ud_ewt/en_ewt-ud-${part}.conllu`, `${lines(sentences(count, 3, ['X'], ewtTags), conllu)}\n`);
  }
  const personal = ['PERSON', 'GPE', 'AGE', 'PHONE_NUMBER'];
  const texts = sentences(60, 9, personal, plainTags).map((words, index) => {
    const text = words.map(({ word }) => word).join(' ');
    const start = words.slice(0, 2).reduce((sum, { word }) => sum + word.length + 1, 0);
    const named = words[2] as Word;
    const value = { entity_type: named.tag.slice(2), entity_value: named.word };
    const span = { ...value, start_position: start, end_position: start + named.word.length };
    return { full_text: text, spans: [span], template_id: index % 20 };
  });
  write('presidio_pii/synth_dataset_v2.json', JSON.stringify(texts));
  // Words of the letters that the small checkpoints among the tests' files know.
  write('reuters_text/reuters-1987-news.txt', 'bad cab fed a deaf dad, each had a bed, he faced a beach\n'.repeat(150));
  const vector = (value: number) => Array.from({ length: 50 }, (_, index) => ((value + index) % 7) / 10).join(' ');
  const words = news.flatMap((category) => [0, 1, 2, 3].map((number) => `${category}${number}`));
  write(
    'glove_6b_50d_top10k/glove.6B.50d.10k.txt',
    `${words.map((word, index) => `${word} ${vector(index)}`).join('\n')}\n`,
  );
}
