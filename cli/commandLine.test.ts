import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bilstmCrf } from '../workers/protocol/architectures/bilstmCrf.ts';
import { GraftError } from '../workers/protocol/errors.ts';
import { settingsFields } from '../workers/protocol/settings.ts';
import { specificationFields } from '../workers/protocol/specification.ts';
import { corpora, graft, standInEngine, withEngine } from './testing.ts';

describe('help', () => {
  it.each([[['--help']], [['help']], [['train', '--help']], [['adapt', '-h']], [['inspect', '--help']]])(
    'answers %s on stdout with status 0',
    async (words) => {
      const { status, out, note } = await graft(words);
      expect({ status, note }).toEqual({ status: 0, note: '' });
      expect(out).toContain('Usage: graft');
    },
  );

  it('lists everything that can be set with its bounds and default for train, those of training for adapt', async () => {
    const train = (await graft(['train', '--help'])).out;
    const adapt = (await graft(['adapt', '--help'])).out;
    const shaping = specificationFields(bilstmCrf.specification).map(({ key, field }) => ({
      key,
      field,
      ofModel: true,
    }));
    const training = Object.entries(settingsFields).map(([key, field]) => ({ key, field, ofModel: false }));
    for (const { key, field, ofModel } of [...shaping, ...training]) {
      expect(train).toContain(`  ${key} `);
      expect(train).toContain(field.help);
      expect(adapt.includes(`  ${key} `)).toBe(!ofModel);
    }
    expect(train).toContain('a whole number from 1 to 1024; default 128');
  });
});

it('says its version, which is that of the package', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(await graft(['--version'])).toMatchObject({ status: 0, out: `${version}\n`, note: '' });
});

describe('wrong usage ends with status 2 and says what is right', () => {
  it.each([
    ['no command', [], 'Usage: graft'],
    ['a mistyped command', ['trian'], 'Did you mean train'],
    ['a mistyped option', ['convert', '--inn', 'x'], '--in'],
    ['a missing option', ['train', '--model', 'blstm'], '--train'],
    ['an unknown architecture', ['train', '--model', 'lstm', '--train', 'a', '--out', 'b'], 'blstm, bilstm-crf'],
    ['an unknown backend', ['train', '--backend', 'cuda'], 'auto, webgpu, wasm, cpu'],
    ['an unknown format', ['convert', '--in', 'a', '--to', 'xml'], 'conll-iob2'],
    ['a seed that is none', ['train', '--seed', '-3.5'], '4294967295'],
    ['a share of nothing', ['train', '--rate', '0'], 'nothing to learn from'],
    ['a share that is none', ['adapt', '--rate', '10%'], 'Give a number from 0.0001 to 1, such as 0.1.'],
    ['a column that is none', ['convert', '--tag-column', 'last'], 'not a whole number'],
    ['a kind of nothing', ['adapt', '--kind-of', 'politician='], 'new=known'],
    ['a yardstick of two files', ['adapt', '--yardstick', 'a.conll,dev=b.conll'], 'one file'],
    ['a weight that is none', ['adapt', '--yardstick-weight', '2'], 'from 0 to 1'],
    [
      'a remedy that is none',
      ['adapt', '--remedy', 'prayer'],
      'They are auto, none, pseudo, marginal, ratio, distil, rehearse, imagine, pull, mix',
    ],
    ['a remedy with a weight that has none', ['adapt', '--remedy', 'mix=2'], 'takes no weight'],
    ['a weight that is no number', ['adapt', '--remedy', 'distil=much'], 'above 0 and up to 100'],
    ['a choice beside none', ['adapt', '--remedy', 'auto', '--remedy', 'none'], 'Give one of them'],
    ['a confidence above certainty', ['adapt', '--remedy', 'pseudo=2'], 'a probability above 0 and up to 1'],
    ['a share of all words', ['adapt', '--remedy', 'ratio=1'], 'a share above 0 and up to 0.99'],
    ['plain adaptation by halves', ['adapt', '--remedy', 'none=0.5'], 'none takes no weight'],
    ['two remedies of which one can be', ['adapt', '--remedy', 'none', '--remedy', 'marginal'], 'one can be chosen'],
    ['a mapping that is none', ['adapt', '--map', 'Person'], 'from=to'],
    ['a second file behind one option', ['convert', '--in', 'a', 'b', '--to', 'jsonl'], '“b” stands behind no option.'],
    ['a second model', ['inspect', 'a', 'b'], '“b” stands behind no option.'],
    ['a part that is none', ['train', '--deduplicate', 'all'], 'train, dev, test'],
    ['an empty category', ['adapt', '--new', 'Person,,Place'], 'empty'],
  ])('%s', async (_, words, message) => {
    const { status, note, out } = await graft(words);
    expect(note).toContain(message);
    expect({ status, out }).toEqual({ status: 2, out: '' });
  });

  it.each([
    ['wordHiden=64', 'Did you mean wordHidden?'],
    ['nonsense=1', 'There are: characterEmbedding'],
    ['wordHidden=64.5', 'a whole number from 1 to 1024'],
    ['wordHidden=2000', 'a whole number from 1 to 1024'],
    ['wordHidden=', 'a whole number from 1 to 1024'],
    ['dropout=much', 'a number from 0 to 0.95'],
    ['dropout=NaN', 'a number from 0 to 0.95'],
    ['optimizer=lion', 'one of sgd, adam, adamw, adagrad, nadam'],
    ['digitsToZero=1', 'true or false'],
    ['constructor=1', 'no such setting'],
    ['epochs=3,patience=2', 'Blanks part several settings'],
    ['epochs', 'key=value'],
  ])('--set %s', async (setting, message) => {
    const { status, note } = await withEngine(['train', '--model', 'blstm', ...corpora().files, '--set', setting]);
    expect(note).toContain(message);
    expect(status).toBe(2);
  });
});

