/**
 * The run that is being set up. What was chosen is kept for all tasks (training, learning corpora together, adapting), so
 * that going from one to another and back loses nothing; the configuration that Start training uses is derived from it.
 */
import { create } from 'zustand';
import type { AdaptationPlan } from '../../workers/protocol/adaptationPlan.ts';
import { bertTagger } from '../../workers/protocol/architectures/bertTagger.ts';
import { bilstmCrf } from '../../workers/protocol/architectures/bilstmCrf.ts';
import { type Architecture, checkpointArchitectures, findArchitecture } from '../../workers/protocol/architectures.ts';
import {
  type AdaptationConfiguration,
  defaultAdaptation,
  defaultJointLearning,
  type JointLearning,
  type SingleConfiguration,
  type SingleTask,
} from '../../workers/protocol/configuration.ts';
import type { GazetteerList } from '../../workers/protocol/engine.ts';
import type { Problem } from '../../workers/protocol/errors.ts';
import type { FieldValue } from '../../workers/protocol/fields.ts';
import { labellingRateField } from '../../workers/protocol/labellingRate.ts';
import type { ModelSummary } from '../../workers/protocol/model.ts';
import { adaptationSettings, type TrainingSettings } from '../../workers/protocol/settings.ts';
import { type ModelSpecification, specificationFields, withSpecified } from '../../workers/protocol/specification.ts';
import { useCorpora } from './corpora.ts';
import { useEncoders } from './encoders.ts';
import { jointFields } from './jointChoice.ts';
import type { Keeping } from './remedies.ts';
import { defaultRepeating, type Repeating } from './repeating.ts';
import { refitting, standardSettings } from './standardSettings.ts';

export interface Choice {
  /** Adapt the source model, or train one from random weights, on one corpus or on several together. */
  readonly task: SingleTask;
  /** Of a model that is trained: the name under which its specification was chosen. */
  readonly architecture: string;
  readonly specification: ModelSpecification;
  /** By task: an adaptation takes smaller steps. */
  readonly settings: Readonly<Record<SingleTask, TrainingSettings>>;
  readonly seed: number;
  readonly adaptation: AdaptationConfiguration;
  /** Who chooses what is done against forgetting. */
  readonly keeping: Keeping;
  /** How corpora are learned together. */
  readonly joint: JointLearning;
  readonly repeating: Repeating;
  /** Of a model that is trained: the share of the training sentences that it learns from. */
  readonly labellingRate: number;
  /** Of a model that is trained: dev sentences that it carries along; 0 is none. */
  readonly carry: number;
  /** Of a model that is trained: whether it carries how much each of its numbers matters. */
  readonly importance: boolean;
  /** How large a share of all words is expected to be part of an entity, where that is left open; 0: nothing is expected. */
  readonly entityRatio: number;
}

/** A file of names, as it was read. */
export interface Gazetteer {
  readonly name: string;
  readonly blob: Blob;
  readonly lists: readonly GazetteerList[];
}

export interface SetupState extends Choice {
  /** What the result is called; empty means a name made from corpus and categories. */
  readonly name: string;
  readonly vectors: { readonly name: string; readonly blob: Blob } | null;
  /** What a model that is trained looks words up in; one that is adapted keeps its own. */
  readonly gazetteers: readonly Gazetteer[];
  /** What the adaptation would do to the output layer; null while it is being worked out or there is nothing to. */
  readonly plan: AdaptationPlan | null;
  readonly planProblem: Problem | null;
  /** The new categories that the problem is about; the plan is then of the others. */
  readonly unfit: readonly string[];
}

/** Nothing chosen but an architecture. */
export function choiceOf({ name, specification, settings }: Architecture): Choice {
  return {
    task: 'adapt',
    architecture: name,
    specification,
    settings: { train: settings, joint: settings, adapt: settings },
    seed: 1,
    adaptation: defaultAdaptation,
    keeping: 'automatic',
    joint: defaultJointLearning,
    repeating: defaultRepeating,
    labellingRate: labellingRateField.default,
    carry: 0,
    importance: false,
    entityRatio: 0,
  };
}

export const useSetup = create<SetupState>()(() => ({
  ...choiceOf(bilstmCrf),
  name: '',
  vectors: null,
  gazetteers: [],
  plan: null,
  planProblem: null,
  unfit: [],
}));

/** What is run, whether once or repeated. */
export function configurationOf(choice: Choice): SingleConfiguration {
  const { task, architecture, specification, settings, seed, adaptation, joint, entityRatio } = choice;
  const common = { version: 2, seed, settings: settings[task] } as const;
  // What is labelled or taken as O leaves nothing of which a share could be expected.
  const expects = entityRatio > 0 && (task === 'train' || adaptation.unannotated === 'marginal');
  const expected = expects ? { entityRatio } : {};
  if (task === 'adapt') return { task, ...common, ...expected, adaptation };
  const shaped = { ...common, architecture, specification };
  if (task === 'joint') return { task, ...shaped, joint };
  const { labellingRate, carry, importance } = choice;
  const rate = labellingRate < 1 && { labellingRate };
  return { task, ...shaped, ...expected, ...rate, ...(carry > 0 && { carry }), ...(importance && { importance }) };
}

