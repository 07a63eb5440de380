import { expect, it } from 'vitest';
import { architectures, findArchitecture } from './architectures.ts';
import { automaticRemedies } from './automaticRemedies.ts';
import { outputKinds } from './specification.ts';

const blstm = findArchitecture('blstm')?.specification ?? expect.fail('no architecture');

it.each(architectures)('suits what the source model carries and what its output can: $name', ({ specification }) => {
  const carrying = { specification, sample: { corpus: 'news', rehearsed: 250, measured: 250 } };
  expect(automaticRemedies(carrying)).toEqual({ rehearse: 1, imagine: 0, distil: 0, pull: 0, mix: false });
  const { soft } = outputKinds[specification.output.kind].accepts;
  expect(automaticRemedies({ specification })).toMatchObject({ rehearse: 0, imagine: 1, distil: soft ? 1 : 0 });
});

it('makes up no sentences for one tag a token, nor where what it carries may only be measured', () => {
  const tags = { ...blstm, output: { ...blstm.output, scheme: 'tags' as const } };
  expect(automaticRemedies({ specification: tags })).toMatchObject({ imagine: 0, pull: 3 });
  const sample = { corpus: 'news', rehearsed: 0, measured: 250 };
  expect(automaticRemedies({ specification: blstm, sample })).toMatchObject({ rehearse: 0, imagine: 1 });
});
