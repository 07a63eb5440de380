/** The topics of each domain, and the exchanges that any conversation may have. */

import type { Random } from '../../../workers/text/random.ts';
import { pick } from '../lists/choice.ts';
import type { Domain } from '../lists/things.ts';
import { access, addressGiven } from './address.ts';
import { allAsides } from './asides.ts';
import { billing } from './billing.ts';
import { complaints } from './complaints.ts';
import { mailAddress, phoneNumber } from './contact.ts';
import { equipment } from './equipment.ts';
import { customerNumber, holder, proof } from './identity.ts';
import { lineFault } from './line-fault.ts';
import { meter } from './meter.ts';
import { moving } from './moving.ts';
import { bankAccount, card } from './payment.ts';
import { acknowledgements, chat, goodbyes, greetings, hellos, thanks } from './small-talk.ts';
import { supply } from './supply.ts';
import { tariff } from './tariff.ts';
import type { Exchange, Topic } from './topic.ts';

const topics: readonly Topic[] = [billing, moving, complaints, tariff, lineFault, equipment, meter, supply];

const shared = {
  customerNumber: [customerNumber],
  holder: [holder],
  proof: [proof],
  phoneNumber: [phoneNumber],
  mailAddress: [mailAddress],
  bankAccount: [bankAccount],
  card: [card],
  address: [addressGiven],
  access: [access],
  chat,
} as const satisfies Readonly<Record<string, readonly Exchange[]>>;
type Shared = keyof typeof shared;

/** How often a conversation of the domain has each of the shared exchanges. */
const frequency: Readonly<Record<Domain, Readonly<Record<Shared, number>>>> = {
  broadband: {
    customerNumber: 0.9,
    holder: 0.65,
    proof: 0.6,
    phoneNumber: 0.6,
    mailAddress: 0.45,
    bankAccount: 0.5,
    card: 0.4,
    address: 0.2,
    access: 0.1,
    chat: 0.2,
  },
  energy: {
    customerNumber: 0.9,
    holder: 0.5,
    proof: 0.5,
    phoneNumber: 0.8,
    mailAddress: 0.4,
    bankAccount: 0.45,
    card: 0.4,
    address: 1,
    access: 0.75,
    chat: 0.1,
  },
};

export function drawTopic(domain: Domain, random: Random): Topic {
  return pick(
    topics.filter((topic) => topic.domains.includes(domain)),
    random,
  );
}

export function drawSharedExchanges(domain: Domain, random: Random): readonly Exchange[] {
  const names = Object.keys(shared) as Shared[];
  return names.filter((name) => random.next() < frequency[domain][name]).map((name) => pick(shared[name], random));
}

/** Every pool of templates, for counts and checks. */
export function allPools(): readonly (readonly string[])[] {
  const exchanges = [...Object.values(shared).flat(), ...topics.flatMap((topic) => topic.exchanges)];
  return [
    greetings,
    hellos,
    acknowledgements,
    thanks,
    goodbyes,
    ...topics.flatMap((topic) => [topic.openings, topic.resolutions]),
    ...allAsides,
    ...exchanges.flatMap(({ asks, replies, confirmations }) => [asks, replies, confirmations ?? []]),
  ];
}
