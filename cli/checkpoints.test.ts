import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { createNodeEngine } from './nodeEngine.ts';
import { corpora, graft as grafted } from './testing.ts';

/** Folders as transformers saved them: test/parity/make_checkpoints.py. */
const folderOf = (family: string) =>
  fileURLToPath(new URL(`../test/parity/fixtures/checkpoints/${family}`, import.meta.url));
/** On the real engine. */
const graft = (words: readonly string[]) => grafted(words, { openEngine: async (texts) => createNodeEngine(texts) });

const backend = ['--backend', 'wasm'];

describe('a checkpoint with a head for tags', () => {
  it('tags, is evaluated and adapted as any model, and says what was left aside', async () => {
    const { files, train, dev, out } = corpora();
    const tagged = await graft(['tag', '--model', folderOf('bert'), '--in', dev, '--format', 'conll-iob2', ...backend]);
    expect(tagged).toMatchObject({ status: 0 });
    expect(tagged.out).toMatch(/^\S+ \S+$/m);
    const asItIs = (await graft(['inspect', folderOf('bert')])).out;
    expect(asItIs).toContain('tag --model FOLDER');
    expect(asItIs).not.toContain('.graft');
    const evaluated = await graft(['evaluate', '--model', folderOf('bert'), '--test', dev, ...backend]);
    expect(evaluated.out).toContain('accuracy');
    expect(evaluated.note).toContain('does not know Person, Place');
    const mapping = ['--map', 'Person=PER', '--new', 'Place', '--set', 'epochs=1', '--vectors', 'english', ...backend];
    const adapted = await graft(['adapt', '--source', folderOf('bert'), ...files, ...mapping]);
    expect(adapted).toMatchObject({ status: 0 });
    expect(adapted.note).toMatch(/The model reads pieces of words by its encoder: .* is not read/);
    expect(train).not.toBe(out);
    const { out: card } = await graft(['inspect', out]);
    expect(card).toContain('| LOC |');
    expect(card).toContain('| Place |');
  });

  it('goes back to a folder that has its labels', async () => {
    const { files, out, folder } = corpora();
    const training = [
      'train',
      '--model',
      'bert-tagger',
      '--encoder',
      folderOf('roberta'),
      '--set',
      'epochs=1',
      ...backend,
    ];
    expect(await graft([...training, ...files])).toMatchObject({ status: 0 });
    const written = join(folder, 'for-transformers');
    const exported = await graft(['export', out, '--to', 'huggingface', '--out', written]);
    expect(exported).toMatchObject({ status: 0 });
    expect(exported.note).toContain('model.safetensors');
    const config = JSON.parse(readFileSync(join(written, 'config.json'), 'utf8'));
    expect(Object.values(config.id2label)).toEqual(['O', 'B-Person', 'I-Person', 'B-Place', 'I-Place']);
    // What was written tags as the model does.
    const { dev } = corpora();
    const tags = async (model: string) =>
      (await graft(['tag', '--model', model, '--in', dev, '--format', 'jsonl', ...backend])).out;
    expect(await tags(written)).toBe(await tags(out));
    const again = await graft(['export', out, '--to', 'huggingface', '--out', written]);
    expect(again).toMatchObject({ status: 1 });
    expect(again.note).toContain('files in this folder already');
    const onFile = await graft(['export', out, '--to', 'huggingface', '--out', out]);
    expect(onFile).toMatchObject({ status: 1 });
    expect(onFile.note).toContain('This is a file');
    const copied = await graft(['export', written, '--to', 'huggingface', '--out', join(folder, 'copied')]);
    expect(copied).toMatchObject({ status: 0 });
  });
});

describe('an encoder alone', () => {
  it('is told apart from a model, with the way to make one of it', async () => {
    const { dev, files, out } = corpora();
    const tagged = await graft(['tag', '--model', folderOf('electra'), '--in', dev, ...backend]);
    expect(tagged).toMatchObject({ status: 1 });
    expect(tagged.note).toContain('--model bert-tagger --encoder');
    const shown = await graft(['inspect', folderOf('electra')]);
    expect(shown.out).toContain('a pretrained encoder (ELECTRA)');
    const trained = await graft([
      'train',
      '--model',
      'bert-crf',
      '--encoder',
      folderOf('electra'),
      ...files,
      '--set',
      'epochs=1',
      ...backend,
    ]);
    expect(trained).toMatchObject({ status: 0 });
    const frozen = ['train', '--model', 'bert-tagger', '--encoder', folderOf('electra'), ...files];
    const whole = await graft([...frozen, '--set', 'epochs=1', 'frozenLayers=9', ...backend]);
    expect(whole.note).toContain('9 layers are to be frozen, and the encoder has 2: the output alone learns');
    const aware = ['train', '--model', 'laner', '--encoder', folderOf('electra'), ...files, '--set', 'epochs=1'];
    expect(await graft([...aware, ...backend])).toMatchObject({ status: 0 });
    expect((await graft(['inspect', out])).out).toContain('BERT-LANER');
  });

  it('is asked for where the architecture begins with one, and refused where not', async () => {
    const { files } = corpora();
    const elsewhere = await graft(['train', '--model', 'blstm', '--set', 'characterFilters=9', ...files]);
    expect(elsewhere).toMatchObject({ status: 2 });
    expect(elsewhere.note).toContain('this architecture has no such size; it belongs to bilstm-cnn.');
    const missing = await graft(['train', '--model', 'bert-tagger', ...files]);
    expect(missing).toMatchObject({ status: 2 });
    expect(missing.note).toContain('Give the folder of a checkpoint with --encoder');
    const needless = await graft(['train', '--model', 'blstm', '--encoder', folderOf('bert'), ...files]);
    expect(needless).toMatchObject({ status: 2 });
    expect(needless.note).toContain('begins with random weights');
    const vectors = ['train', '--model', 'bert-tagger', '--encoder', folderOf('bert'), '--vectors', 'english'];
    const useless = await graft([...vectors, ...files]);
    expect(useless).toMatchObject({ status: 2 });
    expect(useless.note).toContain('no use for vectors of words');
    const sized = ['train', '--model', 'bert-tagger', '--encoder', folderOf('bert'), '--set', 'hiddenSize=12'];
    expect(await graft([...sized, ...files])).toMatchObject({ status: 2 });
  });
});

