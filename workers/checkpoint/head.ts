/**
 * The head of a token-classification model: one linear layer from a piece's state to its labels, whose names stand in
 * config.json. With it a checkpoint is a tagger at once.
 */
import { z } from 'zod';
import type { CheckpointHead } from './checkpoint.ts';
import { checkpointError } from './faults.ts';
import { dense, type TensorRule } from './rules.ts';
import type { Tensors } from './tensors.ts';

const schema = z.looseObject({ id2label: z.record(z.string(), z.string()) });

/**
 * @param hidden size of a piece's state.
 * @throws GraftError where the labels have no names, or are not as many as the layer has outputs.
 */
export function readHead(config: unknown, tensors: Tensors, hidden: number): CheckpointHead {
  const labels = readLabels(config);
  const [weights, bias] = headRules(hidden, labels.length) as [TensorRule, TensorRule];
  return { labels, weights: tensors.read(weights), bias: tensors.read(bias) };
}

/** Weights, then bias. */
export function headRules(hidden: number, labels: number): TensorRule[] {
  return dense('head', ['classifier'], [hidden, labels]);
}

function readLabels(config: unknown): string[] {
  const read = schema.safeParse(config);
  const entries = Object.entries(read.success ? read.data.id2label : {});
  const labels = entries.map((_, id) => (read.success ? (read.data.id2label[String(id)] ?? '') : ''));
  if (labels.length === 0 || labels.some((label) => label === '' || /^LABEL_\d+$/.test(label))) {
    throw wrongLabels(
      'It is a token-classification model whose labels have no names (id2label): nobody can tell what it finds.',
      'Write the names into id2label, such as {"0": "O", "1": "B-PER"}, or take the model that it was made from.',
    );
  }
  const repeated = labels.find((label, index) => labels.indexOf(label) !== index);
  if (repeated !== undefined) {
    throw wrongLabels(`Its label ${repeated} stands twice in id2label.`, 'Give each label a name of its own.');
  }
  return labels;
}

function wrongLabels(message: string, say: string) {
  return checkpointError('checkpoint-labels', message, { say }, 'config.json');
}
