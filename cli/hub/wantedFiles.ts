/**
 * Which files of a repository a checkpoint is read from. Others (weights of other frameworks, other precisions, ONNX) may
 * be many times as large.
 */
import { GraftError } from '../../workers/protocol/errors.ts';
import type { RemoteFile, Repository } from './hub.ts';

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

/** @returns those that are needed, what decides first: config.json. @throws GraftError where what is needed is not among them. */
export function wantedFiles({ name, files }: Repository): readonly RemoteFile[] {
  const names = new Set(files.map(({ path }) => path));
  if (!names.has('config.json')) {
    throw refuse(name, 'no config.json, which says what kind of model it is', 'Take one that transformers loads.');
  }
  const tokenizer = tokenizerFiles(name, names);
  const weights = weightFiles(name, [...names]);
  const wanted = new Set([...tokenizer, ...weights]);
  const order = (path: string) => (path === 'config.json' ? 0 : weights.includes(path) ? 2 : 1);
  return files
    .filter(({ path }) => wanted.has(path) || besides.test(path))
    .sort((one, other) => order(one.path) - order(other.path) || (one.path < other.path ? -1 : 1));
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
  const shards = names.filter((path) => /^model-\d+-of-\d+\.safetensors$/.test(path));
  if (names.includes(indexName) && shards.length > 0) return [indexName, ...shards];
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
