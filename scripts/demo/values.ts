/** Slots that look like entities and are none: amounts, dates of visits, error codes, tickets, serial numbers. */
import type { Random } from '../../workers/text/random.ts';
import { fillPattern } from './identifiers.ts';
import { chance, choose, pick, type Use } from './lists/choice.ts';
import { type Domain, devices, months, plans, weekdays } from './lists/things.ts';

export function plainSlots(domain: Domain, use: Use, random: Random): Readonly<Record<string, () => string>> {
  const pattern =
    (...patterns: readonly string[]) =>
    () =>
      fillPattern(pick(patterns, random), random);
  const below = (least: number, most: number) => least + random.integer(most - least + 1);
  return {
    amount: () => {
      const pounds = below(3, 480);
      const pence = chance(0.6, random) ? `.${String(random.integer(100)).padStart(2, '0')}` : '';
      return chance(0.85, random) ? `£${pounds}${pence}` : `${pounds} pounds`;
    },
    count: () => String(below(2, 12)),
    weeks: () => pick(['two weeks', '10 days', 'a month', 'six weeks', '48 hours', '14 days'], random),
    weekday: () => pick(weekdays, random),
    month: () => pick(months, random),
    time: () =>
      pick(
        [`${below(1, 12)}${pick(['am', 'pm'], random)}`, `${below(8, 19)}:${pick(['00', '15', '30'], random)}`],
        random,
      ),
    date: () =>
      pick(
        [
          `${below(1, 28)} ${pick(months, random)}`,
          `the ${below(4, 20)}th`,
          `${below(10, 28)}/${below(10, 12)}/20${below(23, 26)}`,
        ],
        random,
      ),
    year: () => String(below(2009, 2025)),
    percent: () => `${below(2, 60)}%`,
    speed: () => `${below(2, 900)} ${pick(['Mbps', 'meg', 'Mb'], random)}`,
    degrees: () => `${below(12, 23)} degrees`,
    reading: pattern('0####', '#####', '#### #'),
    units: () => `${below(90, 4900)} kWh`,
    plan: () => choose(plans[domain], use, random),
    device: () => choose(devices[domain], use, random),
    error: pattern('E-####', 'error ###', 'ERR_##', 'code F#', 'E##'),
    ticket: pattern('#####', 'TX-#####', 'INC00####', 'R#-####'),
    serial: pattern('E#S ##### ##', 'SN####@@##', 'G4A ######'),
    order: pattern('OR-######', '######', 'W########'),
    tracking: pattern('JD##########', '@@ #### #### #', 'TRK######'),
  };
}
