/**
 * A set-up as an address, so that a talk's demo is a link: `#data=demo&new=Address&seed=1`. Readable, and short, because
 * only what differs from the architecture's defaults is written. Files never travel in it, just their names.
 */
import { findArchitecture } from '../../workers/protocol/architectures.ts';
import {
  type AdaptationConfiguration,
  adaptationSchema,
  defaultAdaptation,
  defaultJointLearning,
  runConfigurationSchema,
} from '../../workers/protocol/configuration.ts';
import { readValue, valueHelp } from '../../workers/protocol/fields.ts';
import { type ChosenField, chosenRate, chosenSettings, chosenSpecification } from '../store/chosenFields.ts';
import { chosenJoint } from '../store/jointChoice.ts';
import { type Choice, choiceOf, configurationOf, withField } from '../store/setup.ts';
import { type PanelName, panelNames } from '../store/view.ts';
import { jointKeys, readJoint, writeJoint } from './jointLink.ts';
import { broken, checked } from './linkFaults.ts';
import { readRepeating, repeatingKeys, writeRepeating } from './repeatingLink.ts';

export interface LinkedSetup {
  /** Of the task that it is not about, what the architecture has. */
  readonly choice: Choice;
  /** Whether the data are the demo's, which ships with the page; others have to be loaded by hand. */
  readonly demo: boolean;
  /** What the user has to load where the demo is not meant: the names of corpus and source model. */
  readonly corpus: string | null;
  readonly model: string | null;
  /** The names of the corpora that are learned together with it. */
  readonly together: readonly string[];
  readonly panel: PanelName;
  readonly presenter: boolean;
}

/** The fields that a link of this choice may set. */
function fieldsOf(choice: Choice): ChosenField[] {
  const own = choice.settings[choice.task];
  const standard = findArchitecture(choice.architecture)?.settings ?? own;
  const joint = choice.task === 'joint' ? chosenJoint(choice.joint) : [];
  return [...chosenSpecification(choice), ...chosenSettings(own, standard), ...chosenRate(choice), ...joint];
}

/** The part after the `#`. */
export function encodeSetup({ choice, demo, corpus, model, together, panel, presenter }: LinkedSetup): string {
  const link = new URLSearchParams();
  if (demo) link.set('data', 'demo');
  else {
    if (corpus) link.set('corpus', corpus);
    if (model) link.set('model', model);
  }
  link.set('panel', panel);
  if (presenter) link.set('presenter', 'yes');
  link.set('architecture', choice.architecture);
  link.set('seed', String(choice.seed));
  for (const { key, value, standard } of fieldsOf(choice)) if (value !== standard) link.set(key, String(value));
  if (choice.task === 'train') {
    if (choice.carry > 0) link.set('carry', String(choice.carry));
    if (choice.importance) link.set('importance', 'yes');
  }
  if (choice.task === 'adapt') {
    writeAdaptation(link, choice.adaptation);
    if (choice.keeping === 'chosen') link.set('remedies', 'chosen');
  }
  if (choice.task !== 'joint' && choice.entityRatio > 0) link.set('entity-ratio', String(choice.entityRatio));
  if (choice.task === 'joint') writeJoint(link, choice.joint, together);
  writeRepeating(link, choice);
  return link.toString();
}

/** Of remedies against forgetting. */
const weights = ['distil', 'rehearse', 'imagine', 'pull', 'pseudoConfidence'] as const;

function writeAdaptation(link: URLSearchParams, adaptation: AdaptationConfiguration): void {
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
  for (const pair of Object.entries(adaptation.kinds)) link.append('kind-of', JSON.stringify(pair));
  for (const key of weights) {
    if (adaptation[key] !== defaultAdaptation[key]) link.set(key, String(adaptation[key]));
  }
  if (adaptation.mix) link.set('mix', 'yes');
  if (adaptation.consult !== 0) link.set('consult', String(adaptation.consult));
  if (adaptation.yardstickWeight !== defaultAdaptation.yardstickWeight)
    link.set('yardstick-weight', String(adaptation.yardstickWeight));
}

const single: readonly string[] = [
  ...['data', 'corpus', 'model', 'panel', 'presenter', 'architecture', 'seed', 'carry', 'importance', 'entity-ratio'],
  ...['adapt', 'unannotated', 'init', 'freeze', 'random', 'remedies', ...weights, 'mix', 'consult', 'yardstick-weight'],
  ...jointKeys.single,
  ...repeatingKeys.single,
];
const repeated: readonly string[] = [
  ...['new', 'annotated', 'map', 'kind-of'],
  ...jointKeys.repeated,
  ...repeatingKeys.repeated,
];

function checkKeys(link: URLSearchParams, fields: readonly ChosenField[]): void {
  for (const key of link.keys()) {
    if (repeated.includes(key)) continue;
    const known = single.includes(key) || fields.some((field) => field.key === key);
    if (!known) throw broken(`"${key}" means nothing here.`);
    if (link.getAll(key).length > 1) throw broken(`"${key}" is given twice.`);
  }
}

