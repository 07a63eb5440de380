/** `graft experiment`: a paper's tables from runs on real corpora, beside the paper's own figures. */
import { mkdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Argument, Command } from 'commander';
import { experiments } from '../../experiments/all.ts';
import { annotator } from '../../experiments/annotator.ts';
import { CorpusReader } from '../../experiments/corpora.ts';
import type { PretrainedFiles } from '../../experiments/encoders.ts';
import type { Experiment } from '../../experiments/experiment.ts';
import { perform } from '../../experiments/perform.ts';
import { drawingsOf, jsonReport, markdownReport } from '../../experiments/report.ts';
import { StateFolder } from '../../experiments/stateFolder.ts';
import type { BackendPreference } from '../../workers/protocol/configuration.ts';
import type { RunEvent } from '../../workers/protocol/engine.ts';
import { json } from '../../workers/text/runReport.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../failure.ts';
import { checkOutputs, writeWhole } from '../files.ts';
import { filesOfModel, loadEncoder, readModel } from '../modelFiles.ts';
import { Progress } from '../progress.ts';
import { addBackendOption, openEngine } from '../runOptions.ts';
import { comingAlong, openVectors } from '../vectorFiles.ts';

interface ExperimentOptions {
  readonly data: string;
  readonly encoder?: string;
  readonly quick?: boolean;
  readonly soFar?: boolean;
  readonly json?: string;
  readonly drawings?: string;
  readonly state?: string;
  readonly backend: BackendPreference;
}

/** In the data folder: all vectors, and for quick runs the most frequent words’. */
const vectorFolders = { full: 'glove_6b_50d', quick: join('glove_6b_50d_top10k', 'glove.6B.50d.10k.txt') };

export function experimentCommand(context: Context): Command {
  const names = [...experiments, annotator].map(({ name }) => name);
  const command = new Command('experiment')
    .description("run a paper's tables on real corpora; the report goes to stdout")
    .addArgument(new Argument('<name>', 'which tables').choices(names))
    .requiredOption('--data <folder>', 'the folder that holds the corpora')
    .option('--encoder <folder>', 'a pretrained encoder, for the experiments that have rows with one')
    .option('--quick', 'small samples and few epochs: shows that it runs, not what it shows')
    .option('--so-far', 'train nothing: the report of what is finished')
    .option('--json <file>', 'where the report goes as JSON')
    .option('--drawings <folder>', 'where the report’s curves go as SVG; it then names them as files beside it')
    .option('--state <folder>', 'where what is finished is kept; by default .graft-experiments/NAME');
  return addBackendOption(command)
    .addHelpText(
      'after',
      `\nExperiments:\n${help()}\n\nGiven again, the same command goes on where it was stopped; ${annotator.name} begins anew.`,
    )
    .action((name: string, options: ExperimentOptions) => experiment(context, name, options));
}

const help = () => [...experiments, annotator].map(({ name, title }) => `  ${name.padEnd(12)}${title}`).join('\n');

async function experiment(context: Context, name: string, options: ExperimentOptions): Promise<void> {
  const { data, quick = false, soFar = false, backend, drawings } = options;
  if (name === annotator.name) return study(context, options);
  checkOutputs({ '--json': options.json }, {});
  if (drawings !== undefined) mkdirSync(drawings, { recursive: true });
  // The argument takes no other names.
  const chosen = experiments.find((each) => each.name === name) as Experiment;
  const folder = options.state ?? join('.graft-experiments', quick ? `${name}-quick` : name);
  const progress = new Progress(context);
  const say = (text: string) => progress.line(text);
  const pretrained = options.encoder === undefined ? undefined : await pretrainedFiles(options.encoder, progress);
  const finished = await perform({ experiment: chosen, data, quick, soFar }, await context.openCorpora(), {
    state: new StateFolder(folder, writeWhole),
    openEngine: (corpora) => openEngine(context, corpora, progress, backend),
    openVectors: () => openVectors(vectorsFor(chosen, data, quick)),
    ...(pretrained && { pretrained }),
    say,
    onEvent: (event) => showStep(event, progress),
    onInterrupt: (stop) => context.onInterrupt(stop),
  });
  progress.clear();
  if (options.json !== undefined) await writeWhole(options.json, json(jsonReport(finished)));
  if (drawings !== undefined) {
    for (const { name: file, svg } of drawingsOf(finished)) await writeWhole(join(drawings, `${file}.svg`), svg);
  }
  context.out(markdownReport(finished, drawings !== undefined));
}

/** @throws UsageError for what such an experiment has no use for. */
function checkStudy({ json: report, drawings, state, soFar, encoder }: ExperimentOptions): void {
  const given = { '--json': report, '--drawings': drawings, '--state': state, '--so-far': soFar, '--encoder': encoder };
  const [option] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (option === undefined) return;
  throw new UsageError(
    `${option} means nothing to ${annotator.name}: it keeps nothing, begins with no encoder, and its report is Markdown alone, without curves. Leave ${option} out.`,
  );
}

/** It keeps nothing: each step goes by the one before. */
async function study(context: Context, options: ExperimentOptions): Promise<void> {
  checkStudy(options);
  const { data, quick = false, backend } = options;
  const progress = new Progress(context);
  const say = (text: string) => progress.line(text);
  const corpora = new CorpusReader(await context.openCorpora(), data, null, say);
  const report = await annotator.perform(
    {
      ...{ corpora, say },
      openEngine: (read) => openEngine(context, read, progress, backend),
      openVectors: () => openVectors(comingAlong),
    },
    quick,
  );
  progress.clear();
  context.out(report);
}

function vectorsFor({ vectors }: Experiment, data: string, quick: boolean): string {
  if (vectors === 'shipped' && !quick) return comingAlong;
  return join(data, quick ? vectorFolders.quick : vectorFolders.full);
}

/** @throws GraftError where it is no folder of a checkpoint. */
async function pretrainedFiles(path: string, progress: Progress): Promise<PretrainedFiles> {
  const read = await readModel(path);
  const size = filesOfModel(path).reduce((sum, file) => sum + statSync(file).size, 0);
  return { name: basename(path), size, load: (engine) => loadEncoder(engine, read, progress) };
}

/** The lab tells of epochs and trials itself. */
function showStep(event: RunEvent, progress: Progress): void {
  if (event.type === 'step') progress.onEvent(event);
  if (event.type === 'backend') progress.line(`The device was lost; going on on ${event.backend.name}.`);
}