describe('train', () => {
  it('asks for the run that the options say', async () => {
    const { files, folder } = corpora();
    const vectors = join(folder, 'vectors.txt');
    writeFileSync(vectors, 'a 1 2\n');
    const settings = ['--set', 'epochs=3', 'optimizer=nadam', '--set', 'digitsToZero=false', 'dropout=0.25'];
    const lists = ['places', 'people'].map((name) => {
      const list = join(folder, `${name}.txt`);
      writeFileSync(list, `${name}\n`);
      return ['--gazetteer', list];
    });
    const given = ['--seed', '42', '--rate', '0.25', '--vectors', vectors, ...lists.flat(), ...settings];
    const words = ['train', '--model', 'bilstm-crf', ...files, ...given];
    const { status, requests } = await withEngine(words);
    expect(status).toBe(0);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      name: 'model',
      vectors: { name: 'vectors.txt' },
      gazetteers: [{ name: 'places.txt' }, { name: 'people.txt' }],
      configuration: {
        version: 2,
        task: 'train',
        architecture: 'bilstm-crf',
        seed: 42,
        labellingRate: 0.25,
        specification: { encoder: { kind: 'bilstm', digitsToZero: false, wordHidden: 128 }, output: { kind: 'crf' } },
        settings: { epochs: 3, optimizer: 'nadam', dropout: 0.25 },
      },
    });
    expect(await requests[0]?.vectors?.blob.text()).toBe('a 1 2\n');
    expect(await requests[0]?.gazetteers?.[1]?.blob.text()).toBe('people\n');
  });

  it('writes the model and the report, the scores to stdout and the progress to stderr', async () => {
    const { files, out, folder } = corpora();
    const report = join(folder, 'report.json');
    const said = await withEngine(['train', '--model', 'blstm', ...files, '--json', report]);
    expect(readFileSync(out, 'utf8')).toBe('a model');
    expect(said.out).toContain('Person');
    expect(said.out).toContain('90.00');
    expect(said.note).toContain('epoch 1  loss 0.5000  dev F1 88.00');
    const written = JSON.parse(readFileSync(report, 'utf8'));
    expect(written).toMatchObject({
      test: { overall: { precision: 90, recall: 90, f1: 90 }, categories: { Person: { f1: 90, support: 10 } } },
      epochs: [{ epoch: 1, loss: 0.5, dev: { overall: { f1: 88 } } }],
      seconds: 12.5,
      backend: 'wasm',
      seed: 1,
    });
    // Equal runs have equal reports but for this one field.
    expect(JSON.stringify({ ...written, seconds: 0 })).not.toMatch(/"seconds":[^0]|"date"/);
  });

  it.each([
    [[], 'train'],
    [['test'], 'test'],
  ])('takes out of one part what stands in another: --deduplicate %s', async (words, part) => {
    const { folder, out } = corpora();
    const [one, other] = ['one.conll', 'other.conll'].map((name) => join(folder, name)) as [string, string];
    writeFileSync(one, 'Ada B-Person\nleft O\n\nBo B-Person\nstayed O\n');
    writeFileSync(other, 'Ada B-Person\nleft O\n\nCy B-Person\nslept O\n');
    const files = ['--train', one, '--dev', corpora().dev, '--test', other, '--out', out];
    const { status, note } = await withEngine(['train', '--model', 'blstm', ...files, '--deduplicate', ...words]);
    expect(note).toContain(`taken out of ${part}: 1 sentence that stands in another part`);
    expect(note).not.toMatch(/also stands? in/);
    expect(status).toBe(0);
  });

  it('takes out of several parts, one after the other', async () => {
    const { folder, out } = corpora();
    const [train, dev, test] = ['train', 'dev', 'test'].map((name) => join(folder, `${name}.conll`)) as string[];
    for (const path of [train, dev, test] as string[]) {
      writeFileSync(path, `Ada B-Person\nleft O\n\nBo B-Person\nmet O\n${path} O\n`);
    }
    const files = ['--train', train, '--dev', dev, '--test', test, '--out', out] as string[];
    const words = ['train', '--model', 'blstm', ...files, '--deduplicate', '--deduplicate', 'dev'];
    const { status, note } = await withEngine(words);
    expect(note).toContain('taken out of train: 1 sentence that stands in another part');
    expect(note).toContain('taken out of dev: 1 sentence that stands in another part');
    expect(note).not.toMatch(/also stands? in/);
    expect(status).toBe(0);
  });

  it('divides a single file', async () => {
    const { train, out } = corpora();
    const { status, note } = await withEngine(['train', '--model', 'blstm', '--train', train, '--out', out]);
    expect(note).toContain('80/10/10');
    expect(status).toBe(0);
  });

  it.each([
    ['a missing file', ['--train', '/nowhere/train.conll'], '/nowhere/train.conll: There is no such file.'],
    ['a folder', ['--train', '/'], 'This is a folder.'],
    ['an output folder that does not exist', ['--out', '/nowhere/model.graft'], 'The folder /nowhere does not exist.'],
    ['a report folder that does not exist', ['--json', '/nowhere/report.json'], 'The folder /nowhere does not exist.'],
  ])('fails with status 1 for %s, before it trains', async (_, words, message) => {
    const { status, note, requests } = await withEngine(['train', '--model', 'blstm', ...corpora().files, ...words]);
    expect(note).toContain(message);
    expect({ status, runs: requests.length }).toEqual({ status: 1, runs: 0 });
  });

  it('fails with the run’s own reason, and writes nothing', async () => {
    const { files, out } = corpora();
    const { status, note } = await withEngine(['train', '--model', 'blstm', ...files], {
      run: async () => {
        throw new GraftError({ code: 'loss', message: 'The loss is NaN.', remedy: 'Lower the rate.' });
      },
    });
    expect(note).toContain('The loss is NaN. Lower the rate.');
    expect(status).toBe(1);
    expect(existsSync(out)).toBe(false);
  });

  it('leaves what stands there where it was stopped before it had a model, and says so', async () => {
    const { files, out } = corpora();
    writeFileSync(out, 'an older model');
    const { status, note } = await withEngine(['train', '--model', 'blstm', ...files], {
      run: async () => {
        throw new GraftError({ code: 'run-stopped', message: 'Stopped before an epoch had ended.', remedy: '' });
      },
    });
    expect(status).toBe(130);
    expect(note).toContain(`Nothing was written: ${out} is as it was.`);
    expect(readFileSync(out, 'utf8')).toBe('an older model');
  });

  it('stops at Ctrl-C and writes the best epoch', async () => {
    const { files, out } = corpora();
    const { engine, stopped } = standInEngine();
    const { status, note } = await graft(['train', '--model', 'blstm', ...files], {
      openEngine: async () => engine,
      onInterrupt: (stop) => stop(),
    });
    expect(stopped()).toBe(true);
    expect(note).toContain('ended: by the user');
    expect(readFileSync(out, 'utf8')).toBe('a model');
    expect(status).toBe(0);
  });
});

