/**
 * `--set key=value`: what shapes a model and how it is trained, as the command line takes it. Everything is read from the
 * declarations of the protocol, so that the help never says anything else than what is checked.
 */
import { architectures, checkpointArchitectures } from '../workers/protocol/architectures.ts';
import { type Field, type FieldValue, readValue, valueHelp } from '../workers/protocol/fields.ts';
import { settingsFields, type TrainingSettings } from '../workers/protocol/settings.ts';
import { type ModelSpecification, specificationFields, withSpecified } from '../workers/protocol/specification.ts';
import { UsageError } from './failure.ts';
import { suggestion } from './nearest.ts';

/** One `--set`, read and checked. */
interface Chosen {
  readonly key: string;
  readonly value: FieldValue;
}

const offered = [...architectures, ...checkpointArchitectures];
const settingsKeys = Object.keys(settingsFields);

/** The specification and the settings with what was chosen on top. @throws UsageError saying what is right. */
export function chooseForTraining(
  specification: ModelSpecification,
  settings: TrainingSettings,
  words: readonly string[],
): { specification: ModelSpecification; settings: TrainingSettings } {
  const fields = new Map(specificationFields(specification).map((each) => [each.key, each]));
  let chosen = { specification, settings };
  for (const { key, value } of words.map((word) => read(word, [...fields.keys(), ...settingsKeys], fieldOf(fields)))) {
    const shaping = fields.get(key);
    chosen = shaping
      ? { ...chosen, specification: withSpecified(chosen.specification, shaping, value) }
      : { ...chosen, settings: { ...chosen.settings, [key]: value } };
  }
  return chosen;
}

function fieldOf(fields: ReadonlyMap<string, { readonly field: Field }>) {
  return (key: string) => fields.get(key)?.field ?? settingsField(key);
}

/** The settings with what was chosen on top; what shapes the network is the source model's and cannot be set. */
export function chooseForAdapting(settings: TrainingSettings, words: readonly string[]): TrainingSettings {
  const shaping = new Set(
    architectures.flatMap(({ specification }) => specificationFields(specification)).map(({ key }) => key),
  );
  const chosen = words.map((word) =>
    read(word, settingsKeys, (key) => {
      if (shaping.has(key))
        throw new UsageError(`--set ${key}: it shapes the network and is fixed by the source model.`);
      return settingsField(key);
    }),
  );
  return { ...settings, ...Object.fromEntries(chosen.map(({ key, value }) => [key, value])) };
}

function settingsField(key: string): Field | undefined {
  return Object.hasOwn(settingsFields, key) ? settingsFields[key as keyof TrainingSettings] : undefined;
}

function read(word: string, keys: readonly string[], fieldOf: (key: string) => Field | undefined): Chosen {
  const equals = word.indexOf('=');
  if (equals < 1) throw new UsageError(`--set ${word}: give it as key=value, such as --set epochs=20.`);
  const [key, text] = [word.slice(0, equals), word.slice(equals + 1)];
  const field = fieldOf(key);
  if (!field) {
    const others = offered.filter(({ specification }) =>
      specificationFields(specification).some((each) => each.key === key),
    );
    if (others.length > 0) {
      const names = others.map(({ name }) => name).join(', ');
      throw new UsageError(
        `--set ${key}: this architecture has no such size; it belongs to ${names}. There are: ${keys.join(', ')}.`,
      );
    }
    throw new UsageError(
      `--set ${key}: there is no such setting.${suggestion(key, keys)} There are: ${keys.join(', ')}.`,
    );
  }
  const value = readValue(field, text);
  if (value === undefined) {
    const several = /^[^,]*,[^,=]+=/.test(text)
      ? ' Blanks part several settings, as in --set epochs=20 dropout=0.3.'
      : '';
    throw new UsageError(`--set ${key}=${text}: ${key} takes ${valueHelp(field)}.${several}`);
  }
  return { key, value };
}

/** The part of the help that lists every key, for `train` (all of them) or `adapt` (those of training). */
export function settingsHelp(command: 'train' | 'adapt'): string {
  const shaping = architectures.flatMap(({ name, specification }) =>
    specificationFields(specification).map(({ key, field, value }) => ({ name, key, field, value })),
  );
  const training = offered.flatMap(({ name, settings }) =>
    Object.entries(settingsFields).map(([key, field]) => ({
      name,
      key,
      field,
      value: settings[key as keyof TrainingSettings],
    })),
  );
  const listed = command === 'train' ? [...shaping, ...training] : training;
  const keys = [...new Set(listed.map(({ key }) => key))];
  const width = Math.max(...keys.map((key) => key.length));
  const entries = keys.map((key) => {
    const uses = listed.filter((each) => each.key === key);
    const { field } = uses[0] as (typeof uses)[number];
    const standard = command === 'train' ? `; default ${defaults(uses)}` : '';
    return `  ${key.padEnd(width)}  ${field.help}\n  ${' '.repeat(width)}  ${valueHelp(field)}${standard}`;
  });
  const origin =
    command === 'adapt'
      ? ' (defaults: as the source model was trained, at half its learning rate; what was adapted before goes on at its own)'
      : '';
  return `\nSettings for --set${origin}:\n${entries.join('\n')}\n`;
}

/** One value where the architectures agree, otherwise each one's. */
function defaults(uses: readonly { readonly name: string; readonly value: FieldValue }[]): string {
  const values = new Map<string, string[]>();
  for (const { name, value } of uses) values.set(String(value), [...(values.get(String(value)) ?? []), name]);
  if (values.size === 1) return [...values.keys()].join();
  return [...values].map(([value, names]) => `${value} (${names.join(', ')})`).join(', ');
}
