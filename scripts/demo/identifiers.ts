/**
 * Numbers and codes of the demo's people, in the form that their company (domain) uses. None belongs to anybody: phone
 * numbers lie in the ranges kept free for drama, cards and accounts fail their checksums, insurance numbers begin with
 * letters that are never given out, mail addresses end in reserved domains. `#` is a digit, `@` a capital letter.
 */
import type { Random } from '../../workers/text/random.ts';
import { type Choice, chance, choose, heldOutFormShare, pick, type Use } from './lists/choice.ts';
import { type Domain, months } from './lists/things.ts';

const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ';

export function fillPattern(pattern: string, random: Random): string {
  return pattern.replace(/[#@]/g, (mark) =>
    mark === '#' ? String(random.integer(10)) : (letters[random.integer(letters.length)] as string),
  );
}

const phonePatterns: Readonly<Record<Domain, Choice>> = {
  broadband: {
    seen: [
      '+44 20 7946 0###',
      '+44 7700 900###',
      '+44 7700 900 ###',
      '020 7946 0###',
      '+44 117 496 0###',
      '07700900###',
      '07700 900###',
      '(020) 7946 0###',
      '07700 900 ###',
      '07700-900-###',
    ],
    heldOut: ['+44 (0)20 7946 0###', '0044 7700 900###', '02079460###', '+44 161 4960 ###'],
  },
  energy: {
    seen: [
      '0161 - 496 - 0###',
      '07700 900 ###',
      '(0117) 496 0###',
      '01632 / 960 ###',
      '0 7 7 0 0 900 ###',
      '0117 496 0###',
      '07700 - 900 ###',
    ],
    heldOut: ['(0161) 496 - 0###', '07700 - 900 - ###', '0117 / 496 / 0###', '01632 96 0# ##'],
  },
};

const customerPatterns: Readonly<Record<Domain, Choice>> = {
  broadband: {
    seen: ['P##@@######', 'P##@@######', 'TW########', 'P##@@####', 'P##-@@-######', 'TW-####-####', 'TW-##-####-@'],
    heldOut: ['P ##@@######', 'T@#######', 'TW ########', '@##@@######'],
  },
  energy: {
    seen: ['KD-##-####-@', 'KD-##-####-@', 'KD ## #### @', '@@ - #### - ##', 'KD-######-@'],
    heldOut: ['KD##-####-@', 'KD / ## / #### / @', '@@-##-####-@', '##-####-@@'],
  },
};

const cards: Choice = {
  seen: ['4### #### #### ####', '5### #### #### ####', '4###-####-####-####', '5###############'],
  heldOut: ['4###############', '37## ###### #####'],
};
const accounts: Choice = {
  seen: [
    'GB00 @@@@ #### #### #### ##',
    'GB00@@@@##############',
    'IE00 @@@@ #### #### #### ##',
    'FR00 ##### ##### ########### ##',
    'DE00##################',
  ],
  heldOut: ['GB00-@@@@-####-####-####-##', 'DE00 #### #### #### #### ##'],
};
const sortCodes: Choice = { seen: ['00-##-##', '00 ## ##', '00####'], heldOut: ['00/##/##', '00 - ## - ##'] };
const insurance: Choice = {
  seen: ['Q@ ## ## ## A', 'D@######B', 'V@ ## ## ## C'],
  heldOut: ['I@ ## ## ## B', 'F@ ###### A'],
};
const passports: Choice = { seen: ['00#######', '@00######', '@@00#####'], heldOut: ['00 #######', '@ 00######'] };
const licences: Choice = { seen: ['@@@@@ ##### @@ #@@', '@@@@@-#####-@@#@@'], heldOut: ['@@@@@#####@@#@@'] };

/** The last digit is moved on until the Luhn sum is wrong, so that no card number is a valid one. */
function spoilLuhn(card: string): string {
  const digits = [...card.replace(/\D/g, '')].reverse().map(Number);
  const sum = digits.reduce((total, digit, place) => {
    const counted = place % 2 === 1 ? digit * 2 : digit;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  if (sum % 10 !== 0) return card;
  return card.slice(0, -1) + String((Number(card.at(-1)) + 1) % 10);
}

export const identifiers = {
  phone: (domain: Domain, use: Use, random: Random) =>
    fillPattern(choose(phonePatterns[domain], use, random, heldOutFormShare), random),
  customer: (domain: Domain, use: Use, random: Random) =>
    fillPattern(choose(customerPatterns[domain], use, random, heldOutFormShare), random),
  card: (use: Use, random: Random) => spoilLuhn(fillPattern(choose(cards, use, random, heldOutFormShare), random)),
  account: (use: Use, random: Random) => fillPattern(choose(accounts, use, random, heldOutFormShare), random),
  sortCode: (use: Use, random: Random) => fillPattern(choose(sortCodes, use, random, heldOutFormShare), random),
  accountNumber: (random: Random) => fillPattern('00######', random),
  insurance: (use: Use, random: Random) => fillPattern(choose(insurance, use, random, heldOutFormShare), random),
  passport: (use: Use, random: Random) => fillPattern(choose(passports, use, random, heldOutFormShare), random),
  licence: (use: Use, random: Random) => fillPattern(choose(licences, use, random, heldOutFormShare), random),
};

export function birthDate(use: Use, random: Random): string {
  const day = 1 + random.integer(28);
  const month = 1 + random.integer(12);
  const year = 1938 + random.integer(67);
  const two = (value: number) => String(value).padStart(2, '0');
  const name = months[month - 1] as string;
  const seen = [
    `${two(day)}/${two(month)}/${year}`,
    `${day} ${name} ${year}`,
    `${two(day)}-${two(month)}-${year}`,
    `${two(day)}.${two(month)}.${year}`,
    `${day}/${month}/${two(year % 100)}`,
  ];
  const heldOut = [
    `${two(day)}.${two(month)}.${two(year % 100)}`,
    `${name} ${day} ${year}`,
    `${year}-${two(month)}-${two(day)}`,
  ];
  return pick(use === 'held-out' && chance(heldOutFormShare, random) ? heldOut : seen, random);
}

const mailHosts: Choice = {
  seen: ['mail.example', 'post.example', 'example.com', 'inbox.example'],
  heldOut: ['example.org', 'letters.example', 'home.example.net'],
};

export function mailAddress(given: string, family: string, use: Use, random: Random): string {
  const names = [given, family].map((name) => name.toLowerCase().replace(/[^a-z]/g, ''));
  const join = pick(['.', '_', '', '-'], random);
  const local = pick(
    [names.join(join), `${(names[0] as string)[0]}${join}${names[1]}`, `${names[0]}${random.integer(100)}`],
    random,
  );
  return `${local}@${choose(mailHosts, use, random)}`;
}

export function userName(given: string, family: string, random: Random): string {
  const short = family.toLowerCase().slice(0, 4);
  return pick(
    [
      `${given.toLowerCase()}${short}${random.integer(100)}`,
      `${short}_${given.toLowerCase()}`,
      `${given.toLowerCase()}.${random.integer(1000)}`,
    ],
    random,
  );
}
