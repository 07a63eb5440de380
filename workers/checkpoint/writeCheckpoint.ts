/**
 * The way back: an encoder of this project, with or without a head for tags, as a Hugging Face folder that transformers
 * loads. The family is the one whose networks are built as the specification says; its rules, read the other way, give the
 * tensors their names and layout there.
 */
import type { Weight } from '../layers/parameters.ts';
import type { Texts } from '../layers/part.ts';
import type { CheckpointFile, StoredNumbers } from '../protocol/checkpoint.ts';
import { createPieceTokenizer, type PieceTokenizer } from '../text/pieces/pieceTokenizer.ts';
import { writeSafetensors } from '../text/safetensors.ts';
import { bert, electra, roberta, xlmRoberta } from './bertFamilies.ts';
import type { Checkpoint, CheckpointHead } from './checkpoint.ts';
import { distilBert, distilBertEpsilon } from './distilBert.ts';
import { eightBitsConfig, inEightBits } from './eightBits.ts';
import type { Family, TransformerSpecification } from './family.ts';
import { checkpointError } from './faults.ts';
import { headRules } from './head.ts';
import { isOfForm, type MaskedHeadForm } from './maskedHead.ts';
import { modernBert } from './modernBert.ts';
import { type TensorRule, theirShape } from './rules.ts';

/** With one head at most. */
type WrittenCheckpoint = Omit<Checkpoint, 'facts' | 'masked'> & Partial<Pick<Checkpoint, 'masked'>>;

/**
 * @returns config.json, model.safetensors, tokenizer.json and tokenizer_config.json.
 * @throws GraftError where no family of networks there is built so, or the family's taggers have another head.
 */
export function writeCheckpoint(
  { specification, weights, texts, head, masked = null }: WrittenCheckpoint,
  numbers: StoredNumbers = 'float32',
): CheckpointFile[] {
  const { tokenizer, tokenizerFile } = tokenizerIn(texts);
  const family = familyOf(specification, tokenizer, tokenizerFile);
  if (head && specification.headLayer !== (family === modernBert)) {
    throw notWritable(
      specification.headLayer
        ? `Taggers of ${family.label} have no layer there between encoder and labels, which this one has.`
        : `Taggers of ${family.label} have a layer there between encoder and labels, which this one lacks.`,
    );
  }
  // Their BERT adds a type to every piece; one of zeros adds nothing.
  const types = family === bert ? Math.max(specification.tokenTypes, 1) : specification.tokenTypes;
  const written = { ...specification, tokenTypes: types, headLayer: specification.headLayer && head !== null };
  const form = family.maskedHead(written);
  // One that was read from another family's checkpoint has no place in this one's.
  const kept = !head && masked && isOfForm(masked, form) ? masked : null;
  const config = configOf(family, written, tokenizer, { labels: head?.labels, masked: kept !== null });
  const prefix = head || kept ? family.prefix : '';
  const tensors = family
    .rules(written, config)
    .flatMap((rule) => split(rule, weights[rule.ours], rule.ofHead ? '' : prefix));
  const ofHead = head ? headOf(head, specification.hiddenSize) : [];
  const ofMasked = kept ? form.rules.flatMap((rule) => split(rule, kept.weights[rule.ours], '')) : [];
  const all = [...tensors, ...ofHead, ...ofMasked];
  const stored = numbers === 'int8' ? all.flatMap(inEightBits) : all;
  return [
    {
      path: 'config.json',
      bytes: json({ ...config, ...(numbers === 'int8' && { quantization_config: eightBitsConfig }) }),
    },
    { path: 'model.safetensors', bytes: writeSafetensors(Object.fromEntries(stored), { format: 'pt' }) },
    ...tokenizerFilesOf(specification, texts),
  ];
}

const json = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);

function tokenizerIn(texts: Texts) {
  const [tokenizerFile = '', tokenizerConfig = '{}'] = texts['tokenizer.files'] ?? [];
  return { tokenizer: createPieceTokenizer([tokenizerFile, tokenizerConfig]), tokenizerFile, tokenizerConfig };
}

/** tokenizer.json and tokenizer_config.json. */
export function tokenizerFilesOf({ maximumLength }: TransformerSpecification, texts: Texts): CheckpointFile[] {
  const { tokenizer, tokenizerFile, tokenizerConfig } = tokenizerIn(texts);
  return [
    { path: 'tokenizer.json', bytes: new TextEncoder().encode(tokenizerFile) },
    { path: 'tokenizer_config.json', bytes: json(tokenizerConfigOf(tokenizerConfig, tokenizer, maximumLength)) },
  ];
}

/**
 * The config.json of a tagger whose network comes in a form of its own: of its family the name and sizes alone matter.
 * @throws GraftError where no family of networks there is built so.
 */
