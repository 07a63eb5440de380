/** Numbers that have options of their own, by the declarations of what can be set. */
import { type Command, InvalidArgumentError } from 'commander';
import { type Field, type Fields, readValue, valueHelp } from '../workers/protocol/fields.ts';

/** By the fields' names, what the option is called. */
export type OptionNames = Readonly<Record<string, string>>;

/** @param standards by the fields' names, the default in words where it is not the field's alone. */
export function addNumberOptions(
  command: Command,
  fields: Fields,
  names: OptionNames,
  standards: Readonly<Record<string, string>> = {},
): Command {
  for (const [key, name] of Object.entries(names)) {
    const field = fields[key] as Field;
    const standard = standards[key] ?? field.default;
    const help = `${field.label.toLowerCase()}: ${field.help} (default: ${standard})`;
    command.option(`--${name} <number>`, help, (text) => numberOf(field, text));
  }
  return command;
}

/** Those that were given, by the fields' names. */
export function numbersGiven(names: OptionNames, options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.entries(names).filter(([, name]) => options[name] !== undefined);
  return Object.fromEntries(given.map(([key, name]) => [key, options[name]]));
}

function numberOf(field: Field, text: string): number {
  const value = readValue(field, text);
  if (value === undefined) throw new InvalidArgumentError(`Give ${valueHelp(field)}.`);
  return Number(value);
}
