import { expect, it } from 'vitest';
import { documentFromText, documentFromWords } from './documents.ts';
import { documentHandler } from './packedDocument.ts';

const { canHandle, serialize, deserialize } = documentHandler;

it('unpacks what was packed, after it has crossed', () => {
  const spans = [{ start: 0, end: 3, category: 'Person' }];
  const plain = documentFromText(
    { id: '1', text: 'Ida sat. Ola came.', spans, annotated: [], status: 'draft', note: 'Who?' },
    () => {},
  );
  const tagged = documentFromWords({ id: '2', annotated: 'all' }, [{ words: ['Ida', 'sat'], tags: ['N', 'V'] }]);
  for (const document of [plain, tagged]) {
    const [packed, buffers] = serialize(document);
    expect(deserialize(structuredClone(packed, { transfer: buffers }))).toEqual(document);
  }
});

it('is for documents alone', () => {
  const document = documentFromText({ id: '1', text: 'Ida sat.', spans: [], annotated: 'all' }, () => {});
  expect(canHandle(document)).toBe(true);
  expect([null, 'text', { text: '', spans: [], sentences: [] }, [document]].map(canHandle)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
