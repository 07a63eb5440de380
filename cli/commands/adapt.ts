/** `graft adapt`: an existing model learns from a target corpus, with new categories or without. */

import { Command, InvalidArgumentError, Option } from 'commander';
import type { AdaptationPlan } from '../../workers/protocol/adaptationPlan.ts';
import { automaticRemedies } from '../../workers/protocol/automaticRemedies.ts';
import {
  type AdaptConfiguration,
  defaultAdaptation,
  type Initialisation,
  initialisations,
  type UnannotatedTreatment,
  unannotatedTreatments,
} from '../../workers/protocol/configuration.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { adaptationSettings, commonSettings } from '../../workers/protocol/settings.ts';
import { counted } from '../../workers/text/counted.ts';
import { guessNames } from '../../workers/text/nameGuesses.ts';
import { cutAt, joinNames, nameIn } from '../../workers/text/nameLists.ts';
import { chooseForAdapting, settingsHelp } from '../chosenSettings.ts';
import type { Context } from '../context.ts';
import { checkKind } from '../corpusKind.ts';
import { nameList } from '../corpusOptions.ts';
import { requireCategory } from '../knownCategory.ts';
import { loadModel, modelHelp, readModel } from '../modelFiles.ts';
import { Progress } from '../progress.ts';
import {
  leavesOpen,
  nothingOpen,
  type Remedies,
  readRemedy,
  remediesInHelp,
  remediesInWords,
  remedyHelp,
} from '../remedies.ts';
import {
  addRateOption,
  addRunOptions,
  checkPlaces,
  importForRun,
  openEngine,
  type RunOptions,
  rateOf,
  repeated,
  runAndWrite,
} from '../runOptions.ts';
import { importYardstick, oneCorpus } from '../sourceCorpora.ts';

type CategoryMap = Record<string, string | null>;

interface AdaptOptions extends RunOptions {
  readonly source: string;
  readonly new?: readonly string[];
  readonly annotated?: readonly string[];
  readonly unannotated?: UnannotatedTreatment;
  readonly remedy?: Remedies;
  readonly init: Initialisation;
  readonly freeze?: boolean;
  readonly map?: CategoryMap;
  readonly random?: boolean;
  readonly kindOf?: Readonly<Record<string, string>>;
  readonly yardstickWeight?: number;
}

export function adaptCommand(context: Context): Command {
  const command = new Command('adapt')
    .description('teach a model new categories, or more about those that it knows')
    .requiredOption('--source <file>', `the source model: ${modelHelp}`)
    .option('--new <category[,...]>', 'categories that the output layer grows for; by default none', nameList)
    .option(
      '--annotated <category[,...]>',
      'what somebody looked for in the target corpus; by default as it says, else what its training sentences hold',
      nameList,
    )
    .addOption(
      new Option('--unannotated <treatment>', 'another name of --remedy pseudo, none (as-o) and marginal').choices([
        ...unannotatedTreatments,
      ]),
    )
    .option('--remedy <name[=weight]>', remedyHelp, readRemedy)
    .addOption(
      new Option(
        '--init <method>',
        'new rows: zeros, N(0,1), N(mean, variance) of the trained ones, or the best on dev',
      )
        .choices([...initialisations])
        .default(defaultAdaptation.initialisation),
    )
    .option(
      '--freeze',
      'only the output layer learns, with the transitions of a CRF and the label embeddings of a decoder',
    )
    .option('--map <from=to>', "rename or merge the corpus's categories; from= leaves one out; repeatable", readMapping)
    .option(
      '--kind-of <new=known>',
      'a new category is a kind of a known one, such as politician=PER; repeatable',
      readKind,
    )
    .option(
      '--yardstick <file[,key=value...]>',
      "sentences in the source model's own categories, by which is measured after every epoch whether it keeps them; behind the file kind, tag-column and so on, as of --source-corpus",
      oneCorpus,
    )
    .option(
      '--yardstick-weight <share>',
      'how much F1 on the yardstick counts when the best epoch is chosen, from 0 to 1; by default 0',
      weight,
    )
    .option('--random', 'also train from random weights on the target, for comparison');
  return addRateOption(addRunOptions(command))
    .addHelpText('after', `\n${remediesInHelp()}\n${settingsHelp('adapt')}`)
    .action((options: AdaptOptions) => adapt(context, options));
}