describe('adapt', () => {
  it('asks for the adaptation that the options say, on the source’s own sizes', async () => {
    const { files, source } = corpora();
    const choices = [
      '--new',
      'Place',
      '--annotated',
      'Place',
      '--unannotated',
      'marginal',
      '--init',
      'best',
      '--freeze',
    ];
    const { status, requests } = await withEngine([
      'adapt',
      '--source',
      source,
      ...files,
      ...choices,
      '--set',
      'epochs=2',
    ]);
    expect(status).toBe(0);
    expect(requests[0]).toMatchObject({
      models: { source: 'model 1' },
      configuration: {
        task: 'adapt',
        settings: { epochs: 2, learningRate: 0.001 },
        adaptation: {
          newCategories: ['Place'],
          annotated: ['Place'],
          unannotated: 'marginal',
          initialisation: 'best',
          freeze: true,
          categoryMap: {},
          compareWithRandom: false,
        },
      },
    });
  });

  it('shows the scores before, after and from random weights, and the change, those of the known categories apart', async () => {
    const { files, source, folder } = corpora();
    const report = join(folder, 'report.json');
    const words = ['adapt', '--source', source, ...files, '--new', 'Place', '--random', '--json', report];
    const { out } = await withEngine(words);
    const rows = out.split('\n').map((row) => row.trim().split(/\s+/));
    expect(rows[0]).toEqual(['F1', 'Before', 'After', 'Random', 'Change', 'examples']);
    expect(rows).toContainEqual(['Person', '80.00', '78.00', '50.00', '−2.00', '10']);
    expect(rows).toContainEqual(['Place', '–', '66.00', '60.00', '10']);
    expect(rows.find(([name]) => name === 'known')).toHaveLength(6);
    expect(out).toContain('known: what the source model knew. Before, all counts that alone.');
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({
      init: { categories: { Person: { f1: 80 } } },
      random: { test: { categories: { Place: { f1: 60 } } } },
      difference: { categories: { Person: { f1: -2 } } },
      initialisations: null,
      pseudoLabels: {},
    });
  });

  it.each([
    ['--new', 'Plaec', 'Did you mean Place? It has: Person, Place.'],
    ['--annotated', 'Street', 'It has: Person, Place.'],
    ['--map', 'Street=Place', 'It has: Person, Place.'],
  ])('lists the corpus’s categories where %s names one that it lacks', async (option, value, message) => {
    const { files, source } = corpora();
    const { status, note, requests } = await withEngine(['adapt', '--source', source, ...files, option, value]);
    expect(note.replace(/\s+/g, ' ')).toContain(message);
    expect({ status, runs: requests.length }).toEqual({ status: 2, runs: 0 });
  });

  it('takes a new category by the name that it is mapped to', async () => {
    const { files, source } = corpora();
    const words = ['adapt', '--source', source, ...files, '--map', 'Place=Town', '--map', 'Person=', '--new', 'Town'];
    const { status, requests } = await withEngine(words);
    expect(status).toBe(0);
    expect(requests[0]?.configuration).toMatchObject({
      adaptation: { categoryMap: { Place: 'Town', Person: null } },
    });
  });

  it('refuses a new category that the model knows, and settings that the source has fixed', async () => {
    const { files, source } = corpora();
    const known = await withEngine(['adapt', '--source', source, ...files, '--new', 'Person']);
    expect(known.note).toContain('knows this category already');
    expect(known.status).toBe(2);
    const fixed = await withEngine(['adapt', '--source', source, ...files, '--set', 'wordHidden=99']);
    expect(fixed.note).toContain('fixed by the source model');
    expect(fixed.status).toBe(2);
  });
});

