import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ledgerSchema } from '../../protocol/deidentify.ts';
import { editedDocument } from '../editedDocument.ts';
import { allSpans } from '../spans.ts';
import { folded } from './regions.ts';
import { corpusOf, freshLedger, marked, namesIn, replacedIn } from './testing.ts';

const letters = corpusOf(
  'Dear [Person|Dr Ada Lovelace], born [Date|3 May 1984], mail [Email|ada.lovelace@corp.co.uk], of [Address|14 Weaver Lane, Almsted].',
  '[Person|LOVELACE] has [Id|KD-4471-902] and calls [Phone|+44 7700 900 318]; [Person|Ms Lovelace’s] bank is the [Company|Bank of Almsted Ltd].',
  '[Person|Tomas Weil] met [Person|ada] on [Date|04/05/1984] at [Time|10:45]. [Date|Monday] was free.',
);

describe('placeholders', () => {
  it('say the category, and with numbers who is the same: letter case and titles aside, a surname alone as the whole name', () => {
    expect(replacedIn(letters, { replacement: 'placeholder' }).texts[0]).toBe(
      'Dear [PERSON], born [DATE], mail [EMAIL], of [ADDRESS].',
    );
    const { texts } = replacedIn(letters, { replacement: 'numbered' });
    expect(texts[1]).toBe('[PERSON-1] has [ID-1] and calls [PHONE-1]; [PERSON-1] bank is the [COMPANY-1].');
    expect(texts[2]).toBe('[PERSON-2] met [PERSON-1] on [DATE-2] at [TIME-1]. [DATE-3] was free.');
  });

  it('are numbered anew in each document where that is wanted', () => {
    const { texts, ledger } = replacedIn(letters, { replacement: 'numbered', numbering: 'document' });
    expect(texts[2]).toBe('[PERSON-1] met [PERSON-2] on [DATE-1] at [TIME-1]. [DATE-2] was free.');
    expect(ledger).toBe(freshLedger);
  });

  it('keep their numbers in later exports of a project', () => {
    const first = replacedIn(letters, { replacement: 'numbered' });
    const later = corpusOf('[Person|Otto Falk] saw [Person|Lovelace] and [Person|TOMAS WEIL].');
    const { texts } = replacedIn(later, { replacement: 'numbered' }, first.ledger);
    expect(texts).toEqual(['[PERSON-3] saw [PERSON-1] and [PERSON-2].']);
  });

  it('have numbers that stand for nothing else, in the text or of a category in other letters', () => {
    const told = corpusOf(
      '[PERSON-1] told [Person|Ada Weil] and [PERSON|Bo Falk].'.replace('[PERSON-1]', '(PERSON-1)'),
    );
    const documents = told.documents.map((each) => ({ ...each, text: each.text.replace('(PERSON-1)', '[PERSON-1]') }));
    for (const numbering of ['document', 'project'] as const) {
      const { texts } = replacedIn({ ...told, documents }, { replacement: 'numbered', numbering });
      expect(texts).toEqual(['[PERSON-1] told [PERSON-2] and [PERSON-3].']);
    }
  });

  it('take categories and names for nothing that every object has', () => {
    const odd = corpusOf(
      '[constructor|__proto__ toString] and [constructor|valueOf] and [constructor|__proto__ toString].',
    );
    const { texts, ledger } = replacedIn(odd, { replacement: 'numbered' });
    expect(texts).toEqual(['[CONSTRUCTOR-1] and [CONSTRUCTOR-2] and [CONSTRUCTOR-1].']);
    const again = ledgerSchema.parse(JSON.parse(JSON.stringify(ledger)));
    expect(replacedIn(odd, { replacement: 'numbered' }, again).texts).toEqual(texts);
    const [first = '', second] = namesIn(replacedIn(odd).corpus)[0] ?? [];
    expect(first).not.toMatch(/proto|toString/i);
    expect(second).not.toBe('valueOf');
  });

  it('give a surname that two names have a number of its own', () => {
    const two = corpusOf('[Person|Ada Falk] and [Person|Otto Falk] met [Person|Falk].');
    expect(replacedIn(two, { replacement: 'numbered' }).texts).toEqual(['[PERSON-1] and [PERSON-2] met [PERSON-3].']);
  });
});