function readMapping(text: string, previous: CategoryMap = {}): CategoryMap {
  const [from = '', ...to] = cutAt(text, '=');
  if (nameIn(from) === '' || to.length === 0) throw new InvalidArgumentError('Give it as from=to.');
  return { ...previous, [nameIn(from)]: nameIn(to.join('=')) || null };
}

function readKind(text: string, previous: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [kind = '', ...of] = cutAt(text, '=').map(nameIn);
  const [category = ''] = of;
  if (kind === '' || category === '' || of.length > 1) throw new InvalidArgumentError('Give it as new=known.');
  return { ...previous, [kind]: category };
}

function weight(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('Give a number from 0 to 1.');
  return value;
}

async function adapt(context: Context, options: AdaptOptions): Promise<void> {
  // The values stand on the source model's; this is to refuse a mistyped setting before files are read.
  chooseForAdapting(commonSettings, options.set ?? []);
  checkPlaces(options, options.source);
  const { unannotated, remedy } = options;
  if (unannotated && remedy?.unannotated && unannotated !== remedy.unannotated) throw twoTreatments(options);
  const progress = new Progress(context);
  const files = await readModel(options.source);
  const corpora = await context.openCorpora();
  const corpus = await importForRun(corpora, options, progress);
  const yardstick = options.yardstick && (await importYardstick(corpora, options.yardstick, progress));
  checkTargetCategories(corpus, yardstick?.categories ?? [], options);
  const engine = await openEngine(context, corpora, progress, options.backend);
  const source = await loadModel(engine, files, progress);
  checkKind(source, corpus);
  if (yardstick) checkKind(source, yardstick);
  checkAnnotated(corpus, source, options);
  if (options.yardstickWeight !== undefined && !yardstick && !source.sample) throw nothingToWeigh();
  const configuration = configurationOf(options, source);
  checkNew(configuration, source);
  const models = { source: source.id };
  const plan = await engine.planAdaptation({ configuration, corpora: { target: corpus }, models, name: source.name });
  for (const problem of plan.problems) progress.warn(problem);
  for (const note of namesLikeTheModels(corpus, source, options)) progress.line(note);
  progress.line(
    `Output layer: ${plan.tagsBefore} rows, ${plan.tagsAfter} after; ${counted(plan.newWords, 'new word')}. ` +
      `${plan.categories.map(({ name, state, examples }) => `${name}: ${stateInWords[state](examples)}`).join('; ')}.`,
  );
  const { adaptation, entityRatio } = configuration;
  const open = leavesOpen(adaptation, plan);
  const asked = unannotated ?? remedy?.unannotated ?? 'as-o';
  // A share of entities that has nothing to do is warned of by the run.
  if (asked !== 'as-o' && !open && entityRatio === undefined) progress.warn(nothingOpen(adaptation, corpus.name));
  const chosenForUser = choosesRemedies(options) ? ' (chosen for this model)' : '';
  progress.line(`Against forgetting: ${remediesInWords(adaptation, entityRatio, open)}${chosenForUser}.`);
  await runAndWrite({
    context,
    engine,
    progress,
    options,
    configuration: repeated(configuration, options),
    corpus,
    yardstick,
    source: { id: source.id, path: options.source },
  });
}

const examplesInWords = (examples: number) => counted(examples, 'example');

/** What the plan says of a category, with the number of its examples in the training sentences. */
const stateInWords: Readonly<Record<AdaptationPlan['categories'][number]['state'], (examples: number) => string>> = {
  known: (examples) => `known, ${examplesInWords(examples)}`,
  new: (examples) => `new, ${examplesInWords(examples)}`,
  'not-in-target': () => 'known, nothing to learn from',
  'left-out': (examples) => `left out, ${examplesInWords(examples)}`,
};

/** Whether what suits the source model is chosen for the user. */
const choosesRemedies = ({ remedy, unannotated }: AdaptOptions) => remedy?.auto || (!remedy && !unannotated);

