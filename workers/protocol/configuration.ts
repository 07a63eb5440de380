/**
 * The one JSON description of a run that the page, the command line, the address of a demo and the bundle share. Same
 * configuration, same inputs, same machine: same numbers.
 */
import { z } from 'zod';
import { labellingRateField } from './labellingRate.ts';
import { recordOf } from './record.ts';
import { settingsSchema } from './settings.ts';
import { specificationSchema } from './specification.ts';

export const backendPreferences = ['auto', 'webgpu', 'wasm', 'cpu'] as const;
export type BackendPreference = (typeof backendPreferences)[number];

export const initialisations = ['zeros', 'normal', 'matched', 'best'] as const;
/** New output rows: zeros, N(0,1), N(μ,σ²) of the layer's trained weights, or whichever of the three is best on dev. */
export type Initialisation = (typeof initialisations)[number];

export const unannotatedTreatments = ['pseudo', 'as-o', 'marginal'] as const;
/** Categories the target corpus does not annotate: labelled by the source model, taken as O, or summed over. */
export type UnannotatedTreatment = (typeof unannotatedTreatments)[number];

export const adaptationSchema = z.object({
  /** Categories that the output layer grows for. May be empty: more data for what is known already. */
  newCategories: z.array(z.string().min(1)),
  /** What somebody looked for in the target corpus; `corpus` believes the corpus's own record. */
  annotated: z.union([z.literal('corpus'), z.array(z.string().min(1))]),
  unannotated: z.enum(unannotatedTreatments),
  initialisation: z.enum(initialisations),
  /**
   * What was transferred stays as it is; only what grows with the tags learns: the output layer, a CRF's transitions, the
   * label embeddings of a decoder.
   */
  freeze: z.boolean(),
  /** Target corpus's category to the model's, or null to leave it out. Renames and merges before anything else. */
  categoryMap: recordOf(z.string().nullable()),
  /** Which old category a new one is a kind of, as a politician is a person. */
  kinds: recordOf(z.string().min(1)).default({}),
  /** How much the loss weighs what the source model says of the target's sentences; 0 is not at all. */
  distil: z.number().min(0).max(100).default(0),
  /**
   * Of pseudo-labels: how probable a whole span must be to the source model. What is less probable stays open, where the output
   * can learn from that, and is none elsewhere.
   */
  pseudoConfidence: z.number().min(0).max(1).default(0),
  /** How strongly the weights are drawn back to the source's; 0 is not at all. */
  pull: z.number().min(0).max(10_000).default(0),
  /** How often in an epoch each of the sentences that the source model carries to that end is learned again; 0.5 is every other time. */
  rehearse: z.number().min(0).max(100).default(0),
  /** For each training sentence so many in an epoch that are made up of it and labelled by the source model; 0 is none. */
  imagine: z.number().min(0).max(100).default(0),
  /** After the training the best point is taken on the line between what it began with and what it came to. */
  mix: z.boolean().default(false),
  /**
   * How much of each tag's score is the source model's, which is asked as well once the training has ended: a share, or the best of
   * some; 0 is not at all.
   */
  consult: z.union([z.literal('best'), z.number().min(0).lt(1)]).default(0),
  /** How much of the choice of the best epoch, of that point and of that share, is F1 on the yardstick; the rest is the target's dev F1. */
  yardstickWeight: z.number().min(0).max(1).default(0),
  /** Also trains the same architecture from random weights on the target, for comparison. */
  compareWithRandom: z.boolean(),
});
export type AdaptationConfiguration = z.infer<typeof adaptationSchema>;
/** By new category, the old one that it is a kind of. */
export type Kinds = AdaptationConfiguration['kinds'];

const seedSchema = z.number().int().min(0).max(0xffffffff);

const common = {
  version: z.literal(2),
  seed: seedSchema,
  settings: settingsSchema,
};

const labelled = {
  /** The share of the training sentences that is learned from, drawn by the seed (paper 3); absent, it is all of them. */
  labellingRate: z.number().min(labellingRateField.minimum).max(labellingRateField.maximum).optional(),
  /**
   * How large a share of all words is expected to be part of an entity, where sentences leave open which are (Effland and Collins
   * 2021); absent, nothing is expected.
   */
  entityRatio: z.number().gt(0).lt(1).optional(),
};

