import { expect, it } from 'vitest';
import { architectures, findArchitecture } from './architectures.ts';
import { automaticRemedies } from './automaticRemedies.ts';
import { outputKinds } from './specification.ts';

it.each(architectures)('suits what the source model carries and what its output can: $name', ({ specification }) => {
  const carrying = { specification, sample: { corpus: 'news', rehearsed: 250, measured: 250 } };
  const { soft, consulted } = outputKinds[specification.output.kind].accepts;
  const beside = soft && consulted ? { distil: 0.3, consult: 'best' } : { distil: 0, consult: 0 };
  expect(automaticRemedies(carrying)).toEqual({ rehearse: 1, imagine: 0, pull: 0, mix: false, ...beside });
  const isSmall = specification.encoder.kind !== 'transformer';
  const without = soft ? { imagine: isSmall ? 1 : 0, distil: 1, pull: 0 } : { imagine: 0, distil: 0, pull: 3 };
  const after = consulted ? { mix: false, consult: 'best' } : { mix: true, consult: 0 };
  expect(automaticRemedies({ specification })).toEqual({ rehearse: 0, ...without, ...after });
});

it('makes no large model twice as large, nor one larger with each adaptation', () => {
  const { specification } = findArchitecture('bilstm-crf') ?? expect.fail('no architecture');
  const consulted = { specification, categories: ['PER'], share: 0.2 };
  expect(automaticRemedies({ specification: { ...specification, consulted } })).toMatchObject({
    mix: true,
    consult: 0,
  });
  const large = findArchitecture('bert-crf') ?? expect.fail('no architecture');
  expect(automaticRemedies(large)).toMatchObject({ mix: true, consult: 0 });
});

it('makes no sentences up for a model that gives one tag a token', () => {
  const { specification } = findArchitecture('bilstm-crf') ?? expect.fail('no architecture');
  const tagging = { ...specification, output: { ...specification.output, scheme: 'tags' as const } };
  expect(automaticRemedies({ specification: tagging })).toMatchObject({ imagine: 0, distil: 1 });
});

it('rehearses nothing where what the model carries may only be measured', () => {
  const { specification } = findArchitecture('blstm') ?? expect.fail('no architecture');
  const sample = { corpus: 'news', rehearsed: 0, measured: 250 };
  expect(automaticRemedies({ specification, sample })).toMatchObject({ rehearse: 0, distil: 1 });
});