export function transformersConfig(
  specification: TransformerSpecification,
  texts: Texts,
  labels: readonly string[],
): Record<string, unknown> {
  const { tokenizer, tokenizerFile } = tokenizerIn(texts);
  const family = familyOf(specification, tokenizer, tokenizerFile);
  return configOf(family, specification, tokenizer, { labels, masked: false });
}

/** @throws GraftError where none is built as the specification says. */
function familyOf(specification: TransformerSpecification, tokenizer: PieceTokenizer, file: string): Family {
  const { norms, positions, gated, biases, normBiases, tokenTypes, embeddingSize, hiddenSize } = specification;
  if (norms === 'before') {
    if (positions === 'rotary' && gated && tokenTypes === 0 && embeddingSize === hiddenSize) return modernBert;
  } else if (positions === 'learned' && !gated && biases && normBiases && specification.localWindow === 0) {
    if (embeddingSize !== hiddenSize) return electra;
    if (tokenTypes === 0 && specification.normEpsilon === distilBertEpsilon) return distilBert;
    if (tokenizer.vocabulary[tokenizer.special.start] !== '<s>') return bert;
    return JSON.parse(file).model.type === 'Unigram' ? xlmRoberta : roberta;
  }
  throw notWritable('No family of transformers is built as this encoder is.');
}

function configOf(
  family: Family,
  specification: TransformerSpecification,
  { special }: PieceTokenizer,
  { labels, masked }: { readonly labels: readonly string[] | undefined; readonly masked: boolean },
): Record<string, unknown> {
  return {
    architectures: [`${family.architecture}${labels ? 'ForTokenClassification' : masked ? 'ForMaskedLM' : 'Model'}`],
    model_type: family.modelType,
    ...family.config(specification, special.padding),
    pad_token_id: special.padding,
    bos_token_id: special.start,
    eos_token_id: special.end,
    ...(family === modernBert && { cls_token_id: special.start, sep_token_id: special.end }),
    dtype: 'float32',
    ...(labels && {
      id2label: Object.fromEntries(labels.map((label, id) => [String(id), label])),
      label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
    }),
  };
}

/** The general class: those of the families would put their own settings over what tokenizer.json says. */
function tokenizerConfigOf(text: string, { vocabulary, special }: PieceTokenizer, maximumLength: number) {
  return {
    ...JSON.parse(text),
    tokenizer_class: 'PreTrainedTokenizerFast',
    model_max_length: maximumLength,
    cls_token: vocabulary[special.start],
    sep_token: vocabulary[special.end],
    pad_token: vocabulary[special.padding],
    mask_token: vocabulary[special.mask],
    unk_token: vocabulary[special.unknown],
  };
}

type NamedTensor = readonly [name: string, Weight];

/** One tensor of this project as those that the rule joins. */
function split(rule: TensorRule, weight: Weight | undefined, prefix: string): NamedTensor[] {
  const shape = theirShape(rule);
  const size = shape.reduce((product, each) => product * each, 1);
  const values = weight?.values ?? new Float32Array(rule.shape.reduce((product, each) => product * each, 1));
  return rule.theirs.map((name, number) => {
    const part = new Float32Array(size);
    if (rule.form === 'table') part.set(values, size - values.length);
    else if (rule.form === 'vector') part.set(values.subarray(number * size, (number + 1) * size));
    else {
      const [inputs = 0, all = 0] = rule.shape;
      const outputs = all / rule.theirs.length;
      for (let output = 0; output < outputs; output++) {
        for (let input = 0; input < inputs; input++) {
          part[output * inputs + input] = values[input * all + number * outputs + output] as number;
        }
      }
    }
    return [prefix + name, { shape, values: part }] as const;
  });
}

function headOf({ labels, weights, bias }: CheckpointHead, hidden: number): NamedTensor[] {
  const [matrix, vector] = headRules(hidden, labels.length) as [TensorRule, TensorRule];
  return [...split(matrix, weights, ''), ...split(vector, bias, '')];
}

/**
 * The family in which an encoder is written, and how the head for masked pieces is built there.
 * @throws GraftError where no family of networks is built as the encoder is.
 */
export function maskedFamilyOf(
  specification: TransformerSpecification,
  texts: Texts,
): { readonly label: string; readonly form: MaskedHeadForm } {
  const files = texts['tokenizer.files'] ?? [];
  const family = familyOf(specification, createPieceTokenizer(files), files[0] ?? '');
  return { label: family.label, form: family.maskedHead(specification) };
}

function notWritable(message: string) {
  return checkpointError('checkpoint-form', message, {
    say: 'Export the model as a .graft file, which keeps everything.',
  });
}
