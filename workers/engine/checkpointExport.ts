/** The way back to the tools that checkpoints come from: a model of ours as a folder that transformers loads. */
import { gazetteerEntries } from '../bundle/manifest.ts';
import type { CheckpointHead } from '../checkpoint/checkpoint.ts';
import { writeCheckpoint } from '../checkpoint/writeCheckpoint.ts';
import type { Weight } from '../layers/parameters.ts';
import type { ModelState } from '../models/state.ts';
import { architectureLabel } from '../protocol/architectures.ts';
import type { CheckpointFile } from '../protocol/checkpoint.ts';
import { GraftError } from '../protocol/errors.ts';

const outputWeights = 'outputLayer.weights';
const outputBias = 'outputLayer.bias';

/** @throws GraftError where the tools there know no such network. */
export function checkpointOf({ architecture, specification, tags, texts, weights }: ModelState): CheckpointFile[] {
  const { encoder, output, consulted } = specification;
  if (encoder.kind !== 'transformer' || output.kind !== 'softmax') {
    throw new GraftError({
      code: 'export-kind',
      message: `transformers has no network of the kind ${architectureLabel(architecture)}: it loads transformers whose tags are chosen one by one.`,
      remedy: 'Train a BERT tagger for that (--model), or keep the model as a .graft file.',
    });
  }
  // Without them its numbers would be another model's.
  if (consulted) throw notThere('the model that it asks as well');
  if (Object.hasOwn(texts, gazetteerEntries)) throw notThere('its lists of names');
  const { [outputWeights]: ofOutput, [outputBias]: bias, ...ofEncoder } = weights;
  const head: CheckpointHead = { labels: tags, weights: ofOutput as Weight, bias: bias as Weight };
  return writeCheckpoint({ specification: encoder, weights: ofEncoder, texts, head });
}

function notThere(what: string): GraftError {
  return new GraftError({
    code: 'export-kind',
    message: `In transformers there is no place for ${what}: what it loaded would tag otherwise than this model.`,
    remedy: 'Keep the model as a .graft file, or train one without.',
  });
}
