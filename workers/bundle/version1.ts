/**
 * Bundles of version 1, when a model had one flat list of hyperparameters, words and characters of its own, and weights
 * named after its two LSTMs. They are read as what they would be today.
 */
import { z } from 'zod';
import type { Weight } from '../layers/parameters.ts';
import type { Texts } from '../layers/part.ts';
import type { ModelState } from '../models/state.ts';
import { adaptationSchema, type SingleConfiguration } from '../protocol/configuration.ts';
import { bilstmEncoder } from '../protocol/encoders/bilstm.ts';
import { shapeOf } from '../protocol/fields.ts';
import { settingsFields, settingsSchema, type TrainingSettings } from '../protocol/settings.ts';
import { type ModelSpecification, specificationSchema } from '../protocol/specification.ts';
import { historyFields, namesSchema } from './manifest.ts';
import { checkSums, readPart } from './parts.ts';
import { readSafetensors } from './safetensors.ts';

/** One flat list: what shaped the network, and how it was trained. */
const hyperparametersSchema = z.object({ ...shapeOf(bilstmEncoder.fields), ...shapeOf(settingsFields) });
type Hyperparameters = z.infer<typeof hyperparametersSchema>;

const outputs = { blstm: 'softmax', 'bilstm-crf': 'crf' } as const;
const architectureSchema = z.enum(['blstm', 'bilstm-crf']);
type Architecture = z.infer<typeof architectureSchema>;

const configurationSchema = z.object({
  version: z.literal(1),
  architecture: architectureSchema,
  hyperparameters: hyperparametersSchema,
  seed: z.number().int().min(0).max(0xffffffff),
  adaptation: adaptationSchema.optional(),
});

const schemeSchema = z.enum(['iob2', 'bioes', 'tags']);

const manifestSchema = z.object({
  name: z.string(),
  architecture: architectureSchema,
  scheme: schemeSchema,
  categories: namesSchema,
  tags: namesSchema,
  hyperparameters: hyperparametersSchema,
  history: z.array(z.object({ ...historyFields, configuration: configurationSchema })),
  checksums: z.object({ 'weights.safetensors': z.string(), 'vocabulary.json': z.string() }),
});

const vocabularySchema = z.object({ words: z.array(z.string()), characters: z.array(z.string()) });

/** @throws GraftError naming the part that is wrong. */
export function readVersion1(file: string, partOf: (name: string) => Uint8Array): ModelState {
  const manifest = readPart(file, 'model.json', partOf('model.json'), manifestSchema);
  checkSums(file, manifest.checksums, partOf);
  const { words, characters } = readPart(file, 'vocabulary.json', partOf('vocabulary.json'), vocabularySchema);
  const { name, architecture, scheme, categories, tags, hyperparameters } = manifest;
  const weights = renamed(readSafetensors(partOf('weights.safetensors'), `${file}: weights.safetensors`));
  const specification = specificationOf(architecture, scheme, withTableSize(hyperparameters, weights));
  const history = manifest.history.map(({ configuration, ...entry }) => ({
    ...entry,
    configuration: configurationOf(configuration, scheme),
  }));
  // An adapted model named its source's hyperparameters; its history has its own.
  const settings = history.at(-1)?.configuration.settings ?? settingsOf(hyperparameters);
  const texts: Texts = { 'wordTable.words': words, 'characterTable.characters': characters };
  return { name, architecture, specification, categories, tags, settings, texts, weights, history };
}

/** Vectors brought a size of their own, which stood in the table alone. One that cannot be is left for the table to refuse. */
function withTableSize(hyperparameters: Hyperparameters, weights: Readonly<Record<string, Weight>>): Hyperparameters {
  const wordEmbedding = weights['wordTable.rows']?.shape[1] ?? hyperparameters.wordEmbedding;
  return hyperparametersSchema.safeParse({ ...hyperparameters, wordEmbedding }).data ?? hyperparameters;
}

function specificationOf(
  architecture: Architecture,
  scheme: z.infer<typeof schemeSchema>,
  hyperparameters: Hyperparameters,
): ModelSpecification {
  const chosen = Object.keys(bilstmEncoder.fields).map((key) => [key, hyperparameters[key]]);
  return specificationSchema.parse({
    encoder: { kind: 'bilstm', ...Object.fromEntries(chosen) },
    output: { kind: outputs[architecture], scheme },
  });
}

function settingsOf(hyperparameters: Hyperparameters): TrainingSettings {
  return settingsSchema.parse(hyperparameters);
}

function configurationOf(
  { architecture, hyperparameters, seed, adaptation }: z.infer<typeof configurationSchema>,
  scheme: z.infer<typeof schemeSchema>,
): SingleConfiguration {
  const common = { version: 2, seed, settings: settingsOf(hyperparameters) } as const;
  if (adaptation) return { ...common, task: 'adapt', adaptation };
  const specification = specificationOf(architecture, scheme, hyperparameters);
  return { ...common, task: 'train', architecture, specification };
}

/** What the parts were called; each kept the names of its own parameters but for two. */
const newNames: readonly (readonly [RegExp, string])[] = [
  [/^word\.embedding$/, 'wordTable.rows'],
  [/^character\.embedding$/, 'characterTable.rows'],
  [/^crf\.transitions$/, 'transitions.scores'],
  [/^word\./, 'wordLayer.'],
  [/^character\./, 'characterLayer.'],
  [/^output\./, 'outputLayer.'],
];

function renamed(weights: Readonly<Record<string, Weight>>): Record<string, Weight> {
  return Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => {
      const [pattern = /^/, replacement = ''] = newNames.find(([old]) => old.test(name)) ?? [];
      return [name.replace(pattern, replacement), weight];
    }),
  );
}
