/** Rasa's training data: examples of intents with their entities, and everything else told. */
import { describe, expect, it } from 'vitest';
import { readFile, spanTexts } from './records/testing.ts';

const yaml = `version: "3.1"
nlu:
- intent: where
  examples: |
    - is [Ada](person) in [Ulm](city)
    - from [Ulm]{"entity": "city", "role": "from"} 🙂
    - hello there
- synonym: ulm
  examples: |
    - Ulm on the Danube
- intent: other
  examples:
  - text: |
      see [Lund](city)
  - text: to [Bonn](city:bonn)
`;

describe('training data of Rasa', () => {
  it('is read from YAML, an example a document', () => {
    const read = readFile('nlu.yml', yaml);
    expect(read.corpus.documents.map(({ text }) => text)).toEqual([
      'is Ada in Ulm',
      'from Ulm 🙂',
      'hello there',
      'see Lund',
      'to Bonn',
    ]);
    expect(spanTexts(read)).toEqual([['person:Ada', 'city:Ulm'], ['city:Ulm'], [], ['city:Lund'], ['city:Bonn']]);
    expect(read.assumed).toContain('what stands under “synonym” is no example, and was left out');
    expect(read.problems).toEqual([]);
  });

  it('is read from Markdown', () => {
    const markdown = '## intent:where\n- is [Ada](person) here\n- to [Ulm](city:ulm)\n\n## lookup:city\n- Lund\n';
    const read = readFile('nlu.md', markdown);
    expect(spanTexts(read)).toEqual([['person:Ada'], ['city:Ulm']]);
    expect(read.assumed.join()).toContain('under “lookup”');
  });

  it('tells of lines that are no examples, and of marks that name no entity', () => {
    const read = readFile('nlu.md', '## intent:go\n- to [Ulm](city)\nto [Bonn](city)\n- to [Lund]{"role": "to"}\n');
    expect(read.problems.map(({ code, line }) => [code, line])).toEqual([
      ['broken-line', 3],
      ['mark-left-over', 4],
    ]);
  });
});
