/**
 * Which files of a folder or a repository a checkpoint is read from. Others (weights of other frameworks, other precisions,
 * ONNX) may be many times as large.
 */
import { GraftError } from '../../workers/protocol/errors.ts';

const weightsName = 'model.safetensors';
const indexName = 'model.safetensors.index.json';
const tokenizerName = 'tokenizer.json';
/** Where there is no tokenizer.json: every one of a set makes a tokenizer. */
const olderTokenizers: readonly (readonly string[])[] = [
  ['vocab.txt'],
  ['vocab.json', 'merges.txt'],
  ['encoder.json', 'vocab.bpe'],
];
const besides = /^(?:config|tokenizer_config|special_tokens_map)\.json$|^(?:readme|licen[cs]e|notice)(?:\.\w+)?$/i;

/**
 * @param from what holds them, for errors.
 * @param names of all files, without those in folders.
 * @returns those that are needed, config.json first and the weights last.
 * @throws GraftError where what is needed is not among them.
 */
export function wantedFiles(from: string, names: readonly string[]): readonly string[] {
  if (!names.includes('config.json')) {
    throw refuse(from, 'no config.json, which says what kind of model it is', 'Take one that transformers loads.');
  }
  const weights = weightFiles(from, names);
  const tokenizer = tokenizerFiles(from, new Set(names));
  const others = names.filter((name) => name !== 'config.json' && besides.test(name));
  return ['config.json', ...[...tokenizer, ...others].sort(), ...[...weights].sort()];
}

function tokenizerFiles(name: string, names: ReadonlySet<string>): readonly string[] {
  if (names.has(tokenizerName)) return [tokenizerName];
  const older = olderTokenizers.find((set) => set.every((file) => names.has(file)));
  if (older) return older;
  throw refuse(
    name,
    'no tokenizer that is read: neither tokenizer.json nor vocab.txt nor vocab.json with merges.txt',
    'Load its tokenizer with transformers and save it again (tokenizer.save_pretrained), which writes a tokenizer.json.',
  );
}

function weightFiles(name: string, names: readonly string[]): readonly string[] {
  if (names.includes(weightsName)) return [weightsName];
  const safetensors = names.filter((path) => path.endsWith('.safetensors'));
  if (names.includes(indexName) && safetensors.length > 0) return [indexName, ...safetensors];
  if (safetensors.length === 1) return safetensors;
  const pickled = names.find((path) => /\.(?:bin|pt|pth|ckpt)$/.test(path));
  throw refuse(
    name,
    pickled === undefined
      ? 'no weights as safetensors'
      : `weights in pickled form alone (${pickled}), which are not fetched, since they could run code`,
    'Many repositories have them converted in a pull request: give its number as the revision (--revision refs/pr/NUMBER). ' +
      'Or convert them with transformers, which writes a model.safetensors: load the model and save it again (model.save_pretrained).',
  );
}

function refuse(name: string, lacks: string, remedy: string): GraftError {
  return new GraftError({ code: 'hub-unsuitable', message: `${name} has ${lacks}.`, remedy });
}
