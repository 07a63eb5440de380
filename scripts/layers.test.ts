import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { violationsOf } from './layers.ts';

const messages = (path: string, source: string) => violationsOf(path, source).map(({ message }) => message);

describe('the layer rule', () => {
  it.each([
    ['src/panels/train/TrainPanel.tsx', "import { GraftError } from '../../../workers/protocol/errors.ts';"],
    [
      'src/panels/train/TrainPanel.tsx',
      "import { colour } from '../../theme.ts';\nimport { Button } from '@mantine/core';",
    ],
    ['workers/text/splits.ts', "import type { Corpus } from '../protocol/corpus.ts';"],
    ['workers/text/splits.test.ts', "import fc from 'fast-check';"],
    ['workers/outputs/crf.ts', "import { crfViterbi } from '../kernels/crf/operation.ts';"],
    ['workers/training/loop.ts', "import { disposeAll } from '../layers/parameters.ts';"],
    ['workers/engine/engine.ts', "import { packBundle } from '../bundle/bundle.ts';"],
    ['workers/trainer.worker.ts', "import * as Comlink from 'comlink';\nimport './engine/engine.ts';"],
    ['cli/main.ts', "import { readFile } from 'node:fs/promises';\nimport '../workers/engine/engine.ts';"],
  ])('lets %s import what stands below it', (path, source) => {
    expect(messages(path, source)).toEqual([]);
  });

  it.each([
    [
      'src/store/runs.ts',
      "import { createEngine } from '../../workers/engine/engine.ts';",
      'src may not import workers/engine',
    ],
    [
      'src/store/runs.ts',
      "import type { Tagger } from '../../workers/models/tagger.ts';",
      'src may not import workers/models',
    ],
    ['src/store/runs.ts', "import * as tf from '@tensorflow/tfjs-core';", 'the page computes nothing'],
    ['src/store/runs.test.ts', "import '../../workers/models/tagger.ts';", 'src may not import workers/models'],
    [
      'workers/protocol/corpus.ts',
      "import { tagSet } from '../text/schemes.ts';",
      'protocol may not import workers/text',
    ],
    ['workers/text/splits.ts', "import '@tensorflow/tfjs-core';", 'package @tensorflow/tfjs-core'],
    ['workers/text/splits.ts', "import { readFileSync } from 'node:fs';", 'package node:fs'],
    ['workers/kernels/backend.ts', "import '../text/random.ts';", 'kernels may not import workers/text/random.ts'],
    ['workers/layers/lstm.ts', "import '../encoders/encoder.ts';", 'layers may not import workers/encoders'],
    [
      'workers/training/loop.ts',
      "import type { Tagger } from '../models/tagger.ts';",
      'training may not import workers/models/tagger.ts',
    ],
    ['workers/models/tagger.ts', "import '../transfer/target.ts';", 'models may not import workers/transfer'],
    ['workers/engine/engine.ts', "import '../../src/main.tsx';", 'engine may not import src/main.tsx'],
    ['workers/engine/engine.ts', "const { x } = await import('../../cli/webgpu.ts');", 'engine may not import cli'],
    ['workers/trainer.worker.ts', "export { run } from '../cli/main.ts';\nexport const a = 1;", 'may not import cli'],
    ['cli/main.ts', "import '../src/theme.ts';", 'cli may not import src/theme.ts'],
  ])('keeps %s from reaching up or across: %s', (path, source, message) => {
    expect(messages(path, source)).toEqual([expect.stringContaining(message)]);
  });

  it('names the line', () => {
    const source = "// A comment.\nimport '../protocol/errors.ts';\nimport '../engine/engine.ts';\n";
    expect(violationsOf('workers/text/a.ts', source)).toMatchObject([{ file: 'workers/text/a.ts', line: 3 }]);
  });

  it('refuses barrel files, unseeded chance and endless files', () => {
    expect(messages('workers/text/all.ts', "export * from './splits.ts';\nexport { a } from './a.ts';")).toEqual([
      expect.stringContaining('barrel'),
    ]);
    expect(messages('workers/text/a.ts', 'export const a = Math.random();')).toEqual([
      expect.stringContaining('irreproducible'),
    ]);
    expect(messages('workers/text/a.ts', '\n'.repeat(401))).toEqual([expect.stringContaining('401 lines')]);
  });

  it('fails the check, with file and line', () => {
    const house = mkdtempSync(join(tmpdir(), 'graft-layers-'));
    const check = () =>
      spawnSync(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'checkLayers.ts'), house], {
        encoding: 'utf8',
      });
    try {
      mkdirSync(join(house, 'workers/text'), { recursive: true });
      writeFileSync(join(house, 'workers/text/good.ts'), "import '../protocol/errors.ts';\n");
      expect(check()).toMatchObject({ status: 0, stdout: 'Layers: 1 files, 0 violations.\n' });
      writeFileSync(join(house, 'workers/text/bad.ts'), "\nimport '../engine/engine.ts';\n");
      const { status, stderr } = check();
      expect(stderr).toContain('workers/text/bad.ts:2: workers/text may not import workers/engine/engine.ts');
      expect(status).toBe(1);
    } finally {
      rmSync(house, { recursive: true });
    }
  }, 60_000);
});
