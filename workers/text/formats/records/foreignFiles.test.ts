/** Files of known tools that cannot be read alone are refused by their name, with what to do. */
import { describe, expect, it } from 'vitest';
import { readFile } from './testing.ts';

describe('files of other tools', () => {
  it.each<[what: RegExp, value: unknown]>([
    [/Azure’s custom entity recognition/, { assets: { documents: [{ location: 'a.txt', entities: [] }] } }],
    [
      /Azure’s language service/,
      { results: { documents: [{ id: '1', entities: [{ text: 'Ada', category: 'P', offset: 0, length: 3 }] }] } },
    ],
    [/Amazon Comprehend/, { Entities: [{ BeginOffset: 0, EndOffset: 3, Type: 'PERSON', Text: 'Ada' }], File: 'a.txt' }],
    [
      /tagtog/,
      { annotatable: { parts: ['s1p1'] }, entities: [{ classId: 'e_1', offsets: [{ start: 0, text: 'Ada' }] }] },
    ],
    [/UIMA CAS/, { '%TYPES': {}, '%FEATURE_STRUCTURES': [], '%VIEWS': {} }],
    [/UIMA CAS/, { _context: {}, _views: {}, _referenced_fss: {} }],
    [
      /Google’s language service/,
      { entities: [{ name: 'Ada', mentions: [{ text: { content: 'Ada', beginOffset: 0 } }] }], language: 'en' },
    ],
    [/pipeline of transformers/, [{ entity: 'B-PER', score: 0.9, word: 'Ada', start: 0, end: 3 }]],
    [/Jupyter/, { cells: [{ source: ['Ada left'] }], nbformat: 4 }],
  ])('are refused by their name: %s', (what, value) => {
    for (const [name, text] of [
      ['a.json', JSON.stringify(value, null, 1)],
      ['a.jsonl', `${JSON.stringify(value)}\n`],
    ] as const)
      expect(() => readFile(name, text)).toThrow(what);
  });
});
