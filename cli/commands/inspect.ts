/** `graft inspect`: what a model file says about itself. */
import { basename } from 'node:path';
import { Command } from 'commander';
import { writeModelCard } from '../../workers/bundle/modelCard.ts';
import type { Checkpoint } from '../../workers/checkpoint/checkpoint.ts';
import { checkpointTagger } from '../../workers/engine/checkpointTagger.ts';
import type { ModelState } from '../../workers/models/state.ts';
import { json } from '../../workers/text/runReport.ts';
import type { Context } from '../context.ts';
import { type CheckpointFiles, checkpointIn, readModel, stateIn } from '../modelFiles.ts';

export function inspectCommand(context: Context): Command {
  return new Command('inspect')
    .description("print a model's card: what it finds, how well, and what it was trained on")
    .argument('<model>', 'a .graft file; or a checkpoint, as a folder or a zip')
    .option('--json', 'print the facts and the shapes of the weights as JSON')
    .action((path: string, options: { json?: boolean }) => inspect(context, path, options.json === true));
}

async function inspect(context: Context, path: string, asJson: boolean): Promise<void> {
  const read = await readModel(path);
  if (read.kind === 'bundle') tell(context, stateIn(read), asJson);
  else tellCheckpoint(context, read, asJson);
}

function tellCheckpoint(context: Context, read: CheckpointFiles, asJson: boolean): void {
  const { path } = read;
  const checkpoint = checkpointIn(read);
  const { head, specification, weights, facts } = checkpoint;
  if (head) tell(context, checkpointTagger(basename(path), checkpoint, head), asJson, 'checkpoint');
  else if (asJson) context.out(json({ ...facts, specification, weights: shapesOf(weights) }));
  else context.out(encoderCard(path, checkpoint));
  for (const note of facts.notes) context.note(`${note}\n`);
}

function encoderCard(path: string, { specification, weights, facts }: Checkpoint): string {
  const { layers, hiddenSize, heads, vocabularySize, maximumLength } = specification;
  const numbers = Object.values(weights).reduce((sum, { values }) => sum + values.length, 0);
  const size = `${layers} layers, ${hiddenSize} wide, ${heads} attention heads, ${vocabularySize.toLocaleString('en')} pieces, up to ${maximumLength.toLocaleString('en')} a sentence`;
  return (
    `${basename(path)}: a pretrained encoder (${facts.family}) of ${(numbers / 1e6).toFixed(1)} million numbers.\n${size}.\n` +
    `It finds nothing by itself: graft train --model bert-tagger --encoder ${path} trains a tagger that begins with it.\n`
  );
}

const shapesOf = (weights: ModelState['weights']) =>
  Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, shape]));

function tell(context: Context, state: ModelState, asJson: boolean, from?: 'checkpoint'): void {
  if (!asJson) {
    context.out(writeModelCard(state, from));
    return;
  }
  const { texts, weights, importance, ...facts } = state;
  const sizes = Object.fromEntries(Object.entries(texts).map(([name, { length }]) => [name, length]));
  context.out(json({ ...facts, texts: sizes, weights: shapesOf(weights), importance: importance !== undefined }));
}
