/** Whatever is written, in whatever encoding and with whatever line ends, comes back the same or with a word on it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document, ReadResult } from '../../../protocol/corpus.ts';
import { GraftError } from '../../../protocol/errors.ts';
import { documentFromWords } from '../../documents.ts';
import { encodeAs } from '../../encodings/testing.ts';
import { allSpans } from '../../spans.ts';
import { readCorpus } from '../read.ts';
import { writeCorpus } from '../write.ts';
import { corpusOf } from './testing.ts';

const wide = ['utf-8', 'utf-16le', 'utf-16be'];
/** Words of a language, and what it was written in. */
const languages: readonly { readonly words: readonly string[]; readonly encodings: readonly string[] }[] = [
  { words: ['Jürgen', 'wohnt', 'in', 'Köln', 'außer', 'Düsseldorf'], encodings: ['windows-1252', 'macintosh'] },
  { words: ['Élodie', 'a', 'créé', 'un', 'café', 'à', 'Besançon'], encodings: ['windows-1252', 'iso-8859-15'] },
  { words: ['Wałęsa', 'pojechał', 'do', 'Gdańska', 'i', 'Żywca'], encodings: ['windows-1250', 'iso-8859-2'] },
  {
    words: ['Анна', 'поехала', 'в', 'Омск', 'к', 'сестре'],
    encodings: ['windows-1251', 'koi8-r', 'ibm866', 'iso-8859-5'],
  },
  { words: ['Γιώργος', 'μένει', 'στη', 'Θεσσαλονίκη'], encodings: ['windows-1253'] },
  { words: ['Ayşe', 'Ağrı', 'Dağı', 'çok', 'yüksek'], encodings: ['windows-1254'] },
  { words: ['李明', '在', '上海', '的', '一家', '公司', '工作'], encodings: ['gb18030'] },
  { words: ['王小明', '住', '在', '高雄', '他', '是', '學生'], encodings: ['big5'] },
  { words: ['田中', 'さん', 'は', '京都', 'に', 'います'], encodings: ['shift_jis', 'euc-jp'] },
  { words: ['김철수', '는', '부산', '에', '산다'], encodings: ['euc-kr'] },
  { words: ['Ada', 'moved', 'to', 'Velby', '😀'], encodings: [] },
];
const written = fc.constantFrom(...languages).chain(({ words, encodings }) =>
  fc.record({
    sentences: fc.array(fc.array(fc.constantFrom(...words), { minLength: 2, maxLength: 7 }), {
      minLength: 2,
      maxLength: 5,
    }),
    encoding: fc.constantFrom(...wide, ...encodings),
    lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  }),
);
const documentOf = (words: readonly string[], index: number) =>
  documentFromWords({ id: `${index + 1}`, annotated: 'all' }, [
    { words, spans: [{ start: 0, end: 1, category: 'PER' }] },
  ]);
const formats = ['jsonl', 'conll-iob2', 'conll-bioes', 'webanno', 'label-studio', 'huggingface'] as const;

const spansOf = (documentsRead: readonly Document[]) =>
  documentsRead.flatMap((document) =>
    allSpans(document).map(({ start, end, category }) => [category, document.text.slice(start, end)]),
  );

function readOrRefused(name: string, bytes: Uint8Array): ReadResult | undefined {
  try {
    return readCorpus({ name, bytes });
  } catch (error) {
    if (error instanceof GraftError) return undefined;
    throw error;
  }
}

describe.each(formats)('%s', (format) => {
  it('comes back from every encoding with every line end, or what is doubtful is said', () => {
    fc.assert(
      fc.property(written, ({ sentences, encoding, lineEnd }) => {
        const made = sentences.map(documentOf);
        const bytes = encodeAs(writeCorpus(corpusOf(made), format).replaceAll('\n', lineEnd), encoding);
        expect(bytes).toBeDefined();
        if (!bytes) return;
        const result = readOrRefused('made.up', bytes);
        const same = JSON.stringify(spansOf(result?.corpus.documents ?? [])) === JSON.stringify(spansOf(made));
        const doubted = result === undefined || result.problems.some(({ code }) => code === 'unknown-encoding');
        expect(same || doubted).toBe(true);
        const named = readCorpus({ name: 'made.up', bytes }, { encoding });
        expect(spansOf(named.corpus.documents)).toEqual(spansOf(made));
      }),
      { numRuns: 150 },
    );
  });
});
