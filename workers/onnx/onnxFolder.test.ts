/**
 * An exported model tags as the model does: every architecture, in onnxruntime, by the script that comes along. The weights are
 * drawn, not learned, so that tags are of all kinds.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { tagText } from '../engine/tagging.ts';
import { openTestBackend } from '../kernels/testing.ts';
import { smallTagger } from '../models/testing.ts';
import { architectures, checkpointArchitectures } from '../protocol/architectures.ts';
import type { CheckpointFile } from '../protocol/checkpoint.ts';
import { commonSettings } from '../protocol/settings.ts';
import { offsetsInCodePoints } from '../text/formats/offsets.ts';
import { onnxFolder } from './onnxFolder.ts';
import { exportedTagger, madeUpTexts } from './testing.ts';

const sentences = [
  ['Ada', 'moved', 'to', 'Velby', '.'],
  ['the', 'router', 'is', 'broken', 'x0', 'Ümlaut'],
];
const texts = madeUpTexts(5, 40);

describe.each([...architectures, ...checkpointArchitectures])('$name as an ONNX folder', ({ name }) => {
  let files: CheckpointFile[];
  const expected: object[][] = [];

  beforeAll(async () => {
    await openTestBackend('wasm');
    const tagger = smallTagger(name, { sentences, seed: 3 });
    const state = await tagger.state('small', { settings: commonSettings, history: [] });
    files = onnxFolder(state);
    for (const text of texts) {
      const point = offsetsInCodePoints(text);
      const { spans } = await tagText(tagger, text);
      expected.push(
        spans.map(({ start, end, category }) => ({ start: point(start), end: point(end), label: category })),
      );
    }
    tagger.dispose();
  });

  it('gives the same spans in onnxruntime', async () => {
    expect(expected.flat().length).toBeGreaterThan(40);
    const tag = await exportedTagger(files);
    for (const [n, text] of texts.entries()) expect(await tag(text), text).toEqual(expected[n]);
  });

  it('gives mostly the same with weights in bytes, in a smaller file', async () => {
    const size = (path: string) => files.find((file) => file.path === path)?.bytes.length ?? 0;
    expect(size('onnx/model_quantized.onnx')).toBeLessThan(0.9 * size('onnx/model.onnx'));
    const tag = await exportedTagger(files, true);
    const found: object[][] = [];
    for (const text of texts) found.push(await tag(text));
    const keys = (spans: object[][]) => spans.flatMap((each, n) => each.map((span) => `${n} ${JSON.stringify(span)}`));
    const same = keys(found).filter((key) => keys(expected).includes(key)).length;
    expect(same / Math.max(keys(found).length, keys(expected).length)).toBeGreaterThan(0.5);
  });
});
