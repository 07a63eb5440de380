import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultsOf, type Fields, readValue, schemaOf, valueHelp } from './fields.ts';
import { settingsFields } from './settings.ts';
import { encoderKinds, outputKinds } from './specification.ts';

const described = { label: 'A field', help: 'It is for a test.' };
const size = { ...described, kind: 'integer', default: 4, minimum: 1, maximum: 8 } as const;
const rate = { ...described, kind: 'number', default: 0.5, minimum: 0, maximum: 1 } as const;
const way = {
  ...described,
  kind: 'choice',
  default: 'near',
  choices: [
    { value: 'near', label: 'Near' },
    { value: 'far', label: 'Far' },
  ],
} as const;
const fast = { ...described, kind: 'switch', default: true } as const;
const fields = { size, rate, way, fast } as const satisfies Fields;
const defaults = { size: 4, rate: 0.5, way: 'near', fast: true };

const declarations: readonly (readonly [string, Fields])[] = [
  ['settings', settingsFields],
  ...[encoderKinds, outputKinds].flatMap((kinds) =>
    Object.entries(kinds).map(([kind, own]) => [kind, own.fields as Fields] as const),
  ),
];

/** Every field of the house, by where it is. */
const declared = declarations.flatMap(([place, own]) =>
  Object.entries(own).map(([key, field]) => [`${place}.${key}`, field] as const),
);

describe('the schema of declared fields', () => {
  const schema = schemaOf(fields);

  it('gives a field that is absent its default', () => {
    expect(defaultsOf(fields)).toEqual(defaults);
    expect(schema.parse({})).toEqual(defaults);
    expect(schema.parse({ way: 'far', fast: false })).toEqual({ ...defaults, way: 'far', fast: false });
  });

  it('takes what lies within the bounds, these included', () => {
    for (const given of [{ size: 1 }, { size: 8 }, { rate: 0 }, { rate: 1 }]) {
      expect(schema.parse(given)).toEqual({ ...defaults, ...given });
    }
  });

  it.each([
    { size: 0 },
    { size: 9 },
    { size: 1.5 },
    { size: '4' },
    { rate: -0.1 },
    { rate: 1.1 },
    { rate: Number.NaN },
    { way: 'elsewhere' },
    { fast: 'true' },
    { size: null },
  ])('refuses %j', (given) => {
    expect(schema.safeParse(given).success).toBe(false);
  });

  it('drops what nobody declared', () => {
    expect(schema.parse({ colour: 'red' })).toEqual(defaults);
  });
});

describe('a value as people write it', () => {
  it.each([
    [size, '7', 7],
    [size, ' 7 ', 7],
    [rate, '0.25', 0.25],
    [rate, '1e-3', 0.001],
    [way, 'far', 'far'],
    [fast, 'true', true],
    [fast, 'false', false],
  ] as const)('is read: %#', (field, text, value) => {
    expect(readValue(field, text)).toBe(value);
  });

  it.each([
    [size, '9'],
    [size, '1.5'],
    [size, ''],
    [size, '  '],
    [size, 'seven'],
    [rate, '0,5'],
    [rate, 'Infinity'],
    [way, 'Far'],
    [way, ''],
    [fast, 'yes'],
  ] as const)('is not read where the field does not take it: %#', (field, text) => {
    expect(readValue(field, text)).toBeUndefined();
  });

  it('is told of in words', () => {
    expect(valueHelp(size)).toBe('a whole number from 1 to 8');
    expect(valueHelp(rate)).toBe('a number from 0 to 1');
    expect(valueHelp(way)).toBe('one of near, far');
    expect(valueHelp(fast)).toBe('true or false');
  });

  it('is read just where the schema takes it', () => {
    const schema = schemaOf(fields);
    const whole = fc.integer({ min: -2, max: 10 });
    fc.assert(
      fc.property(fc.constantFrom('size', 'rate'), fc.oneof(whole, fc.double({ min: -2, max: 10 })), (key, value) => {
        const read = readValue(fields[key], String(value));
        expect(read !== undefined).toBe(schema.safeParse({ [key]: value }).success);
      }),
    );
  });
});

describe.each(declared)('the declared field %s', (_, field) => {
  it('has a default that it takes itself, by its schema and as people write it', () => {
    expect(schemaOf({ field }).parse({ field: field.default })).toEqual({ field: field.default });
    expect(readValue(field, String(field.default))).toBe(field.default);
  });

  it('says what it is', () => {
    expect(field.label).not.toBe('');
    expect(field.help).toMatch(/\.$/);
  });

  it('searches within its bounds, and has no choice twice', () => {
    const values = field.kind === 'choice' ? field.choices.map(({ value }) => value) : [];
    expect(new Set(values).size).toBe(values.length);
    if (field.kind === 'choice' || field.kind === 'switch' || !field.search) return;
    const searched = 'from' in field.search ? [field.search.from, field.search.to] : field.search;
    for (const value of searched) expect(readValue(field, String(value))).toBe(value);
  });
});