function configurationOf(options: AdaptOptions, source: ModelSummary): AdaptConfiguration {
  const beneath = choosesRemedies(options) ? automaticRemedies(source) : {};
  const remedy: Remedies = { ...beneath, ...options.remedy };
  return {
    version: 2,
    task: 'adapt',
    settings: chooseForAdapting(adaptationSettings(source), options.set ?? []),
    seed: options.seed,
    ...rateOf(options),
    ...(remedy.entityRatio !== undefined && { entityRatio: remedy.entityRatio }),
    adaptation: {
      newCategories: [...new Set(options.new ?? [])],
      annotated: options.annotated ? [...new Set(options.annotated)] : 'corpus',
      unannotated: options.unannotated ?? remedy.unannotated ?? defaultAdaptation.unannotated,
      initialisation: options.init,
      freeze: options.freeze ?? false,
      categoryMap: options.map ?? {},
      kinds: options.kindOf ?? {},
      distil: remedy.distil ?? 0,
      pseudoConfidence: remedy.pseudoConfidence ?? 0,
      pull: remedy.pull ?? 0,
      rehearse: remedy.rehearse ?? 0,
      imagine: remedy.imagine ?? 0,
      mix: remedy.mix ?? false,
      consult: remedy.consult ?? 0,
      yardstickWeight: options.yardstickWeight ?? 0,
      compareWithRandom: options.random ?? false,
    },
  };
}

/** Names on the command line that the corpus does not know. @throws GraftError listing those that it does. */
function checkTargetCategories(
  { name, categories }: CorpusSummary,
  ofYardstick: readonly string[],
  { map = {}, new: fresh = [] }: AdaptOptions,
): void {
  const either = [...categories, ...ofYardstick];
  for (const from of Object.keys(map)) requireCategory(from, '--map', either, corpusCalled(name));
  for (const category of fresh) requireCategory(category, '--new', mapped(categories, map), corpusCalled(name));
}

/** Somebody may have looked for what the model knows and found none. */
function checkAnnotated(
  { name, categories }: CorpusSummary,
  source: ModelSummary,
  { map = {}, annotated = [] }: AdaptOptions,
): void {
  const known = [...mapped(categories, map), ...categories, ...source.categories];
  for (const category of annotated) requireCategory(category, '--annotated', known, corpusCalled(name));
}

/** A name that somebody decided on is left alone. */
function namesLikeTheModels(
  { categories }: CorpusSummary,
  source: ModelSummary,
  { map = {}, new: fresh = [] }: AdaptOptions,
): string[] {
  const open = [...guessNames(categories, source.categories)].filter(
    ([name, known]) => !Object.hasOwn(map, name) && !fresh.includes(name) && !Object.values(map).includes(known),
  );
  return open.map(
    ([name, known]) =>
      `${name} of the corpus looks like ${known} of the model: --map ${inShell(`${joinNames([name])}=${joinNames([known])}`)}`,
  );
}

/** In quotes where a shell would read more into it than letters. */
const inShell = (word: string) => (/^[\w.=/-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

const corpusCalled = (file: string) => ({ what: 'corpus', file }) as const;

function mapped(categories: readonly string[], map: CategoryMap): string[] {
  return categories.flatMap((category) => (Object.hasOwn(map, category) ? (map[category] ?? []) : category));
}

function checkNew({ adaptation }: AdaptConfiguration, source: ModelSummary): void {
  const known = adaptation.newCategories.find((category) => source.categories.includes(category));
  if (known === undefined) return;
  throw new GraftError({
    code: 'known-category',
    message: `--new ${known}: the model ${source.name} knows this category already.`,
    remedy: 'Leave it out of --new: what the model knows learns on from the corpus anyway.',
  });
}

function nothingToWeigh(): GraftError {
  return new GraftError({
    code: 'nothing-to-weigh',
    message: '--yardstick-weight says how much the yardstick counts, but there is none.',
    remedy: 'Give sentences in the source model’s own categories with --yardstick; or adapt a model that carries some.',
  });
}

function twoTreatments({ unannotated, remedy }: AdaptOptions): GraftError {
  return new GraftError({
    code: 'two-treatments',
    message: `--unannotated ${unannotated} and --remedy ${remedy?.unannotated === 'as-o' ? 'none' : remedy?.unannotated} say two things of what nobody looked for.`,
    remedy: 'Give one of them.',
  });
}