describe('surrogates', () => {
  it('have the form of what they stand for', () => {
    const [first = [], second = [], third = []] = namesIn(replacedIn(letters).corpus);
    expect(first[0]).toMatch(/^Dr [A-Z][a-z]+ [A-Z][a-z]+$/);
    expect(first[1]).toMatch(/^\d{1,2} [A-Z][a-z]+ \d{4}$/);
    expect(first[2]).toMatch(/^[a-z]+\.[a-z]+@example\.(org|com|net)$/);
    expect(first[3]).toMatch(/^[1-9]\d [A-Z][a-z]+ Lane, [A-Z][a-z]+$/);
    expect(second[0]).toMatch(/^[A-Z]+$/);
    expect(second[1]).toMatch(/^[A-Z]{2}-[1-9]\d{3}-[1-9]\d{2}$/);
    expect(second[2]).toMatch(/^\+[1-9]\d [1-9]\d{3} [1-9]\d{2} [1-9]\d{2}$/);
    expect(second[3]).toMatch(/^Ms [A-Z][a-z]+’s$/);
    expect(second[4]).toMatch(/^Bank of [A-Z][a-z]+ Ltd$/);
    expect(third[3]).toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
  });

  it('are the same for the same name: in capitals, as a part, in an address, within another name', () => {
    const [first = [], second = [], third = []] = namesIn(replacedIn(letters).corpus);
    const [, given = '', surname = ''] = first[0]?.split(' ') ?? [];
    expect(second[0]).toBe(surname.toUpperCase());
    expect(second[3]).toBe(`Ms ${surname}’s`);
    expect(third[1]).toBe(given.toLowerCase());
    expect(first[2]).toMatch(new RegExp(`^${given}\\.${surname}@`, 'i'));
    expect(second[4]).toBe(`Bank of ${first[3]?.split(', ')[1]} Ltd`);
  });

  it('shift all dates by the same number of days', () => {
    const [first = [], , third = []] = namesIn(replacedIn(letters).corpus);
    const days = replacedIn(letters).ledger.days ?? 0;
    const at = (date: Date) => Math.round((date.getTime() - Date.UTC(1984, 4, 3)) / 86_400_000);
    expect(at(new Date(`${first[1]} UTC`))).toBe(days);
    const [day, month, year] = (third[2] ?? '').split('/').map(Number) as [number, number, number];
    expect(at(new Date(Date.UTC(year, month - 1, day)))).toBe(days + 1);
  });

  it('leave dates of several words in their words, and write a placeholder where a date cannot be read', () => {
    const { corpus, texts, report } = replacedIn(
      corpusOf(
        '[Date|3 May 1984]: [Date|the week after Easter], [PersonalInformation|3-5 May 1984], [PersonalInformation|KD-50].',
      ),
    );
    expect(texts[0]).toMatch(/^\d{1,2} [A-Z][a-z]+ \d{4}: \[DATE\], \[PERSONALINFORMATION\], [A-Z]{2}-\d{2}\.$/);
    const words = corpus.documents[0]?.sentences.flatMap(({ tokens }) =>
      tokens.map(({ start, end }) => texts[0]?.slice(start, end)),
    );
    expect(words?.slice(3, 4)).toEqual([':']);
    expect(report.categories.map(({ placeholders }) => placeholders)).toEqual([1, 1]);
  });

  it('are no names for what is said of a person', () => {
    const said =
      '[PersonalInformation|3 May 1984] [PatientId|4 May 1984] [Birthplace|14:30 Velby] [Candidate|Ada Weil]';
    const [names = []] = namesIn(replacedIn(corpusOf(said)).corpus);
    for (const date of names.slice(0, 2)) expect(Number.isNaN(Date.parse(date))).toBe(false);
    expect(names[2]).not.toMatch(/Velby|\[/);
    expect(names[3]).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
  });

  it('come from the secret alone, in whatever order the documents stand', () => {
    const { documents } = letters;
    const backwards = replacedIn({ ...letters, documents: [...documents].reverse() });
    expect(backwards.texts.reverse()).toEqual(replacedIn(letters).texts);
    const other = replacedIn(letters, {}, { ...freshLedger, secret: 'ffeeddccbbaa99887766554433221100' });
    expect(other.texts).not.toEqual(replacedIn(letters).texts);
  });

  it('stay the same in later exports of a project, which bring others beside', () => {
    const { ledger, corpus } = replacedIn(letters);
    const later = replacedIn(
      corpusOf('[Person|Ada Lovelace] and [Person|Otto Weil], [Date|3 May 1984], [Id|KD-4471-902]'),
      {},
      ledger,
    );
    const [before = []] = namesIn(corpus);
    const [after = []] = namesIn(later.corpus);
    expect(`Dr ${after[0]}`).toBe(before[0]);
    expect(after[2]).toBe(before[1]);
    expect(after[3]).toBe(namesIn(corpus)[1]?.[1]);
    expect(after[1]?.split(' ')[1]).toBe(namesIn(corpus)[2]?.[0]?.split(' ')[1]);
  });

  it('are another one where the corpus holds the old one by now', () => {
    const { ledger } = replacedIn(letters);
    const surrogate = ledger.words.lovelace ?? '';
    const { texts } = replacedIn(corpusOf(`[Person|Lovelace] met ${surrogate}.`), {}, ledger);
    expect(texts[0]).not.toContain(`${surrogate} met`);
  });

  it('are kept in the ledger when the corpus holds them by now, with those that stand for them there, and this is told', () => {
    const before = replacedIn(letters);
    expect(before.report.clashes).toBe(0);
    const surrogate = before.ledger.words.lovelace ?? '';
    const holding = corpusOf(`[Person|Lovelace] met ${surrogate}.`);
    const { ledger, report, texts } = replacedIn(holding, {}, before.ledger);
    expect(report.clashes).toBe(1);
    expect([ledger.words.lovelace, ledger.entities.lovelace]).toEqual([surrogate, surrogate.toLowerCase()]);
    expect(ledger.further?.lovelace?.map((other) => other.toLowerCase())).toContain(
      texts[0]?.split(' ')[0]?.toLowerCase(),
    );
    // Both stay what they are.
    const parsed = ledgerSchema.parse(JSON.parse(JSON.stringify(ledger)));
    expect(replacedIn(holding, {}, parsed).texts).toEqual(texts);
    expect(replacedIn(holding, {}, parsed).ledger).toEqual(ledger);
    expect(replacedIn(letters, {}, parsed).texts).toEqual(before.texts);
  });

  it('leave no initial as if it were a title', () => {
    expect(replacedIn(corpusOf('[Person|M. Weil] left.')).texts[0]).not.toMatch(/^M\./);
  });

  it.each(['John Major', 'Don Smith', 'Sir Ian Lord', 'Ken Judge'])(
    'replace a name that is a title elsewhere: %s',
    (name) => {
      const [given] = namesIn(replacedIn(corpusOf(`[Person|${name}] left.`)).corpus)[0] ?? [];
      const [first, last] = [given?.split(' ') ?? [], name.split(' ')].map((words) => words.at(-1));
      expect(first).not.toBe(last);
    },
  );

  it('keep a title before a name and what stands behind it', () => {
    expect(namesIn(replacedIn(corpusOf('[Person|Dr. Ada Lovelace PhD] left.')).corpus)[0]?.[0]).toMatch(
      /^Dr\. .* PhD$/,
    );
    const numbered = replacedIn(corpusOf('[Person|Ken Major] and [Person|Ken Lord] met.'), { replacement: 'numbered' });
    expect(numbered.texts[0]).toBe('[PERSON-1] and [PERSON-2] met.');
  });

  it('keep the script of a name', () => {
    const other = corpusOf('[Person|Иван Петров] [Person|李明] [Person|محمد] [Person|Κώστας]');
    const names = namesIn(replacedIn(other).corpus)[0] ?? [];
    const scripts = [
      /^\p{Script=Cyrillic}+ \p{Script=Cyrillic}+$/u,
      /^\p{Script=Han}{2}$/u,
      /^\p{Script=Arabic}{4}$/u,
      /^\p{Script=Greek}{6}$/u,
    ];
    for (const [place, script] of scripts.entries()) expect(names[place]).toMatch(script);
    expect(names[0]).toMatch(/^\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+$/u);
  });

  it('give way to placeholders where every one of them is an original, and this is told', () => {
    const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
    const { texts, report } = replacedIn(corpusOf(...days.map((day) => `On [Date|${day}].`)));
    expect(new Set(texts)).toEqual(new Set(['On [DATE].']));
    expect(report.categories).toEqual([{ category: 'Date', replaced: 7, different: 7, placeholders: 7 }]);
  });

  it('never are what stands in the corpus, nor stand for two, whatever it holds', () => {
    const name = fc.constantFrom(
      'Ada',
      'Lovelace',
      'Falkner',
      'Alma',
      'ALMA',
      'O’Brien',
      'Weil',
      'de',
      'Dr',
      'J.',
      'Иван',
      '李',
    );
    const number = fc.stringMatching(/^[A-Z]{0,2}[-/ ]?\d{1,5}$/).filter((text) => text.trim() === text);
    const entity = fc.oneof(
      fc.tuple(
        fc.constantFrom('Person', 'Company', 'Thing'),
        fc.array(name, { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
      ),
      fc.tuple(fc.constantFrom('Id', 'Date'), number),
      fc.tuple(fc.constant('Date'), fc.constantFrom('3 May 1984', '04/05/84', '1984', 'Monday', 'May')),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(entity, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        (documents) => {
          const corpus = corpusOf(
            ...documents.map((all) => all.map(([category, text]) => `[${category}|${text}]`).join(' x ')),
          );
          const { corpus: changed } = replacedIn(corpus);
          for (const document of changed.documents) expect(editedDocument(document, 'spans')).toEqual(document);
          const [before, after] = [namesIn(corpus).flat().map(folded), namesIn(changed).flat().map(folded)];
          expect(after).toHaveLength(before.length);
          const originals = new Set(before);
          const givenTo = new Map<string, string>();
          for (const [place, surrogate] of after.entries()) {
            if (surrogate.startsWith('[')) continue;
            expect(originals).not.toContain(surrogate);
            expect(givenTo.get(surrogate) ?? before[place]).toBe(before[place]);
            givenTo.set(surrogate, before[place] as string);
          }
        },
      ),
    );
  });
});

describe('annotations', () => {
  it('stay on what they cover, those of other categories and nested ones too', () => {
    const document = marked('1', 'The [Company|Bank of Velby] and [Thing|a desk].');
    const nested = { ...document, furtherSpans: [{ start: 12, end: 17, category: 'Place' }] };
    const corpus = { ...corpusOf(nested), categories: ['Company', 'Place', 'Thing'] };
    const { corpus: changed } = replacedIn(corpus, { categories: ['Company', 'Place'] });
    const [company = '', place = '', thing] = namesIn(changed)[0] ?? [];
    expect(thing).toBe('a desk');
    expect(company).toBe(`Bank of ${place}`);
    expect(place).not.toBe('Velby');
    const placeholders = replacedIn(corpus, { categories: ['Company', 'Place'], replacement: 'placeholder' });
    expect(namesIn(placeholders.corpus)[0]).toEqual(['[COMPANY]', '[COMPANY]', 'a desk']);
  });

  it('lose nothing of a span that crosses another', () => {
    const document = marked('1', '[Person|Ada Lovelace] Society met.');
    const crossing = { ...document, furtherSpans: [{ start: 4, end: 20, category: 'Company' }] };
    const corpus = { ...corpusOf(crossing), categories: ['Person', 'Company'] };
    const { texts } = replacedIn(corpus);
    expect(texts[0]).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+ Society met\.$/);
    expect(texts[0]).not.toMatch(/Ada|Lovelace/);
    expect(replacedIn(corpus, { replacement: 'placeholder' }).texts).toEqual(['[COMPANY] met.']);
  });

  it('are counted by category', () => {
    expect(replacedIn(letters).report).toMatchObject({
      documents: 3,
      merged: 0,
      categories: expect.arrayContaining([
        { category: 'Person', replaced: 5, different: 5, placeholders: 0 },
        { category: 'Email', replaced: 1, different: 1, placeholders: 0 },
      ]),
    });
  });

  it('stand in documents that have lost their names and those of their groups', () => {
    const said = { group: 'Ada', note: 'Is it Ada?', rejected: [{ start: 0, end: 3, category: 'Place' }] };
    const named = { ...marked('ada-lovelace.txt', '[Person|Ada] left.'), ...said };
    const guidelines = { Person: 'Such as Ada.' };
    const { corpus } = replacedIn({ ...corpusOf(named, marked('b', 'So.')), guidelines });
    expect(JSON.stringify(corpus)).not.toContain('Ada');
    expect(corpus.documents[0]).not.toHaveProperty('rejected');
    expect(corpus.documents.map(({ id, group }) => [id, group])).toEqual([
      ['document-1', 'group-1'],
      ['document-2', undefined],
    ]);
    expect(allSpans(corpus.documents[0] as never)).toHaveLength(1);
  });
});

describe('what cannot be replaced', () => {
  it('is refused: a category that is none, no category, tags', () => {
    expect(() => replacedIn(letters, { categories: ['Patient'] })).toThrow(
      'The corpus has no category Patient. Choose among Person, Date',
    );
    expect(() => replacedIn(letters, { categories: [] })).toThrow('No category was chosen.');
    expect(() => replacedIn({ ...letters, kind: 'tags' })).toThrow('(--kind spans)');
  });
});
