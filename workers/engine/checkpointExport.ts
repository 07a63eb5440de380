/**
 * The way back to the tools that checkpoints come from: a model of ours as a folder that transformers loads. A CRF and LANER have
 * no class there: their folder holds what a small loader in Python reads beside the encoder.
 */
import { gazetteerEntries } from '../bundle/manifest.ts';
import { writeCheckpoint } from '../checkpoint/writeCheckpoint.ts';
import type { Weight } from '../layers/parameters.ts';
import type { ModelState } from '../models/state.ts';
import { scriptData } from '../onnx/onnxFolder.ts';
import { architectureLabel } from '../protocol/architectures.ts';
import type { CheckpointFile } from '../protocol/checkpoint.ts';
import { GraftError } from '../protocol/errors.ts';
import { writeSafetensors } from '../text/safetensors.ts';

/** How the names begin of what stands above the encoder. */
const ofHead = /^(?:outputLayer|transitions|label[A-Z]\w*)\./;

/** @throws GraftError where the tools there know no such network. */
export function checkpointOf(state: ModelState): CheckpointFile[] {
  const { architecture, specification, tags, texts, weights } = state;
  const { encoder, output, consulted } = specification;
  if (encoder.kind !== 'transformer' || !['softmax', 'crf', 'label-aware'].includes(output.kind)) {
    throw new GraftError({
      code: 'export-kind',
      message: `transformers has no network of the kind ${architectureLabel(architecture)}: it loads BERT and its kin.`,
      remedy: 'Take an ONNX folder (--to onnx), or keep the model as a .graft file.',
    });
  }
  // Without them its numbers would be another model's.
  if (consulted) throw notThere('the model that it asks as well');
  if (Object.hasOwn(texts, gazetteerEntries)) throw notThere('its lists of names');
  if (encoder.headLayer && output.kind === 'label-aware')
    throw notThere('the layer between its encoder and its labels');
  const named = Object.entries(weights);
  const ofEncoder = Object.fromEntries(named.filter(([name]) => !ofHead.test(name)));
  const above = Object.fromEntries(named.filter(([name]) => ofHead.test(name)));
  const labels = {
    labels: tags,
    weights: above['outputLayer.weights'] as Weight,
    bias: above['outputLayer.bias'] as Weight,
  };
  const head = output.kind === 'label-aware' ? null : labels;
  return [
    ...writeCheckpoint({ specification: encoder, weights: ofEncoder, texts, head }),
    ...(head ? [] : [{ path: 'head.safetensors', bytes: writeSafetensors(above, { format: 'pt' }) }]),
    ...(output.kind === 'softmax' ? [] : scriptData(state)),
  ];
}

function notThere(what: string): GraftError {
  return new GraftError({
    code: 'export-kind',
    message: `In transformers there is no place for ${what}: what it loaded would tag otherwise than this model.`,
    remedy: 'Keep the model as a .graft file, or train one without.',
  });
}
