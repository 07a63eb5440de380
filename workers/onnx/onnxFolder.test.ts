/**
 * An exported model tags as the model does: every architecture, in onnxruntime, by the script that comes along. The weights are
 * drawn, not learned, so that tags are of all kinds.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { readCheckpoint } from '../checkpoint/readCheckpoint.ts';
import { familyNames, savedFolder } from '../checkpoint/testing.ts';
import { checkpointTagger } from '../engine/checkpointTagger.ts';
import { openTestBackend } from '../kernels/testing.ts';
import type { ModelState } from '../models/state.ts';
import { Tagger } from '../models/tagger.ts';
import { smallDescription } from '../models/testing.ts';
import { architectures, checkpointArchitectures } from '../protocol/architectures.ts';
import type { CheckpointFile } from '../protocol/checkpoint.ts';
import { commonSettings } from '../protocol/settings.ts';
import type { OutputSpecification } from '../protocol/specification.ts';
import { createRandom } from '../text/random.ts';
import { onnxFolder } from './onnxFolder.ts';
import { type ExportedSpan, exportableTagger, exportedTagger, madeUpTexts, spansByModel } from './testing.ts';

const texts = madeUpTexts(5, 24);

beforeAll(() => openTestBackend('wasm'));

async function expectSame(tagger: Tagger, state: ModelState): Promise<void> {
  const tag = await exportedTagger(onnxFolder(state));
  for (const text of texts) expect(await tag(text), text).toEqual(await spansByModel(tagger, text));
  tagger.dispose();
}

describe.each([...architectures, ...checkpointArchitectures])('$name as an ONNX folder', ({ name }) => {
  let files: CheckpointFile[];
  const expected: ExportedSpan[][] = [];

  beforeAll(async () => {
    const { tagger, state } = await exportableTagger(name);
    files = onnxFolder(state);
    for (const text of texts) expected.push(await spansByModel(tagger, text));
    tagger.dispose();
  });

  it('gives the same spans in onnxruntime', async () => {
    expect(expected.flat().length).toBeGreaterThan(25);
    const tag = await exportedTagger(files);
    for (const [n, text] of texts.entries()) expect(await tag(text), text).toEqual(expected[n]);
  });

  it('gives mostly the same with weights in bytes, in a smaller file', async () => {
    const size = (path: string) => files.find((file) => file.path === path)?.bytes.length ?? 0;
    expect(size('onnx/model_quantized.onnx')).toBeLessThan(0.9 * size('onnx/model.onnx'));
    const tag = await exportedTagger(files, true);
    const found: ExportedSpan[][] = [];
    for (const text of texts) found.push(await tag(text));
    const keys = (spans: ExportedSpan[][]) =>
      spans.flatMap((each, n) => each.map((span) => `${n} ${JSON.stringify(span)}`));
    const same = keys(found).filter((key) => keys(expected).includes(key)).length;
    expect(same / Math.max(keys(found).length, keys(expected).length)).toBeGreaterThan(0.5);
  });
});

describe('what an output or a network may have otherwise', () => {
  const changed: readonly [string, string, object][] = [
    ['a beam', 'seq2seq', { beamWidth: 3 }],
    ['LANER without its background', 'laner', { labelBackground: false }],
    ['LANER without its context', 'laner', { labelContext: false }],
    ['LANER without either', 'laner', { labelBackground: false, labelContext: false }],
    ['a CRF in IOB2', 'bilstm-crf', { scheme: 'iob2' }],
  ];
  it.each(changed)('%s', async (_, name, output) => {
    const { specification, ...description } = smallDescription(name);
    const own = { ...specification, output: { ...specification.output, ...output } as OutputSpecification };
    const text = { sentences: texts.map((each) => each.split(' ')), vectors: null };
    const tagger = Tagger.create({ ...description, specification: own }, text, createRandom(4));
    await expectSame(tagger, await tagger.state('small', { settings: commonSettings, history: [] }));
  });

  it.each(familyNames)('the network of %s', async (family) => {
    const checkpoint = readCheckpoint(savedFolder(family));
    const labels = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC'];
    const hidden = checkpoint.specification.hiddenSize;
    const random = createRandom(2);
    const drawn = (size: number) => Float32Array.from({ length: size }, () => random.next() - 0.5);
    const head = checkpoint.head ?? {
      labels,
      weights: { shape: [hidden, labels.length], values: drawn(hidden * labels.length) },
      bias: { shape: [labels.length], values: drawn(labels.length) },
    };
    const state = checkpointTagger(family, checkpoint, head);
    await expectSame(Tagger.fromState(state), state);
  });
});

describe('what has no such form', () => {
  it('is refused by its name', async () => {
    const { tagger, state } = await exportableTagger('bilstm-crf');
    tagger.dispose();
    const { specification, categories, texts: held } = state;
    const consulting = { ...specification, consulted: { specification, categories, share: 0.3 } };
    expect(() => onnxFolder({ ...state, specification: consulting })).toThrow('a model that asks another one');
    const withNames = { ...held, 'gazetteers.entries': ['Town\tVelby'] };
    expect(() => onnxFolder({ ...state, texts: withNames })).toThrow('lists of names');
  });
});
