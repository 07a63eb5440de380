import { describe, expect, it } from 'vitest';
import { dateReading } from './dates.ts';
import { drawsFor } from './draws.ts';
import { momentIn } from './moments.ts';
import { withPieces } from './pieces.ts';

const usual = dateReading([]);

/** What a date becomes; null where it is none that can be read. */
function shiftDate(text: string, days: number, reading = usual, category = 'Date'): string | null {
  const moment = momentIn({ text, category }, { days, reading, draws: () => drawsFor('00', 'time', text) });
  return moment === null || moment === 'unreadable' ? null : withPieces(text, moment);
}

describe('a date', () => {
  it.each([
    ['3 May 1984', 30, '2 June 1984'],
    ['28 February 1984', 1, '29 February 1984'],
    ['28 Feb 1985', 1, '1 Mar 1985'],
    ['December 31, 1999', 1, 'January 1, 2000'],
    ['the 1st of May 1984', 1, 'the 2nd of May 1984'],
    ['22nd May', -10, '12th May'],
    ['MONDAY, 3 MAY 2021', 8, 'TUESDAY, 11 MAY 2021'],
    ['Monday', 8, 'Tuesday'],
    ['1984-05-03', 30, '1984-06-02'],
    ['1984/5/3', 8, '1984/5/11'],
    ['03/05/1984', 30, '02/06/1984'],
    ['3/5/84', 8, '11/5/84'],
    ['03.05.84', 366, '04.05.85'],
    ['31.12.1999', 1, '01.01.2000'],
    ['May 1984', 31, 'June 1984'],
    ['1984', 366, '1985'],
    ['3. Mai 1984', 30, '2. Juni 1984'],
    ['am 3. Dezember 2020', 30, 'am 2. Januar 2021'],
    ['1 de mayo de 2020', 31, '1 de junio de 2020'],
    ['05 août 2020', 5, '10 août 2020'],
    ['3-May-1981', 30, '2-June-1981'],
    ['3 May 84', 30, '2 June 84'],
    ['May ’84', 31, 'June ’84'],
    ['1er mai', 30, '31 mai'],
    ['1er mai 2020', 31, '1er juin 2020'],
    ['1º de mayo de', 30, '31 de mayo de'],
    ['05/1981', 31, '06/1981'],
    ['1981-05', 31, '1981-06'],
    ['Feb 29', 1, 'Mar 1'],
    ['Monday, 3 May', 8, 'Tuesday, 11 May'],
    ['1980s', 3660, '1990s'],
    ['19810503', 30, '19810602'],
    ['1984-1986', 366, '1985-1987'],
    ['3 May – 5 June 1984', 30, '2 June – 5 July 1984'],
    ['1984-05-03 to 1984-05-05', 30, '1984-06-02 to 1984-06-04'],
    ['Monday-Friday', 1, 'Tuesday-Saturday'],
    ['since 1984', 366, 'since 1985'],
    ['May and June', 30, 'June and July'],
  ])('such as %s is %i days later %s', (text, days, wanted) => expect(shiftDate(text, days)).toBe(wanted));

  it('has its month first where the corpus shows that', () => {
    const monthFirst = dateReading(['05/13/1984']);
    expect(shiftDate('03/05/1984', 30, monthFirst)).toBe('04/04/1984');
    expect(shiftDate('05/13/1984', 1)).toBe('05/14/1984');
    expect(monthFirst.monthFirst).toBe(true);
    for (const text of ['03/05/1984', '13/05/1984']) expect(dateReading([text]).monthFirst).toBe(false);
  });

  it('is read in the language of the others', () => {
    expect(shiftDate('3 Sept 1984', 30)).toBe('3 Oct 1984');
    expect(shiftDate('3 april 1984', 30)).toBe('3 may 1984');
    expect(shiftDate('3 april 1984', 30, dateReading(['3 april 1984', '5 mei 1984']))).toBe('3 mei 1984');
  });

  it('may be meant by less where dates are meant', () => {
    expect(shiftDate('05/1981', 31, usual, 'Phone')).toBeNull();
    expect(shiftDate('5550-1234', 31, usual, 'Phone')).toBeNull();
    expect(shiftDate('3 May 1984', 30, usual, 'Phone')).toBe('2 June 1984');
    expect(
      momentIn(
        { text: 'in the 3rd week of May', category: 'PersonalInformation' },
        { days: 1, reading: usual, draws: () => drawsFor('00') },
      ),
    ).toBe('unreadable');
  });

  it.each([
    ['10 p.m.', /^(1[0-2]|0?[1-9]) p\.m\.$/],
    ['10:30 am', /^(1[0-2]|0?[1-9]):[0-5]\d am$/],
    ['14h30', /^([01]\d|2[0-3])h[0-5]\d$/],
    ['14.30 Uhr', /^([01]\d|2[0-3])\.[0-5]\d Uhr$/],
    ['2020-01-01T10:30:00.123Z', /^2020-01-31T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/],
    ['2020-01-01 10:30+01:00', /^2020-01-31 ([01]\d|2[0-3]):[0-5]\d\+01:00$/],
    ['3 May 1984 at 10:45', /^2 June 1984 at ([01]\d|2[0-3]):[0-5]\d$/],
    ['10:45 on 3 May 1984', /^([01]\d|2[0-3]):[0-5]\d on 2 June 1984$/],
    ['10:30 am UTC', /^(1[0-2]|0?[1-9]):[0-5]\d am UTC$/],
    ['10:30 PM +0100', /^(1[0-2]|0?[1-9]):[0-5]\d PM \+0100$/],
    ['12 May, 10am', /^11 June, (1[0-2]|0?[1-9])am$/],
    ['10:45 - 11:15', /^([01]\d|2[0-3]):[0-5]\d - ([01]\d|2[0-3]):[0-5]\d$/],
  ])('has another time where it has one: %s', (text, form) => expect(shiftDate(text, 30)).toMatch(form));

  it('has another end where it reaches from one to another: of 09:00-17:00 both', () => {
    const drawn = Array.from({ length: 20 }, (_, attempt) =>
      momentIn(
        { text: '09:00-17:00', category: 'Time' },
        { days: 1, reading: usual, draws: () => drawsFor('00', `${attempt}`) },
      ),
    );
    for (const pieces of drawn) expect(Array.isArray(pieces) && pieces.map(({ start }) => start)).toEqual([0, 3, 6, 9]);
  });

  it.each([
    'yesterday',
    '31 June 1984',
    '31/31/1984',
    '1984-13-01',
    '42',
    'three weeks',
    'half past ten',
    '3-5 May 1984',
    '12/13/14/15',
    '',
  ])('is not %j', (text) => expect(shiftDate(text, 30)).toBeNull());

  it('comes back when it is shifted back', () => {
    for (const text of ['3 May 1984', '29 February 2000', '1984-05-03', '03/05/1984', 'MON, 3 MAY 2021']) {
      for (const days of [1, 29, 400, -777]) {
        const there = shiftDate(text, days) ?? '';
        expect(shiftDate(there, -days)).toBe(text);
      }
    }
  });
});
