import { describe, expect, it } from 'vitest';
import { defaultsOf } from './fields.ts';
import { settingsFields } from './settings.ts';
import {
  type EncoderSpecification,
  encoderKinds,
  type ModelSpecification,
  type OutputSpecification,
  outputKinds,
  specificationFields,
  specificationSchema,
  withSpecified,
} from './specification.ts';

const encoders = Object.entries(encoderKinds).map(
  ([kind, { fields }]) => ({ kind, ...defaultsOf(fields) }) as EncoderSpecification,
);
const outputs = Object.entries(outputKinds).map(
  ([kind, { fields }]) => ({ kind, ...defaultsOf(fields) }) as OutputSpecification,
);
const all: ModelSpecification[] = encoders.flatMap((encoder) => outputs.map((output) => ({ encoder, output })));

describe('a specification', () => {
  it.each(all)(
    'of $encoder.kind and $output.kind is taken as it is, and whole where only the kinds are given',
    (given) => {
      expect(specificationSchema.parse(given)).toEqual(given);
      const kinds = { encoder: { kind: given.encoder.kind }, output: { kind: given.output.kind } };
      expect(specificationSchema.parse(kinds)).toEqual(given);
    },
  );

  it.each(all)(
    'of $encoder.kind and $output.kind has no key twice, nor one of the settings, nor a field `kind`',
    (given) => {
      const keys = specificationFields(given).map(({ key }) => key);
      expect(new Set([...keys, ...Object.keys(settingsFields), 'kind']).size).toBe(
        keys.length + Object.keys(settingsFields).length + 1,
      );
    },
  );

  it.each([
    ['an encoder of a kind that there is not', { encoder: { kind: 'unheard-of' }, output: { kind: 'crf' } }],
    ['an output of an encoder’s kind', { encoder: { kind: 'bilstm' }, output: { kind: 'bilstm' } }],
    ['a field out of its bounds', { encoder: { kind: 'bilstm', wordHidden: 0 }, output: { kind: 'crf' } }],
    ['a scheme that there is not', { encoder: { kind: 'bilstm' }, output: { kind: 'crf', scheme: 'iob7' } }],
    ['half of one', { encoder: { kind: 'bilstm' } }],
  ])('is refused with %s', (_, given) => {
    expect(specificationSchema.safeParse(given).success).toBe(false);
  });

  it('lists every field with its value, the encoder’s first, and gives back one with another value', () => {
    for (const given of all) {
      const list = specificationFields(given);
      expect(list.map(({ key, value }) => [key, value])).toEqual([
        ...Object.entries(given.encoder).filter(([key]) => key !== 'kind'),
        ...Object.entries(given.output).filter(([key]) => key !== 'kind'),
      ]);
      const halves = list.map(({ half }) => half);
      expect(halves).toEqual([...halves].sort());
      for (const field of list) {
        const changed = withSpecified(given, field, 'another');
        const differing = specificationFields(changed).filter(({ value }, index) => value !== list[index]?.value);
        expect(differing.map(({ key, value }) => [key, value])).toEqual([[field.key, 'another']]);
      }
    }
  });
});
