/** Who speaks and is spoken of: each conversation's slots, the same person, number and house throughout. */
import type { Random } from '../../workers/text/random.ts';
import { birthDate, identifiers, mailAddress, userName } from './identifiers.ts';
import { chance, choose, pick, type Use } from './lists/choice.ts';
import { regions, towns } from './lists/locations.ts';
import { banks, companies, rivals } from './lists/organisations.ts';
import { familyNames, givenNames } from './lists/people.ts';
import { houseNames, postcodeAreas, streetKinds, streetNames } from './lists/streets.ts';
import { companyNames, companyShortNames, type Domain } from './lists/things.ts';
import type { Fill, Piece } from './template.ts';
import { plainSlots } from './values.ts';

interface Person {
  readonly given: string;
  readonly family: string;
}

interface House {
  readonly name: string | undefined;
  readonly flat: string | undefined;
  readonly number: string;
  readonly street: string;
  readonly town: string;
  readonly postcode: string;
}

function drawPerson(use: Use, random: Random): Person {
  return { given: choose(givenNames, use, random), family: choose(familyNames, use, random) };
}

function fullName({ given, family }: Person, random: Random): string {
  const form = random.next();
  if (form < 0.8) return `${given} ${family}`;
  if (form < 0.9) return `${given[0]} ${family}`;
  return `${given} ${pick(['J', 'M', 'A', 'R'], random)} ${family}`;
}

function drawStreet(use: Use, random: Random): string {
  return `${choose(streetNames, use, random)} ${choose(streetKinds, use, random)}`;
}

function drawHouse(use: Use, random: Random): House {
  const area = choose(postcodeAreas, use, random);
  const flats = [`Flat ${1 + random.integer(40)}`, `Flat ${1 + random.integer(9)}${pick(['A', 'B', 'C'], random)}`];
  if (use === 'held-out') flats.push(`Apartment ${1 + random.integer(60)}`, `Unit ${1 + random.integer(12)}`);
  return {
    name: chance(0.22, random) ? choose(houseNames, use, random) : undefined,
    flat: chance(0.25, random) ? pick(flats, random) : undefined,
    number: `${1 + random.integer(chance(0.8, random) ? 99 : 399)}${chance(0.08, random) ? pick(['A', 'B'], random) : ''}`,
    street: drawStreet(use, random),
    town: choose(towns, use, random),
    postcode: `${area}${1 + random.integer(19)} ${1 + random.integer(9)}${pick(['AB', 'QT', 'LW', 'NE', 'RS', 'TH'], random)}`,
  };
}

/** From `14 Maple Street` to `Flat 3, Kiln House, 14 Maple Street, Leeds QH4 2QT`. */
function writeHouse(house: House, random: Random): string {
  const first = [house.flat, house.name].filter((part) => part !== undefined);
  const needsNumber = house.name === undefined || chance(0.4, random);
  first.push(needsNumber ? `${house.number} ${house.street}` : house.street);
  const line = first.join(', ');
  return pick(
    [
      line,
      line,
      line,
      `${line}, ${house.town}`,
      `${line}, ${house.town}`,
      `${line}, ${house.town} ${house.postcode}`,
      `${line}, ${house.postcode}`,
      `${line} ${house.postcode}`,
    ],
    random,
  );
}

/** The slots of one conversation. A slot's name is what templates write in braces. */
export function createFill(domain: Domain, use: Use, random: Random): Fill {
  const customer = drawPerson(use, random);
  const agent = drawPerson(use, random);
  const current = drawHouse(use, random);
  const next = drawHouse(use, random);
  const customerNumber = identifiers.customer(domain, use, random);
  const phone = identifiers.phone(domain, use, random);
  const mail = mailAddress(customer.given, customer.family, use, random);
  const birth = birthDate(use, random);
  const card = identifiers.card(use, random);
  const account = identifiers.account(use, random);
  const sortCode = identifiers.sortCode(use, random);
  const accountNumber = identifiers.accountNumber(random);
  const plain = plainSlots(domain, use, random);
  const place = () => (chance(0.2, random) ? choose(regions, use, random) : choose(towns, use, random));

  const named: Readonly<Record<string, readonly [string, () => string]>> = {
    me: ['Person', () => fullName(customer, random)],
    'me.given': ['Person', () => customer.given],
    'me.family': ['Person', () => customer.family],
    agent: ['Person', () => agent.given],
    person: ['Person', () => fullName(drawPerson(use, random), random)],
    'person.given': ['Person', () => drawPerson(use, random).given],
    'person.family': ['Person', () => drawPerson(use, random).family],
    company: ['Organization', () => pick([companyNames[domain], companyShortNames[domain]], random)],
    rival: ['Organization', () => choose(rivals, use, random)],
    bank: ['Organization', () => choose(banks, use, random)],
    org: ['Organization', () => choose(companies, use, random)],
    place: ['Location', place],
    town: ['Location', () => choose(towns, use, random)],
    street: ['Location', () => drawStreet(use, random)],
    address: ['Address', () => writeHouse(current, random)],
    'address.new': ['Address', () => writeHouse(next, random)],
    'address.other': ['Address', () => writeHouse(drawHouse(use, random), random)],
    id: ['CustomerIdentification', () => customerNumber],
    'id.other': ['CustomerIdentification', () => identifiers.customer(domain, use, random)],
    username: ['CustomerIdentification', () => userName(customer.given, customer.family, random)],
    phone: ['Phone', () => phone],
    'phone.other': ['Phone', () => identifiers.phone(domain, use, random)],
    card: ['PaymentInformation', () => card],
    iban: ['PaymentInformation', () => account],
    sortcode: ['PaymentInformation', () => sortCode],
    account: ['PaymentInformation', () => accountNumber],
    birth: ['PersonalInformation', () => birth],
    'birth.other': ['PersonalInformation', () => birthDate(use, random)],
    email: ['PersonalInformation', () => mail],
    insurance: ['PersonalInformation', () => identifiers.insurance(use, random)],
    passport: ['PersonalInformation', () => identifiers.passport(use, random)],
    licence: ['PersonalInformation', () => identifiers.licence(use, random)],
  };

  return (slot): readonly Piece[] => {
    const entity = named[slot];
    if (entity) return [{ text: entity[1](), category: entity[0] }];
    const value = plain[slot];
    if (!value) throw new RangeError(`No slot is called {${slot}}.`);
    return [{ text: value() }];
  };
}
