/**
 * A Hugging Face folder as a model of this project: what config.json says becomes the encoder's specification, the tensors
 * get this project's names and layout, the tokenizer's files become one form. Everything is checked before it is used:
 * whatever is missing, damaged or of an unknown kind is refused by its name.
 */
import type { CheckpointFile } from '../protocol/checkpoint.ts';
import { transformerEncoder } from '../protocol/encoders/transformer.ts';
import { problemFrom } from '../protocol/errors.ts';
import { schemaOf } from '../protocol/fields.ts';
import { createPieceTokenizer, type PieceTokenizer } from '../text/pieces/pieceTokenizer.ts';
import { readTokenizerFiles } from '../text/pieces/tokenizerFiles.ts';
import type { Checkpoint } from './checkpoint.ts';
import { families } from './families.ts';
import { type Family, parseConfig, type TransformerSpecification, unsupported } from './family.ts';
import { checkpointError } from './faults.ts';
import { type Folder, openFolder } from './folder.ts';
import { readHead } from './head.ts';
import { leftAside } from './leftAside.ts';
import { type MaskedHead, type MaskedHeadForm, readMaskedHead } from './maskedHead.ts';
import { openTensors, type Tensors } from './tensors.ts';

/** More rows than pieces are usual, to a round number; a table with as many to spare belongs to another tokenizer. */
const spareRows = 1024;

/**
 * @param files by their paths: the folder's own, or those of one that holds it.
 * @throws GraftError that names the file or the tensor, and the remedy.
 */
export function readCheckpoint(files: readonly CheckpointFile[]): Checkpoint {
  const folder = openFolder(files);
  const config = folder.json('config.json');
  const family = familyOf(config);
  const specification = checked(family.specification(config));
  refuseSentencePieceAlone(folder);
  const tokenizer = readTokenizerFiles(folder.text);
  const notes = checkTokenizer(createPieceTokenizer(tokenizer), specification);

  const tensors = openTensors(folder, family.prefix);
  const weights = Object.fromEntries(
    family.rules(specification, config).map((rule) => [rule.ours, tensors.read(rule)] as const),
  );
  const isTagger = architecturesOf(config).includes(`${family.architecture}ForTokenClassification`);
  const head = isTagger ? readHead(config, tensors, specification.hiddenSize) : null;
  const masked = maskedHeadOf(family.maskedHead(specification, config), config, tensors, notes);
  notes.push(...leftAside(tensors.unread, family));
  return {
    specification,
    weights,
    texts: { 'tokenizer.files': tokenizer },
    head,
    masked,
    facts: { family: family.label, notes },
  };
}

/** A tagger does not need it: a damaged one is said, and keeps nobody from the rest. */
function maskedHeadOf(form: MaskedHeadForm, config: unknown, tensors: Tensors, notes: string[]): MaskedHead | null {
  try {
    return readMaskedHead(form, config, tensors);
  } catch (error) {
    notes.push(`Its head for masked language modelling cannot be used: ${problemFrom(error).message}`);
    return null;
  }
}

/** @param config what config.json says. @throws GraftError where it is of no family that is read. */
export function familyOf(config: unknown): Family {
  const { model_type: modelType } = (config ?? {}) as Record<string, unknown>;
  if (typeof modelType !== 'string') {
    throw unsupported('It does not say of which family the model is (model_type).');
  }
  const family = families.find((each) => each.modelType === modelType);
  if (!family) throw unsupported(`The model is of the family ${modelType}, which is not known.`);
  return family;
}

function architecturesOf(config: unknown): readonly unknown[] {
  const { architectures } = (config ?? {}) as Record<string, unknown>;
  return Array.isArray(architectures) ? architectures : [];
}

/** @throws GraftError where a size is beyond what a model may have here, or the heads do not divide the states. */
function checked({ kind, ...fields }: TransformerSpecification): TransformerSpecification {
  const read = parseConfig(schemaOf(transformerEncoder.fields), fields);
  if (read.hiddenSize % read.heads !== 0) {
    throw checkpointError(
      'checkpoint-config',
      `Its ${read.heads} attention heads do not divide its hidden size of ${read.hiddenSize}.`,
      'damaged',
      'config.json',
    );
  }
  return { kind, ...read };
}

/** SentencePiece's own file is no text; transformers makes a tokenizer.json of it. */
function refuseSentencePieceAlone({ names }: Folder): void {
  const model = names.find((name) => /^(?:sentencepiece.*|spiece|spm|tokenizer)\.model$/.test(name));
  if (model === undefined || names.includes('tokenizer.json')) return;
  throw checkpointError(
    'checkpoint-tokenizer',
    'The tokenizer is in SentencePiece’s own form alone, which is not read.',
    { say: 'Load it with transformers and save it again (tokenizer.save_pretrained): that writes a tokenizer.json.' },
    model,
  );
}

/** @throws GraftError where the tokenizer is not that of the table of pieces. */
function checkTokenizer({ size }: PieceTokenizer, { vocabularySize: rows }: TransformerSpecification): string[] {
  if (size > rows || rows - size > spareRows) {
    throw checkpointError(
      'checkpoint-tokenizer',
      `The tokenizer has ${size} pieces, but the model’s table of pieces has ${rows} rows: they do not belong together.`,
      'mixed',
    );
  }
  return size === rows ? [] : [`The table of pieces has ${rows} rows for ${size} pieces; the others are never used.`];
}
