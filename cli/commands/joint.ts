/** `graft joint`: a target is learned together with other corpora, from random weights or a pretrained encoder (paper 3). */
import { Command, InvalidArgumentError, Option } from 'commander';
import { defaultJointLearning, type JointConfiguration } from '../../workers/protocol/configuration.ts';
import { sentencesToLearn } from '../../workers/text/standings.ts';
import { settingsHelp } from '../chosenSettings.ts';
import type { Context } from '../context.ts';
import { addEncoderOption, chosenArchitecture, chosenFor, encoderFiles, offered, over } from '../encoderOption.ts';
import { readLabelMap } from '../labelMap.ts';
import { loadEncoder } from '../modelFiles.ts';
import { Progress } from '../progress.ts';
import {
  addGazetteerOption,
  addRunOptions,
  checkPlaces,
  importForRun,
  openEngine,
  type RunOptions,
  repeated,
  runAndWrite,
} from '../runOptions.ts';
import { importSources, type SourceCorpus, sourceCorpusList } from '../sourceCorpora.ts';

/** By the paper's letters. */
const sharingOf = { a: 'all', b: 'encoder', c: 'characters' } as const;

interface JointOptions extends RunOptions {
  readonly model: string;
  readonly sourceCorpus: readonly SourceCorpus[];
  readonly share: keyof typeof sharingOf;
  readonly labelMap?: string;
  readonly rate: number;
  readonly targetShare: number;
}

export function jointCommand(context: Context): Command {
  const names = offered.map(({ name }) => name);
  const command = new Command('joint')
    .description('learn a corpus together with other corpora, from random weights or a pretrained encoder')
    .addOption(new Option('--model <name>', 'the architecture').choices(names).makeOptionMandatory())
    .addOption(
      new Option(
        '--source-corpus <file[,key=value...]>',
        'a corpus to learn beside the target; repeatable; behind the file dev=FILE, kind, tag-column, word-column, from, category, sentence-ends, encoding, as in --source-corpus ewt.conllu,kind=tags,tag-column=4',
      )
        .argParser(sourceCorpusList)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--share <letter>',
        'a: everything, under a map of labels; b: all but the output; c: characters alone, as between languages',
      )
        .choices(Object.keys(sharingOf))
        .makeOptionMandatory(),
    )
    .option('--label-map <file>', 'with --share a: lines of a source label, a tab and a target label')
    .option(
      '--rate <share>',
      "share of the target's training sentences that is learned from",
      share,
      defaultJointLearning.rate,
    )
    .option(
      '--target-share <probability>',
      'how often a step learns from the target',
      share,
      defaultJointLearning.targetShare,
    );
  return addGazetteerOption(addRunOptions(addEncoderOption(command)))
    .addHelpText('after', settingsHelp('train'))
    .action((options: JointOptions) => joint(context, options));
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('Give a number from 0 to 1.');
  return value;
}

async function joint(context: Context, options: JointOptions): Promise<void> {
  const architecture = chosenArchitecture(options);
  // What is chosen stands on what suits the corpora; this is to refuse a mistyped setting before files are read.
  chosenFor(architecture, null, options);
  const { rate, targetShare, sourceCorpus } = options;
  checkPlaces(options);
  const labelMap = options.labelMap === undefined ? {} : await readLabelMap(options.labelMap);
  const progress = new Progress(context);
  const files = await encoderFiles(architecture, options);
  const corpora = await context.openCorpora();
  const corpus = await importForRun(corpora, options, progress);
  const sources = await importSources(corpora, sourceCorpus, progress);
  const learned = [corpus, ...sources].reduce((sum, each) => sum + sentencesToLearn(each), 0);
  const configuration: JointConfiguration = {
    version: 2,
    task: 'joint',
    architecture: architecture.name,
    seed: options.seed,
    ...chosenFor(architecture, learned, options),
    joint: { sharing: sharingOf[options.share], labelMap, targetShare, rate },
  };
  const engine = await openEngine(context, corpora, progress, options.backend);
  const encoder = files && (await loadEncoder(engine, files, progress));
  const run = repeated(over(encoder, configuration), options);
  await runAndWrite({ context, engine, progress, options, configuration: run, corpus, encoder, sources });
}