describe('several seeds', () => {
  it('become one run that is repeated', async () => {
    const { files } = corpora();
    const { requests, status } = await withEngine(['train', '--model', 'blstm', ...files, '--seeds', '1,2, 7']);
    expect(status).toBe(0);
    expect(requests[0]?.configuration).toMatchObject({ task: 'repeat', seeds: [1, 2, 7], run: { task: 'train' } });
  });

  it.each([
    ['one', '3', 'at least two'],
    ['one twice', '3,3', 'twice'],
    ['none', '1,x', '4294967295'],
  ])('are refused where there is %s', async (_, seeds, message) => {
    const { status, note } = await withEngine(['train', '--model', 'blstm', ...corpora().files, '--seeds', seeds]);
    expect(note).toContain(message);
    expect(status).toBe(2);
  });

  it.each([
    ['spans', 'B-Person', 'all'],
    ['tags', 'NOUN', 'accuracy'],
  ] as const)('end in a table of means with their intervals, for %s', async (kind, tag, total) => {
    const { source, out: model, folder } = corpora();
    const { engine } = standInEngine();
    const corpus = join(folder, 'corpus');
    writeFileSync(corpus, `Ada ${tag}\nleft O\n`.repeat(3));
    const files = ['train', 'dev', 'test'].flatMap((part) => [`--${part}`, corpus]);
    const tests = (f1: number) => ({
      main: {
        overall: { precision: f1, recall: f1, f1, support: 10, predicted: 10, correct: 9 },
        categories: { Person: { precision: f1, recall: f1, f1, support: 100, predicted: 100, correct: f1 } },
        tokens: 10,
        accuracy: 90,
      },
    });
    const run: typeof engine.run = async (...given) => ({
      ...(await engine.run(...given)),
      repetitions: [88, 90, 92].map((f1, index) => ({
        seed: index + 1,
        main: 'main',
        stages: ['main'],
        tests: tests(f1),
      })),
    });
    const words = ['adapt', '--source', source, ...files, '--kind', kind, '--out', model, '--seeds', '1,2,3'];
    const loadModel: typeof engine.loadModel = async (...given) => ({ ...(await engine.loadModel(...given)), kind });
    const { out } = await graft(words, { openEngine: async () => ({ ...engine, loadModel, run }) });
    expect(out).toContain('Over the seeds 1, 2, 3, with 95 % intervals');
    expect(out).toContain('are those of seed 1, the best on dev');
    expect(out).toMatch(/Person +90\.00 ± 4\.97/);
    expect(out.split('Over the seeds')[1]).toMatch(new RegExp(`^${total} +90\\.00 ± 4\\.97`, 'm'));
  });
});
