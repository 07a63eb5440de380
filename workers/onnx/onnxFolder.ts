/**
 * A tagger as a folder that ONNX runtimes read, in the layout that transformers.js and other tools look for: the network in two
 * forms, config.json, the tokenizer's files where it reads pieces, and data for the scripts that tag with it.
 */
import { gazetteerEntries } from '../bundle/manifest.ts';
import { tokenizerFilesOf, transformersConfig } from '../checkpoint/writeCheckpoint.ts';
import type { ModelState } from '../models/state.ts';
import type { CheckpointFile } from '../protocol/checkpoint.ts';
import { GraftError } from '../protocol/errors.ts';
import { encoderKinds, outputKinds } from '../protocol/specification.ts';
import { cuttingRules } from '../text/cuttingRules.ts';
import { decoderReads, decoderStep } from './attentionDecoder.ts';
import { emissions } from './emissions.ts';
import { Graph } from './graph.ts';
import { labelAwareStep } from './labelAware.ts';
import { StoredWeights } from './storedWeights.ts';
import { taggerData } from './taggerData.ts';
import { pieceStates } from './transformer.ts';
import { wordFeatures } from './wordEncoders.ts';

/** @throws GraftError where a part of the model has no such form. */
export function onnxFolder(state: ModelState): CheckpointFile[] {
  refuseWhatStaysBehind(state);
  const stored = new StoredWeights(state.weights);
  const forms = [
    { ending: '', quantized: false },
    { ending: '_quantized', quantized: true },
  ];
  const networks = forms.flatMap(({ ending, quantized }) => {
    const decoder = decoderOf(state, stored, quantized);
    return [
      { path: `onnx/model${ending}.onnx`, bytes: encoderOf(state, stored, quantized) },
      ...(decoder ? [{ path: `onnx/decoder${ending}.onnx`, bytes: decoder }] : []),
    ];
  });
  return [...networks, ...besideTheNetwork(state, stored)];
}

/** What an exported tagger has beside its numbers. */
function besideTheNetwork(state: ModelState, stored: StoredWeights): CheckpointFile[] {
  const { specification, texts } = state;
  const config = configOf(state);
  return [
    jsonFile('config.json', config),
    ...(specification.encoder.kind === 'transformer' ? tokenizerFilesOf(specification.encoder, texts) : []),
    ...scriptData(state, stored),
  ];
}

/** What the scripts read that come along. */
export function scriptData(state: ModelState, stored = new StoredWeights(state.weights)): CheckpointFile[] {
  return [jsonFile('tagger.json', taggerData(state, stored)), jsonFile('rules.json', cuttingRules())];
}

function jsonFile(path: string, value: unknown): CheckpointFile {
  return { path, bytes: new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`) };
}

/** Transformers have the configuration of their family there; other networks are this project's own. */
function configOf({ specification: { encoder, output }, tags, texts }: ModelState): Record<string, unknown> {
  if (encoder.kind === 'transformer') return transformersConfig(encoder, texts, tags);
  return {
    model_type: `graft-${encoder.kind}`,
    ...{ encoder, output },
    id2label: Object.fromEntries(tags.map((tag, id) => [String(id), tag])),
    label2id: Object.fromEntries(tags.map((tag, id) => [tag, id])),
  };
}

function encoderOf(
  { specification: { encoder, output }, tags }: ModelState,
  stored: StoredWeights,
  quantized: boolean,
) {
  const graph = new Graph('tagger', quantized);
  const isTransformer = encoder.kind === 'transformer';
  const features = isTransformer ? pieceStates(graph, encoder, stored) : wordFeatures(graph, encoder, stored);
  const time = isTransformer ? 'sequence' : 'time';
  if (output.kind === 'attention-decoder') decoderReads(graph, stored, features, 'lengths');
  else if (output.kind === 'label-aware') {
    const size = featureSize(stored, output);
    graph.output(isTransformer ? 'last_hidden_state' : 'features', features, 'batch', time, size);
  } else graph.output('logits', emissions(graph, output.kind, stored, features), 'batch', time, tags.length);
  return graph.bytes();
}

function decoderOf({ specification: { output } }: ModelState, stored: StoredWeights, quantized: boolean) {
  const graph = new Graph('decoder', quantized);
  if (output.kind === 'attention-decoder') decoderStep(graph, stored);
  else if (output.kind === 'label-aware') labelAwareStep(graph, output, stored, featureSize(stored, output));
  else return null;
  return graph.bytes();
}

type LabelAware = Extract<ModelState['specification']['output'], { readonly kind: 'label-aware' }>;

/** Numbers of a word that LANER's output reads: what is left of its input when the answers are taken away. */
function featureSize(stored: StoredWeights, { labelBackground, labelContext, labelEmbedding }: LabelAware): number {
  const [inputs = 0] = stored.of('outputLayer.weights').shape;
  return (inputs - (labelContext ? 2 * labelEmbedding : 0)) / (labelBackground ? 2 : 1);
}

function refuseWhatStaysBehind({ specification, texts }: ModelState): void {
  const { encoder, output, consulted } = specification;
  if (consulted) throw notThere('a model that asks another one');
  if (Object.hasOwn(texts, gazetteerEntries)) throw notThere('lists of names');
  if (
    encoder.kind === 'transformer' &&
    output.kind !== 'softmax' &&
    output.kind !== 'crf' &&
    output.kind !== 'label-aware'
  ) {
    throw notThere(`${encoderKinds[encoder.kind].label} with ${outputKinds[output.kind].label}`);
  }
}

function notThere(what: string): GraftError {
  return new GraftError({
    code: 'export-kind',
    message: `There is no ONNX export of ${what} yet: what it gave would tag otherwise than this model.`,
    remedy: 'Keep the model as a .graft file, or train one without.',
  });
}