/** Trains a model from random weights. */
const trainConfigurationSchema = z.object({
  task: z.literal('train'),
  ...common,
  ...labelled,
  /** So many of the dev sentences the model carries along; absent, it is none. */
  carry: z.number().int().min(2).max(100_000).optional(),
  /** Whether it carries how much each of its numbers matters, by which a later adaptation pulls; absent, it does not. */
  importance: z.boolean().optional(),
  /** The name under which the specification was chosen. */
  architecture: z.string().min(1),
  specification: specificationSchema,
});
export type TrainConfiguration = z.infer<typeof trainConfigurationSchema>;

/** Teaches a source model, whose specification stays. */
const adaptConfigurationSchema = z.object({
  task: z.literal('adapt'),
  ...common,
  ...labelled,
  adaptation: adaptationSchema,
});
export type AdaptConfiguration = z.infer<typeof adaptConfigurationSchema>;

export const sharings = ['all', 'encoder', 'characters'] as const;
/**
 * What tasks that are learned together share (paper 3, section 3.2): everything, under a map of labels (T-A); all but the
 * output (T-B); or characters alone, as between languages (T-C).
 */
export type Sharing = (typeof sharings)[number];

const share = z.number().min(0).max(1);

export const jointSchema = z.object({
  sharing: z.enum(sharings),
  /** T-A: for a label of the sources, what of the target's it may be. A label without an entry stays as it is. */
  labelMap: recordOf(z.array(z.string().min(1)).min(1)),
  /** Probability that a step learns from the target; the sources share the rest evenly. */
  targetShare: share,
  /** Share of the target's training sentences that is learned from (paper 3's labelling rate). */
  rate: share,
});
export type JointLearning = z.infer<typeof jointSchema>;

/** Learns a target together with other corpora, all from random weights (paper 3). */
const jointConfigurationSchema = z.object({
  task: z.literal('joint'),
  ...common,
  architecture: z.string().min(1),
  specification: specificationSchema,
  joint: jointSchema,
});
export type JointConfiguration = z.infer<typeof jointConfigurationSchema>;

export const singleConfigurationSchema = z.discriminatedUnion('task', [
  trainConfigurationSchema,
  adaptConfigurationSchema,
  jointConfigurationSchema,
]);
/** A run that makes one model. */
export type SingleConfiguration = z.infer<typeof singleConfigurationSchema>;
export type SingleTask = SingleConfiguration['task'];

/** The same run once with each seed: how much of a result is chance. The model of the best dev score is kept. */
const repeatConfigurationSchema = z.object({
  task: z.literal('repeat'),
  version: z.literal(2),
  run: singleConfigurationSchema,
  seeds: z
    .array(seedSchema)
    .min(2)
    .refine((seeds) => new Set(seeds).size === seeds.length, 'each seed may stand there once'),
});
export type RepeatConfiguration = z.infer<typeof repeatConfigurationSchema>;

/** The same run once with each of some choices of sizes and settings. The model of the best dev score is kept. */
const searchConfigurationSchema = z.object({
  task: z.literal('search'),
  version: z.literal(2),
  run: trainConfigurationSchema,
  /** What each trial has in the place of the run's own, by the fields' names. */
  trials: z.array(recordOf(z.union([z.number(), z.string(), z.boolean()]))).min(2),
});
export type SearchConfiguration = z.infer<typeof searchConfigurationSchema>;

/** A further kind of run is a further member here and a file of its own in `engine/runs/`. */
export const runConfigurationSchema = z.discriminatedUnion('task', [
  trainConfigurationSchema,
  adaptConfigurationSchema,
  jointConfigurationSchema,
  repeatConfigurationSchema,
  searchConfigurationSchema,
]);
export type RunConfiguration = z.infer<typeof runConfigurationSchema>;

/** What is run, whether once, with several seeds, or with several settings. */
export function singleRunOf(configuration: RunConfiguration): SingleConfiguration {
  return 'run' in configuration ? configuration.run : configuration;
}

export const defaultJointLearning: JointLearning = { sharing: 'encoder', labelMap: {}, targetShare: 0.5, rate: 1 };

export const defaultAdaptation: AdaptationConfiguration = {
  newCategories: [],
  annotated: 'corpus',
  unannotated: 'pseudo',
  initialisation: 'matched',
  freeze: false,
  categoryMap: {},
  kinds: {},
  distil: 0,
  pseudoConfidence: 0,
  pull: 0,
  rehearse: 0,
  imagine: 0,
  mix: false,
  consult: 0,
  yardstickWeight: 0,
  compareWithRandom: false,
};
