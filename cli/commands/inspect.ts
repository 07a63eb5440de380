/** `graft inspect`: what a model file says about itself. */
import { Command } from 'commander';
import { unpackBundle } from '../../workers/bundle/bundle.ts';
import { writeModelCard } from '../../workers/bundle/modelCard.ts';
import { json } from '../../workers/text/runReport.ts';
import type { Context } from '../context.ts';
import { readBytes } from '../files.ts';

export function inspectCommand(context: Context): Command {
  return new Command('inspect')
    .description("print a model's card: what it finds, how well, and what it was trained on")
    .argument('<model>', 'a .graft file')
    .option('--json', 'print the facts and the shapes of the weights as JSON')
    .action((path: string, options: { json?: boolean }) => inspect(context, path, options.json === true));
}

async function inspect(context: Context, path: string, asJson: boolean): Promise<void> {
  const state = unpackBundle(path, await readBytes(path));
  if (!asJson) {
    context.out(writeModelCard(state));
    return;
  }
  const { texts, weights, importance, ...facts } = state;
  const sizes = Object.fromEntries(Object.entries(texts).map(([name, { length }]) => [name, length]));
  const shapes = Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, shape]));
  context.out(json({ ...facts, texts: sizes, weights: shapes, importance: importance !== undefined }));
}