/** The adaptation that is set up; null where a model begins with random weights. */
export function useAdaptation(): AdaptationConfiguration | null {
  return useSetup(({ task, adaptation }) => (task === 'adapt' ? adaptation : null));
}

export function setChoice(choice: Choice): void {
  useSetup.setState(choice);
}

export function setKeeping(keeping: Keeping): void {
  useSetup.setState({ keeping });
}

export function setTask(task: SingleTask): void {
  useSetup.setState({ task });
}

/** A new model is trained that begins with the encoder at hand. */
export function beginWithEncoder(): void {
  const { architecture } = useSetup.getState();
  setTask('train');
  setArchitecture(takesEncoder(architecture) ? architecture : bertTagger.name);
}

/** Another encoder is at hand: what is set up to begin with one has its sizes. */
export function takeEncoderSizes(): void {
  const { architecture } = useSetup.getState();
  if (takesEncoder(architecture)) setArchitecture(architecture);
}

/** The encoder is gone: what began with it is no choice any more. */
export function leaveEncoder(): void {
  if (takesEncoder(useSetup.getState().architecture)) setArchitecture(bilstmCrf.name);
}

const takesEncoder = (name: string) => checkpointArchitectures.some((each) => each.name === name);

/** Another architecture brings its own specification and settings; a transformer's sizes are those of the encoder at hand. */
export function setArchitecture(name: string): void {
  const architecture = findArchitecture(name);
  if (!architecture) return;
  const own = standardSettings(name);
  const { encoder } = useEncoders.getState();
  const specification =
    encoder && takesEncoder(name)
      ? { ...architecture.specification, encoder: encoder.specification }
      : architecture.specification;
  useSetup.setState(({ settings }) => ({
    architecture: name,
    specification,
    settings: { ...settings, train: own, joint: own },
  }));
}

/** Another corpus is the target: what nobody chose suits that one. */
useCorpora.subscribe((now, before) => {
  const { architecture } = useSetup.getState();
  const refit = refitting(architecture, before, now);
  if (!refit) return;
  useSetup.setState(({ settings }) => ({
    settings: { ...settings, train: refit(settings.train), joint: refit(settings.joint) },
  }));
});

/** One field changed, of the specification, of the settings of the task at hand, of how much of the corpus or of how corpora together are learned. The field must take the value. */
export function withField(choice: Choice, key: string, value: FieldValue): Choice {
  const { task, specification, settings } = choice;
  const shaping = specificationFields(specification).find((each) => each.key === key);
  if (shaping) return { ...choice, specification: withSpecified(specification, shaping, value) };
  if (task === 'joint' && key in jointFields) return { ...choice, joint: { ...choice.joint, [key]: value } };
  if (task === 'train' && key === 'labellingRate') return { ...choice, labellingRate: Number(value) };
  return { ...choice, settings: { ...settings, [task]: { ...settings[task], [key]: value } } };
}

export function setField(key: string, value: FieldValue): void {
  useSetup.setState((choice) => withField(choice, key, value));
}

export function setSeed(seed: number): void {
  useSetup.setState({ seed });
}

/** A change of how often it is run. */
export function setRepeating(change: Partial<Repeating>): void {
  useSetup.setState(({ repeating }) => ({ repeating: { ...repeating, ...change } }));
}

/** What a search draws a setting from, as it is written; null: what the papers drew it from. */
export function setSearchedRange(key: string, written: string | null): void {
  useSetup.setState(({ repeating }) => {
    const { [key]: _, ...others } = repeating.ranges;
    return { repeating: { ...repeating, ranges: written === null ? others : { ...others, [key]: written } } };
  });
}

export function setRunName(name: string): void {
  useSetup.setState({ name });
}

/** Larger files of vectors stay where the user has them, and are chosen again: in bytes. */
export const largestKeptFile = 1_000_000_000;

export function setVectors(vectors: SetupState['vectors']): void {
  useSetup.setState({ vectors });
}

/** @param carry at least 2, one to learn again and one to measure by; 0 is none. */
export function setCarry(carry: number): void {
  useSetup.setState({ carry });
}

export function setImportance(importance: boolean): void {
  useSetup.setState({ importance });
}

/** @param entityRatio below 1; 0: nothing is expected. */
export function setEntityRatio(entityRatio: number): void {
  useSetup.setState({ entityRatio });
}