describe('an encoder that several runs begin with', () => {
  it('is searched over, in what a training of it chooses', async () => {
    const { files, out } = corpora();
    const searching = ['search', '--model', 'bert-tagger', '--encoder', folderOf('electra'), '--trials', '2', ...files];
    const searched = await graft([...searching, '--set', 'epochs=1', ...backend]);
    expect(searched).toMatchObject({ status: 0 });
    expect(searched.out).toMatch(/^trial +best epoch +dev F1 +learningRate +batchSize$/m);
    expect((await graft(['inspect', out])).out).toContain('trained from the pretrained encoder electra');
    const sized = await graft([...searching, '--range', 'hiddenSize=8,16']);
    expect(sized).toMatchObject({ status: 2 });
    expect(sized.note).toContain('there is no such setting');
  });

  it('is shared by corpora that are learned together', async () => {
    const { files, dev, out } = corpora();
    const joining = ['joint', '--model', 'laner', '--source-corpus', dev, '--share', 'b', ...files];
    const adapters = ['--set', 'epochs=1', 'loraRank=2', ...backend];
    const joined = await graft([...joining, '--encoder', folderOf('electra'), ...adapters]);
    expect(joined).toMatchObject({ status: 0 });
    expect((await graft(['inspect', out])).out).toContain('BERT-LANER');
    const without = await graft(joining.map((word) => (word === 'laner' ? 'bert-crf' : word)));
    expect(without).toMatchObject({ status: 2 });
    expect(without.note).toContain('Give the folder of a checkpoint with --encoder');
  });
});

it('a zip of a checkpoint is read as its folder is', async () => {
  const { dev, folder } = corpora();
  const names = ['config.json', 'model.safetensors', 'vocab.txt'];
  const files = Object.fromEntries(names.map((name) => [`saved/${name}`, readFileSync(join(folderOf('bert'), name))]));
  const zip = join(folder, 'saved.zip');
  writeFileSync(zip, zipSync(files));
  const tags = async (model: string) => (await graft(['tag', '--model', model, '--in', dev, ...backend])).out;
  expect(await tags(zip)).toBe(await tags(folderOf('bert')));
});

it('a folder that is no checkpoint is refused by what it lacks, and nothing is written', async () => {
  const { files, folder, out } = corpora();
  const empty = join(folder, 'nothing');
  mkdirSync(empty);
  writeFileSync(join(empty, 'pytorch_model.bin'), 'pickled');
  const { status, note } = await graft(['train', '--model', 'bert-tagger', '--encoder', empty, ...files, ...backend]);
  expect(status).toBe(1);
  expect(note).toContain('config.json');
  expect((await graft(['inspect', empty])).note).toContain(`${empty}: There is no config.json`);
  expect(existsSync(out)).toBe(false);
});

it('a model is not exported without what it has beside its network there', async () => {
  const { files, folder, out } = corpora();
  const names = join(folder, 'names.txt');
  writeFileSync(names, 'Velby\nOrrick\n');
  const training = [
    'train',
    '--model',
    'bert-tagger',
    '--encoder',
    folderOf('electra'),
    '--gazetteer',
    names,
    ...files,
  ];
  expect(await graft([...training, '--set', 'epochs=1', ...backend])).toMatchObject({ status: 0 });
  expect((await graft(['inspect', out])).out).toContain('trained from the pretrained encoder electra');
  const listed = await graft(['export', out, '--to', 'huggingface', '--out', join(folder, 'listed')]);
  expect(listed).toMatchObject({ status: 1 });
  expect(listed.note).toContain('no place for its lists of names');

  const asking = join(folder, 'asking.graft');
  const remedies = ['--map', 'Person=PER', '--new', 'Place', '--remedy', 'consult=0.3', '--set', 'epochs=1'];
  const adapting = [
    'adapt',
    '--source',
    folderOf('bert'),
    ...files.slice(0, -2),
    '--out',
    asking,
    ...remedies,
    ...backend,
  ];
  expect(await graft(adapting)).toMatchObject({ status: 0 });
  const alone = await graft(['export', asking, '--to', 'huggingface', '--out', join(folder, 'alone')]);
  expect(alone).toMatchObject({ status: 1 });
  expect(alone.note).toContain('no place for the model that it asks as well');
});

it('a model that transformers has no network for is not exported there', async () => {
  const { files, folder, out } = corpora();
  await graft(['train', '--model', 'blstm', ...files, '--set', 'epochs=1', ...backend]);
  const { status, note } = await graft(['export', out, '--to', 'huggingface', '--out', join(folder, 'export')]);
  expect(status).toBe(1);
  expect(note).toContain('transformers has no network of the kind BLSTM');
});
