/**
 * `--set key=value`: the hyperparameters as the command line takes them. Everything is read from the one table of the
 * protocol, so that the help never says anything else than what is checked.
 */
import {
  type ArchitectureName,
  architectureDefaults,
  architectureNames,
  type HyperparameterField,
  type Hyperparameters,
  hyperparameterFields,
} from '../workers/protocol/hyperparameters.ts';
import { UsageError } from './failure.ts';
import { suggestion } from './nearest.ts';

type Key = keyof Hyperparameters;

const keys = Object.keys(hyperparameterFields) as Key[];

/**
 * `base` with the settings on top.
 * @param fixed Adapting: the keys that shape the network are the source model's and cannot be set.
 * @throws UsageError naming the key, what it takes, and the nearest key where there is none of that name.
 */
export function applySettings(base: Hyperparameters, settings: readonly string[], fixed = false): Hyperparameters {
  const changed: Record<string, unknown> = { ...base };
  for (const setting of settings) {
    const equals = setting.indexOf('=');
    if (equals < 1) throw new UsageError(`--set ${setting}: give it as key=value, such as --set epochs=20.`);
    const key = setting.slice(0, equals);
    const field = Object.hasOwn(hyperparameterFields, key) ? hyperparameterFields[key as Key] : undefined;
    if (!field) {
      throw new UsageError(
        `--set ${key}: there is no such hyperparameter.${suggestion(key, keys)} There are: ${keys.join(', ')}.`,
      );
    }
    if (fixed && field.group === 'model') {
      throw new UsageError(`--set ${key}: it shapes the network and is fixed by the source model.`);
    }
    changed[key] = readValue(key, field, setting.slice(equals + 1));
  }
  return changed as unknown as Hyperparameters;
}

function readValue(key: string, field: HyperparameterField, text: string): unknown {
  const refuse = () => new UsageError(`--set ${key}=${text}: ${key} takes ${valueHelp(field)}.`);
  if (field.kind === 'switch') {
    if (text !== 'true' && text !== 'false') throw refuse();
    return text === 'true';
  }
  if (field.kind === 'choice') {
    if (!field.choices.some(({ value }) => value === text)) throw refuse();
    return text;
  }
  const value = Number(text);
  const fits = text.trim() !== '' && value >= field.minimum && value <= field.maximum;
  if (!fits || (field.kind === 'integer' && !Number.isInteger(value))) throw refuse();
  return value;
}

function valueHelp(field: HyperparameterField): string {
  if (field.kind === 'switch') return 'true or false';
  if (field.kind === 'choice') return `one of ${field.choices.map(({ value }) => value).join(', ')}`;
  return `a ${field.kind === 'integer' ? 'whole number' : 'number'} from ${field.minimum} to ${field.maximum}`;
}

/** The part of the help that lists every key, for `train` (all of them) or `adapt` (those of training). */
export function settingsHelp(command: 'train' | 'adapt'): string {
  const shown = keys.filter((key) => command === 'train' || hyperparameterFields[key].group === 'training');
  const width = Math.max(...shown.map((key) => key.length));
  const entries = shown.map((key) => {
    const field = hyperparameterFields[key];
    const standard = command === 'train' ? `; default ${defaults(key)}` : '';
    return `  ${key.padEnd(width)}  ${field.help}\n  ${' '.repeat(width)}  ${valueHelp(field)}${standard}`;
  });
  const origin = command === 'adapt' ? ' (defaults: as the source model was trained, at half its learning rate)' : '';
  return `\nHyperparameters for --set${origin}:\n${entries.join('\n')}\n`;
}

/** One value where the architectures agree, otherwise each one's. */
function defaults(key: Key): string {
  const values = new Map<string, ArchitectureName[]>();
  for (const name of architectureNames) {
    const value = String(architectureDefaults[name][key]);
    values.set(value, [...(values.get(value) ?? []), name]);
  }
  if (values.size === 1) return [...values.keys()].join();
  return [...values].map(([value, names]) => `${value} (${names.join(', ')})`).join(', ');
}
