import { expect, it } from 'vitest';
import { occurring } from './occurring.ts';

it('leaves out what is neither annotated nor found, and keeps the last label', () => {
  const counts = [
    [0, 0, 0, 0, 0],
    [0, 0, 0, 0, 2],
    [0, 0, 0, 0, 0],
    [0, 0, 1, 0, 0],
    [0, 0, 0, 0, 0],
  ];
  const { confusion, absent } = occurring({ labels: ['None', 'Missed', 'Taken for', 'Mistaken', 'no span'], counts });
  expect(absent).toEqual(['None']);
  expect(confusion.labels).toEqual(['Missed', 'Taken for', 'Mistaken', 'no span']);
  expect(confusion.counts).toEqual([
    [0, 0, 0, 2],
    [0, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 0, 0],
  ]);
  expect(
    occurring({
      labels: ['None', 'no span'],
      counts: [
        [0, 0],
        [0, 0],
      ],
    }).confusion.labels,
  ).toEqual(['no span']);
});
