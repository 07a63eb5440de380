/** What a pretraining begins with: an encoder from the shelf with its head, or one from nothing; and the passages of the text. */
import { isOfForm, type MaskedHead } from '../../checkpoint/maskedHead.ts';
import { maskedFamilyOf } from '../../checkpoint/writeCheckpoint.ts';
import type { Texts } from '../../layers/part.ts';
import type { MaskedModelStart } from '../../pretraining/maskedModel.ts';
import type { Splits } from '../../protocol/corpus.ts';
import type { PretrainingRequest } from '../../protocol/pretraining.ts';
import { sentencesOf } from '../../text/examples.ts';
import { heldOut, type Passage, passagesOf } from '../../text/passages.ts';
import { learnTokenizer } from '../../text/pieces/learnPieces.ts';
import { createPieceTokenizer } from '../../text/pieces/pieceTokenizer.ts';
import { createRandom } from '../../text/random.ts';
import type { EncoderShelf } from '../encoderShelf.ts';
import { tooLittleText } from './pretrainChecks.ts';

/** A head that is new is far from what it has to become. */
const rateOfNewHead = 10;

/** What it begins with. */
export interface Beginning extends MaskedModelStart {
  readonly family: string;
  /** How many times the encoder's rate its head has. */
  readonly headRate: number;
  /** What the encoder is called, where it came without a head that can be gone on with; else null. */
  readonly withoutHead: string | null;
}

/** @throws GraftError where transformers has no family of such encoders, or the text has no words. */
export function begin(
  { encoder, name }: PretrainingRequest,
  { train }: Splits,
  encoders: EncoderShelf,
  tell: (label: string) => void,
): Beginning {
  if (typeof encoder === 'string') {
    const { specification, weights, texts, masked, family, name: called } = encoders.get(encoder);
    const { form } = maskedFamilyOf(specification, texts);
    const head: MaskedHead | null = masked && isOfForm(masked, form) ? masked : null;
    const given = { texts, weights: { ...weights, ...head?.weights } };
    return {
      specification,
      given,
      family,
      head: headOf(form),
      headRate: head ? 1 : rateOfNewHead,
      withoutHead: head ? null : called,
    };
  }
  tell('Finding the pieces of the vocabulary');
  const words = sentencesOf(train).flat();
  if (words.length === 0) throw tooLittleText(name);
  const { lowercase, specification } = encoder;
  const texts: Texts = { 'tokenizer.files': learnTokenizer(words, { size: specification.vocabularySize, lowercase }) };
  const sized = { ...specification, vocabularySize: createPieceTokenizer(texts['tokenizer.files'] ?? []).size };
  const { form, label } = maskedFamilyOf(sized, texts);
  return {
    specification: sized,
    given: { texts, weights: {} },
    family: label,
    head: headOf(form),
    headRate: 1,
    withoutHead: null,
  };
}

const headOf = ({ activation, rules }: ReturnType<typeof maskedFamilyOf>['form']) => ({
  activation,
  denseBias: rules.some(({ ours }) => ours === 'maskedHead.dense.bias'),
});

export interface PretrainingText {
  readonly learned: readonly Passage[];
  readonly measured: readonly Passage[];
}

/** @throws GraftError where there is nothing to learn from, or nothing to measure on. */
export function textFor(
  { settings, seed, name }: PretrainingRequest,
  splits: Splits,
  beginning: Beginning,
): PretrainingText {
  const { specification, given } = beginning;
  const tokenizer = createPieceTokenizer(given.texts['tokenizer.files'] ?? []);
  const longest = Math.min(settings.passageLength, specification.maximumLength);
  const [all, dev] = [splits.train, splits.dev].map((part) => passagesOf(part, tokenizer, longest)) as [
    Passage[],
    Passage[],
  ];
  if (dev.length > 0 && all.length > 0) return { learned: all, measured: dev };
  if (all.length < 2) throw tooLittleText(name);
  return heldOut(all, createRandom(seed).fork('held out'));
}
