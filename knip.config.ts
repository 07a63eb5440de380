/**
 * What knip takes for the beginnings of the house. Everything marked with `!` counts for `knip --production` as well, which
 * leaves the tests out, so that what they alone use comes to light (scripts/checkTestOnly.ts). The tools are meant there
 * too: their code has tests of its own.
 */
import type { KnipConfig } from 'knip';

const config: KnipConfig = ({ production }) => ({
  entry: [
    'cli/main.ts!',
    'workers/*.worker.ts!',
    'scripts/{run,prepare}.mjs!',
    'scripts/{start,test,screenshots,measureWorkbench,build-kernels,make-bundle-fixture,makeEnglishVectors,checkLayers,checkTestOnly,writeLayerTable}.ts!',
    'scripts/demo/make-*.ts!',
    'bench/{main,gpu,stock,transformerGpu,stockTransformer,transformersJs}.ts!',
    '**/*.long.ts',
  ],
  project: [
    'src/**/*.{ts,tsx}!',
    '{workers,cli,experiments,bench,scripts,test}/**/*.{ts,mjs}!',
    // What tests share.
    '!**/testing.ts!',
    '!src/testSetup.ts!',
    '!test/**!',
  ],
  ignore: ['workers/**/assembly/**', 'workers/onnx/schema/**'],
  ignoreBinaries: ['apt-get', 'mkfifo'],
  // What a file uses itself is no dead code, though it be exported for a test.
  ignoreExportsUsedInFile: production ? true : { interface: true, type: true },
});

export default config;