function yes(link: URLSearchParams, key: string): boolean {
  const value = link.get(key);
  if (value !== null && value !== 'yes') throw broken(`"${key}" can only be "yes", not "${value}".`);
  return value === 'yes';
}

function readMapping(link: URLSearchParams, key: string): Record<string, string | null> {
  const mapping: Record<string, string | null> = {};
  for (const pair of link.getAll(key)) {
    let read: unknown;
    try {
      read = JSON.parse(pair);
    } catch {
      throw broken(`"${key}" holds ${pair}, which is not a pair of categories.`);
    }
    if (!Array.isArray(read) || typeof read[0] !== 'string' || !['string', 'undefined'].includes(typeof read[1])) {
      throw broken(`"${key}" holds ${pair}, which is not a pair of categories.`);
    }
    mapping[read[0]] = read[1] ?? null;
  }
  return mapping;
}

/** A share, or `best`; what is neither the schema refuses. */
const shareIn = (written: string | null) =>
  written === 'best' ? written : Number(written ?? defaultAdaptation.consult);

function readAdaptation(link: URLSearchParams): AdaptationConfiguration {
  const annotated = link.getAll('annotated');
  return checked(
    adaptationSchema.safeParse({
      newCategories: link.getAll('new'),
      annotated: annotated.length === 0 ? 'corpus' : annotated.filter((category) => category !== ''),
      unannotated: link.get('unannotated') ?? defaultAdaptation.unannotated,
      initialisation: link.get('init') ?? defaultAdaptation.initialisation,
      freeze: yes(link, 'freeze'),
      categoryMap: readMapping(link, 'map'),
      kinds: readMapping(link, 'kind-of'),
      ...Object.fromEntries(weights.map((key) => [key, Number(link.get(key) ?? defaultAdaptation[key])])),
      mix: yes(link, 'mix'),
      consult: shareIn(link.get('consult')),
      yardstickWeight: Number(link.get('yardstick-weight') ?? defaultAdaptation.yardstickWeight),
      compareWithRandom: yes(link, 'random'),
    }),
  );
}

function keepingIn(link: URLSearchParams): Choice['keeping'] {
  const written = link.get('remedies');
  if (written !== null && written !== 'chosen') throw broken(`"remedies" can only be "chosen", not "${written}".`);
  return written ?? 'automatic';
}

function entityRatioIn(link: URLSearchParams): number {
  const written = link.get('entity-ratio') ?? '0';
  const ratio = Number(written);
  if (written.trim() === '' || !(ratio >= 0 && ratio < 1))
    throw broken(`"entity-ratio" takes a share from 0 to below 1, not "${written}".`);
  return ratio;
}

/** The architecture's own, and what the link says otherwise. */
function readChoice(link: URLSearchParams): Choice {
  const name = link.get('architecture') ?? 'bilstm-crf';
  const architecture = findArchitecture(name);
  if (!architecture) throw broken(`there is no architecture "${name}".`);
  const adapts = yes(link, 'adapt') || link.has('new');
  const joint = readJoint(link);
  if (adapts && joint) throw broken('it asks to adapt a model and to learn corpora together, which are two runs.');
  const task = adapts ? 'adapt' : joint ? 'joint' : 'train';
  let choice: Choice = { ...choiceOf(architecture), task, joint: joint ?? defaultJointLearning };
  const fields = fieldsOf(choice);
  checkKeys(link, fields);
  for (const { key, field } of fields) {
    const written = link.get(key);
    if (written === null) continue;
    const value = readValue(field, written);
    if (value === undefined) throw broken(`"${key}" takes ${valueHelp(field)}, not "${written}".`);
    choice = withField(choice, key, value);
  }
  choice = {
    ...choice,
    seed: Number(link.get('seed') ?? '1'),
    keeping: keepingIn(link),
    carry: Number(link.get('carry') ?? '0'),
    importance: yes(link, 'importance'),
    entityRatio: entityRatioIn(link),
    adaptation: adapts ? readAdaptation(link) : defaultAdaptation,
  };
  checked(runConfigurationSchema.safeParse(configurationOf(choice)));
  return { ...choice, repeating: readRepeating(link, choice) };
}

/**
 * The set-up in an address; null where there is none.
 * @throws GraftError `link-broken`, saying which part does not read.
 */
export function decodeSetup(hash: string): LinkedSetup | null {
  const written = hash.replace(/^#/, '');
  if (written === '') return null;
  const link = new URLSearchParams(written);
  const choice = readChoice(link);
  const data = link.get('data');
  if (data !== null && data !== 'demo') throw broken(`"data" can only be "demo", not "${data}".`);
  const panel = (link.get('panel') ?? 'train') as PanelName;
  if (!panelNames.includes(panel)) throw broken(`there is no panel "${panel}".`);
  return {
    choice,
    demo: data === 'demo',
    corpus: link.get('corpus'),
    model: link.get('model'),
    together: link.getAll('with'),
    panel,
    presenter: yes(link, 'presenter'),
  };
}
