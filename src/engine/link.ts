/**
 * A set-up as an address, so that a talk's demo is a link: `#data=demo&new=Address&seed=1`. Readable, and short, because
 * only what differs from the defaults is written. Files never travel in it, just their names.
 */
import {
  defaultAdaptation,
  type RunConfiguration,
  runConfigurationSchema,
} from '../../workers/protocol/configuration.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import {
  type ArchitectureName,
  architectureDefaults,
  architectureNames,
  type Hyperparameters,
  hyperparameterFields,
} from '../../workers/protocol/hyperparameters.ts';
import { type PanelName, panelNames } from '../store/view.ts';

export interface LinkedSetup {
  readonly configuration: RunConfiguration;
  /** Whether the data are the demo's, which ships with the page; others have to be loaded by hand. */
  readonly demo: boolean;
  /** What the user has to load where the demo is not meant: the names of corpus and source model. */
  readonly corpus: string | null;
  readonly model: string | null;
  readonly panel: PanelName;
  readonly presenter: boolean;
}

const hyperparameterKeys = Object.keys(hyperparameterFields) as (keyof Hyperparameters)[];

/** The part after the `#`. */
export function encodeSetup({ configuration, demo, corpus, model, panel, presenter }: LinkedSetup): string {
  const link = new URLSearchParams();
  if (demo) link.set('data', 'demo');
  else {
    if (corpus) link.set('corpus', corpus);
    if (model) link.set('model', model);
  }
  link.set('panel', panel);
  if (presenter) link.set('presenter', 'yes');
  link.set('architecture', configuration.architecture);
  link.set('seed', String(configuration.seed));
  const defaults = architectureDefaults[configuration.architecture];
  for (const key of hyperparameterKeys) {
    if (configuration.hyperparameters[key] !== defaults[key]) link.set(key, String(configuration.hyperparameters[key]));
  }
  const { adaptation } = configuration;
  if (adaptation) {
    link.set('adapt', 'yes');
    for (const category of adaptation.newCategories) link.append('new', category);
    if (adaptation.annotated !== 'corpus') {
      for (const category of adaptation.annotated) link.append('annotated', category);
      if (adaptation.annotated.length === 0) link.set('annotated', '');
    }
    if (adaptation.unannotated !== defaultAdaptation.unannotated) link.set('unannotated', adaptation.unannotated);
    if (adaptation.initialisation !== defaultAdaptation.initialisation) link.set('init', adaptation.initialisation);
    if (adaptation.freeze) link.set('freeze', 'yes');
    if (adaptation.compareWithRandom) link.set('random', 'yes');
    for (const [from, to] of Object.entries(adaptation.categoryMap)) {
      link.append('map', JSON.stringify(to === null ? [from] : [from, to]));
    }
  }
  return link.toString();
}

function broken(message: string): GraftError {
  return new GraftError({
    code: 'link-broken',
    message: `The set-up in this link could not be read: ${message}`,
    remedy: 'Ask for the link again, whole, or set things up by hand; nothing was changed.',
  });
}

const single = new Set<string>([
  ...['data', 'corpus', 'model', 'panel', 'presenter', 'architecture', 'seed'],
  ...['adapt', 'unannotated', 'init', 'freeze', 'random'],
  ...hyperparameterKeys,
]);
const repeated = new Set(['new', 'annotated', 'map']);

function yes(link: URLSearchParams, key: string): boolean {
  const value = link.get(key);
  if (value !== null && value !== 'yes') throw broken(`"${key}" can only be "yes", not "${value}".`);
  return value === 'yes';
}

function readMapping(written: readonly string[]): Record<string, string | null> {
  const mapping: Record<string, string | null> = {};
  for (const pair of written) {
    let read: unknown;
    try {
      read = JSON.parse(pair);
    } catch {
      throw broken(`"map" holds ${pair}, which is not a pair of categories.`);
    }
    if (!Array.isArray(read) || typeof read[0] !== 'string' || !['string', 'undefined'].includes(typeof read[1])) {
      throw broken(`"map" holds ${pair}, which is not a pair of categories.`);
    }
    mapping[read[0]] = read[1] ?? null;
  }
  return mapping;
}

function readHyperparameters(link: URLSearchParams, architecture: ArchitectureName): Record<string, unknown> {
  const values: Record<string, unknown> = { ...architectureDefaults[architecture] };
  for (const key of hyperparameterKeys) {
    const written = link.get(key);
    if (written === null) continue;
    const { kind } = hyperparameterFields[key];
    if (kind === 'choice') values[key] = written;
    else if (kind === 'switch') values[key] = written === 'true' ? true : written === 'false' ? false : written;
    else values[key] = written.trim() === '' ? Number.NaN : Number(written);
  }
  return values;
}

/**
 * The set-up in an address; null where there is none.
 * @throws GraftError `link-broken`, saying which part does not read.
 */
export function decodeSetup(hash: string): LinkedSetup | null {
  const written = hash.replace(/^#/, '');
  if (written === '') return null;
  const link = new URLSearchParams(written);
  for (const key of link.keys()) {
    if (!single.has(key) && !repeated.has(key)) throw broken(`"${key}" means nothing here.`);
    if (single.has(key) && link.getAll(key).length > 1) throw broken(`"${key}" is given twice.`);
  }
  const data = link.get('data');
  if (data !== null && data !== 'demo') throw broken(`"data" can only be "demo", not "${data}".`);
  const panel = (link.get('panel') ?? 'train') as PanelName;
  if (!panelNames.includes(panel)) throw broken(`there is no panel "${panel}".`);
  const architecture = (link.get('architecture') ?? 'bilstm-crf') as ArchitectureName;
  if (!architectureNames.includes(architecture)) throw broken(`there is no architecture "${architecture}".`);
  const annotated = link.getAll('annotated');
  const adapts = yes(link, 'adapt') || link.has('new');
  const parsed = runConfigurationSchema.safeParse({
    version: 1,
    architecture,
    hyperparameters: readHyperparameters(link, architecture),
    seed: Number(link.get('seed') ?? '1'),
    ...(adapts && {
      adaptation: {
        newCategories: link.getAll('new'),
        annotated: annotated.length === 0 ? 'corpus' : annotated.filter((category) => category !== ''),
        unannotated: link.get('unannotated') ?? defaultAdaptation.unannotated,
        initialisation: link.get('init') ?? defaultAdaptation.initialisation,
        freeze: yes(link, 'freeze'),
        categoryMap: readMapping(link.getAll('map')),
        compareWithRandom: yes(link, 'random'),
      },
    }),
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw broken(`${issue?.path.at(-1)?.toString() ?? 'it'}: ${issue?.message ?? 'not understood'}.`);
  }
  return {
    configuration: parsed.data,
    demo: data === 'demo',
    corpus: link.get('corpus'),
    model: link.get('model'),
    panel,
    presenter: yes(link, 'presenter'),
  };
}
