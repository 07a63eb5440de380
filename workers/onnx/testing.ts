/** What the tests of exports share: a model's folder, tagged with by the script that comes along, in onnxruntime's WASM build. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Tokenizer } from '@huggingface/tokenizers';
import * as ort from 'onnxruntime-web';
import { tagText } from '../engine/tagging.ts';
import type { ModelState } from '../models/state.ts';
import type { Tagger } from '../models/tagger.ts';
import { smallTagger } from '../models/testing.ts';
import type { CheckpointFile } from '../protocol/checkpoint.ts';
import { commonSettings } from '../protocol/settings.ts';
import { offsetsInCodePoints } from '../text/formats/offsets.ts';
import { createRandom } from '../text/random.ts';

/** As the exported script gives them. */
export interface ExportedSpan {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

export const scriptAt = (name: string) => fileURLToPath(new URL(`../../public/export/${name}`, import.meta.url));

/** A small tagger of the architecture with drawn weights, which know these sentences. */
export async function exportableTagger(name: string): Promise<{ tagger: Tagger; state: ModelState }> {
  const tagger = smallTagger(name, { sentences, seed: 3 });
  return { tagger, state: await tagger.state('small', { settings: commonSettings, history: [] }) };
}

const sentences = [
  ['Ada', 'moved', 'to', 'Velby', '.'],
  ['the', 'router', 'is', 'broken', 'x0', 'Ümlaut'],
];

/** What the model itself says, in the export's form. */
export async function spansByModel(tagger: Tagger, text: string): Promise<ExportedSpan[]> {
  const point = offsetsInCodePoints(text);
  const { spans } = await tagText(tagger, text);
  return spans.map(({ start, end, category }) => ({ start: point(start), end: point(end), label: category }));
}

/** Reads the folder and gives its function from a text to spans. */
export async function exportedTagger(
  files: readonly CheckpointFile[],
  quantized = false,
): Promise<(text: string) => Promise<ExportedSpan[]>> {
  const { createTagger } = await import(scriptAt('tag.mjs'));
  const read = async (path: string) => files.find((file) => file.path === path)?.bytes ?? readFileSync(path);
  const tagger = await createTagger({ ort, Tokenizer, quantized, read });
  return (text) => tagger.tag(text);
}

const words =
  'Ada moved to Velby . the router is broken ! "Call" +44 12 x3 don’t Ümlaut 😀 U.S. 東京 e\u0301t Mr. Z ada@x.org 3,5 IBM'.split(
    ' ',
  );

/** Made-up texts of many words, whose words the model knows or not; the last are long. */
export function madeUpTexts(seed: number, count: number): string[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, n) =>
    Array.from(
      { length: 1 + random.integer(n < count - 2 ? 14 : 130) },
      () => words[random.integer(words.length)],
    ).join(' '),
  );
}