/** A file of the same name takes the place of the one that was there. */
export function addGazetteer(added: Gazetteer): void {
  useSetup.setState(({ gazetteers }) => {
    const isThere = gazetteers.some(({ name }) => name === added.name);
    return {
      gazetteers: isThere
        ? gazetteers.map((each) => (each.name === added.name ? added : each))
        : [...gazetteers, added],
    };
  });
}

export function removeGazetteer(removed: string): void {
  useSetup.setState(({ gazetteers }) => ({ gazetteers: gazetteers.filter(({ name }) => name !== removed) }));
}

/**
 * A change of the adaptation, given what it is now: clicks may follow each other faster than the page is drawn, so that a
 * change must not be worked out from what was drawn last. A category is new once, however often it is added.
 */
export function setAdaptation(
  change: Partial<AdaptationConfiguration> | ((now: AdaptationConfiguration) => Partial<AdaptationConfiguration>),
): void {
  useSetup.setState(({ adaptation }) => {
    const changed = { ...adaptation, ...(typeof change === 'function' ? change(adaptation) : change) };
    return { adaptation: { ...changed, newCategories: [...new Set(changed.newCategories)] } };
  });
}

/** Whoever picks a category as new says that it was looked for, and that it goes by its own name. */
export function addCategories(added: readonly string[]): void {
  setAdaptation(({ newCategories, annotated, categoryMap }) => ({
    newCategories: [...newCategories, ...added],
    annotated: withNames(annotated, added),
    categoryMap: Object.fromEntries(Object.entries(categoryMap).filter(([name]) => !added.includes(name))),
  }));
}

/** Which of the model's categories a new one is a kind of; null: of none. */
export function setKind(category: string, kindOf: string | null): void {
  setKinds([[category, kindOf]]);
}

export function setKinds(kindsOf: Iterable<readonly [category: string, kindOf: string | null]>): void {
  setAdaptation(({ kinds }) => {
    const changed = new Map(Object.entries(kinds));
    for (const [category, kindOf] of kindsOf) {
      if (kindOf === null) changed.delete(category);
      else changed.set(category, kindOf);
    }
    return { kinds: Object.fromEntries(changed) };
  });
}

export function takeBackCategories(taken: readonly string[]): void {
  const stays = (name: string) => !taken.includes(name);
  setAdaptation(({ newCategories, annotated }) => ({
    newCategories: newCategories.filter(stays),
    annotated: annotated === 'corpus' ? annotated : annotated.filter(stays),
  }));
}

/**
 * Whether somebody looked for a category in the target.
 * @param before what counts as looked for as long as the user has not said anything.
 */
export function setAnnotated(category: string, annotated: boolean, before: readonly string[]): void {
  setAdaptation((now) => {
    const others = (now.annotated === 'corpus' ? before : now.annotated).filter((name) => name !== category);
    return { annotated: annotated ? [...others, category] : others };
  });
}

function withNames(
  annotated: AdaptationConfiguration['annotated'],
  names: readonly string[],
): AdaptationConfiguration['annotated'] {
  return annotated === 'corpus' ? annotated : [...new Set([...annotated, ...names])];
}

/** A change of how corpora are learned together. */
export function setJoint(change: Partial<JointLearning>): void {
  useSetup.setState(({ joint }) => ({ joint: { ...joint, ...change } }));
}

/** What labels of the corpora that are learned beside the target may be among its own; nothing: each is what it is. */
export function mapLabels(labels: Iterable<readonly [label: string, meanings: readonly string[]]>): void {
  useSetup.setState(({ joint }) => {
    const map = new Map(Object.entries(joint.labelMap));
    for (const [label, meanings] of labels) {
      if (meanings.length > 0) map.set(label, [...meanings]);
      else map.delete(label);
    }
    return { joint: { ...joint, labelMap: Object.fromEntries(map) } };
  });
}

/** What the model calls a category of the corpus: another name, null to leave it out, undefined for its own name. */
export function nameInModel(category: string, name: string | null | undefined): void {
  nameAllInModel([[category, name]]);
}

export function nameAllInModel(names: Iterable<readonly [category: string, name: string | null | undefined]>): void {
  setAdaptation((now) => {
    const categoryMap = { ...now.categoryMap };
    let { newCategories, annotated } = now;
    for (const [category, name] of names) {
      delete categoryMap[category];
      if (name === undefined) continue;
      categoryMap[category] = name;
      newCategories = newCategories.filter((each) => each !== category);
      // What has examples was looked for.
      if (name !== null) annotated = withNames(annotated, [name]);
    }
    return { categoryMap, newCategories, annotated };
  });
}

/** Adapt this model: the settings begin at what suits it. */
export function adaptFrom(model: ModelSummary): void {
  useSetup.setState(({ settings }) => ({
    task: 'adapt',
    settings: { ...settings, adapt: adaptationSettings(model) },
  }));
}
