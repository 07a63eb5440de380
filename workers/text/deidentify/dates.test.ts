import { describe, expect, it } from 'vitest';
import { shiftDate, showsMonthFirst } from './dates.ts';

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
  ])('such as %s is %i days later %s', (text, days, wanted) => expect(shiftDate(text, days, false)).toBe(wanted));

  it('has its month first where the corpus shows that', () => {
    expect(shiftDate('03/05/1984', 30, true)).toBe('04/04/1984');
    expect(shiftDate('05/13/1984', 1, false)).toBe('05/14/1984');
    expect(showsMonthFirst('05/13/1984')).toBe(true);
    expect(showsMonthFirst('03/05/1984')).toBe(false);
    expect(showsMonthFirst('13/05/1984')).toBe(false);
  });

  it.each(['yesterday', '31 June 1984', '31/31/1984', '1984-13-01', '42', 'May and June', 'three weeks', '12:30', ''])(
    'is not %j',
    (text) => expect(shiftDate(text, 30, false)).toBeNull(),
  );

  it('comes back when it is shifted back', () => {
    for (const text of ['3 May 1984', '29 February 2000', '1984-05-03', '03/05/1984', 'MON, 3 MAY 2021']) {
      for (const days of [1, 29, 400, -777]) {
        const there = shiftDate(text, days, false) ?? '';
        expect(shiftDate(there, -days, false)).toBe(text);
      }
    }
  });
});
