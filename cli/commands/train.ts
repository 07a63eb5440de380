/** `graft train`: a source model from random weights. */
import { Command, Option } from 'commander';
import type { RunConfiguration } from '../../workers/protocol/configuration.ts';
import {
  type ArchitectureName,
  architectureDefaults,
  architectureLabels,
  architectureNames,
} from '../../workers/protocol/hyperparameters.ts';
import type { Context } from '../context.ts';
import { importFiles } from '../corpusOptions.ts';
import { applySettings, settingsHelp } from '../hyperparameterSettings.ts';
import { Progress } from '../progress.ts';
import { addRunOptions, checkPlaces, openEngine, type RunOptions, runAndWrite } from '../runOptions.ts';

interface TrainOptions extends RunOptions {
  readonly model: ArchitectureName;
}

export function trainCommand(context: Context): Command {
  const command = new Command('train')
    .description('train a model from random weights')
    .addOption(new Option('--model <name>', 'the architecture').choices([...architectureNames]).makeOptionMandatory());
  return addRunOptions(command)
    .addHelpText('after', `\nArchitectures:\n${architecturesHelp()}\n${settingsHelp('train')}`)
    .action((options: TrainOptions) => train(context, options));
}

function architecturesHelp(): string {
  return architectureNames
    .map((name) => `  ${name.padEnd(12)}${architectureLabels[name].label}: ${architectureLabels[name].help}`)
    .join('\n');
}

async function train(context: Context, options: TrainOptions): Promise<void> {
  const configuration: RunConfiguration = {
    version: 1,
    architecture: options.model,
    hyperparameters: applySettings(architectureDefaults[options.model], options.set ?? []),
    seed: options.seed,
  };
  checkPlaces(options);
  const progress = new Progress(context);
  const corpora = await context.openCorpora();
  const { train: training, dev, test, from, tagColumn, kind, encoding, seed } = options;
  const corpus = await importFiles(
    corpora,
    { train: training, dev, test },
    { from, tagColumn, kind, encoding, splitSeed: seed },
    progress,
  );
  const engine = await openEngine(context, corpora, progress, options.backend);
  await runAndWrite({ context, engine, progress, options, configuration, corpus });
}
