import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { recordOf } from './record.ts';

const counts = recordOf(z.number().min(0));

describe('a table by names', () => {
  it('keeps every name, those that every object has as well', () => {
    const written = '{"__proto__": 1, "constructor": 2, "Person": 3}';
    const read = counts.parse(JSON.parse(written));
    expect(Object.entries(read)).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
      ['Person', 3],
    ]);
    expect(JSON.parse(JSON.stringify(counts.parse(read)))).toEqual(JSON.parse(written));
  });

  it('says where a value is wrong', () => {
    const { error } = counts.safeParse({ Person: 3, Place: -1 });
    expect(error?.issues[0]?.path).toEqual(['Place']);
  });

  it.each([[null], ['text'], [[1, 2]], [3]])('refuses %j', (input) => {
    expect(counts.safeParse(input).success).toBe(false);
  });
});
