/**
 * How everything that can be set is declared: once, as data. The page's form, the command line's help, the schema of
 * bundles and the random search read these declarations and nothing else. Bounds refuse input; search ranges only guide.
 */
import { z } from 'zod';

interface Described<Value> {
  readonly label: string;
  readonly help: string;
  /** Also what a file that lacks the field is read as. */
  readonly default: Value;
  /** Where the field or its default comes from, such as `paper 0, Table 2`. */
  readonly paper?: string;
  /** The kinds of encoders that have a use for it; absent, it is all. */
  readonly encoders?: readonly string[];
}

/** Some values, or all from one to another in steps. */
export type SearchRange = readonly number[] | { readonly from: number; readonly to: number; readonly step: number };

export interface NumberField extends Described<number> {
  readonly kind: 'integer' | 'number';
  readonly minimum: number;
  readonly maximum: number;
  /** What a random search draws from; absent where searching makes no sense. */
  readonly search?: SearchRange;
}
export interface ChoiceField extends Described<string> {
  readonly kind: 'choice';
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}
export interface SwitchField extends Described<boolean> {
  readonly kind: 'switch';
}
export type Field = NumberField | ChoiceField | SwitchField;
export type Fields = Readonly<Record<string, Field>>;
export type FieldValue = number | string | boolean;

type ValueOf<Declared> = Declared extends { kind: 'choice'; choices: readonly { value: infer Value }[] }
  ? Value
  : Declared extends { kind: 'switch' }
    ? boolean
    : number;

/** Whether an encoder of this kind has a use for the field. */
export const isOfUse = ({ encoders }: Field, encoderKind: string): boolean => encoders?.includes(encoderKind) ?? true;

/** The object that a declaration speaks of. */
export type ValuesOf<Declared> = { readonly [Key in keyof Declared]: ValueOf<Declared[Key]> };

/** Every field at its default. */
export function defaultsOf<const Declared extends Fields>(fields: Declared): ValuesOf<Declared> {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.default])) as ValuesOf<Declared>;
}

/** Checks each field against its bounds; one that is absent takes its default. */
export function schemaOf<const Declared extends Fields>(fields: Declared): z.ZodType<ValuesOf<Declared>> {
  return z.object(shapeOf(fields)) as unknown as z.ZodType<ValuesOf<Declared>>;
}

/** The fields of {@link schemaOf} for a schema that has others too. */
export function shapeOf(fields: Fields): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, fieldSchema(field)]));
}

function fieldSchema(field: Field): z.ZodType {
  if (field.kind === 'switch') return z.boolean().default(field.default);
  if (field.kind === 'choice') {
    return z.enum(field.choices.map(({ value }) => value) as [string, ...string[]]).default(field.default);
  }
  const number = z.number().min(field.minimum).max(field.maximum);
  return (field.kind === 'integer' ? number.int() : number).default(field.default);
}

/** What a field takes, in words: `a whole number from 1 to 512`. */
export function valueHelp(field: Field): string {
  if (field.kind === 'switch') return 'true or false';
  if (field.kind === 'choice') return `one of ${field.choices.map(({ value }) => value).join(', ')}`;
  return `a ${field.kind === 'integer' ? 'whole number' : 'number'} from ${field.minimum} to ${field.maximum}`;
}

/** A field's value as people write it in a command or a link; undefined where the field does not take it. */
export function readValue(field: Field, text: string): FieldValue | undefined {
  if (field.kind === 'switch') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (field.kind === 'choice') return field.choices.some(({ value }) => value === text) ? text : undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const fits = value >= field.minimum && value <= field.maximum;
  return fits && (field.kind === 'number' || Number.isInteger(value)) ? value : undefined;
}
