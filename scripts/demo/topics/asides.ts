/** What people add without being asked. Mostly hard cases: names that are no names, numbers that identify nobody. */
import type { Random } from '../../../workers/text/random.ts';
import { chance } from '../lists/choice.ts';
import type { Domain } from '../lists/things.ts';

const common: readonly string[] = [
  'By the way, {person} at {org} has the same trouble.',
  'I am a pensioner and {amount} is a lot of money.',
  'Sorry, I am typing this on the train to {town}.',
  'We have been with you since {year}, when we still lived in {place}.',
  'The shop in {town} closed in {month}, so I cannot go there.',
  'My mark on the form was wrong, I will grant you that.',
  'I may be wrong, but was it not {amount} in {month}?',
  'The last agent was called {person.given}, or {person.given}, something like that.',
  'I work at {org} and cannot talk on the phone before {time}.',
  'I waited {count} hours in total, and {weeks} for an answer.',
  'Ref {ticket}, order {order}, I do not know which you need.',
  'A woman named {person.family} answered in {month}.',
  '{bank} charged me {amount} for the failed debit.',
  'Our church hall on {street} has the same contract, does that matter?',
  'Please be quick, I have {percent} battery left.',
  'In {place} they do this in {count} minutes.',
  'I told {person} and {person} and neither wrote it down.',
  'The reading club meets on {weekday}, I would like to be done by {time}.',
  'My sale of the old house in {town} fell through.',
  'Do not tell {person.given}, it is a surprise.',
  'The queen size bed from {org} blocks the socket.',
  'Will the price rise in May or in June?',
  'Grace period or not, {amount} is {amount}.',
  'I saw your advert in {town}, next to the one of {rival}.',
  'Hope that is clear.',
  'Who writes these letters, {org}?',
];

const byDomain: Readonly<Record<Domain, readonly string[]>> = {
  broadband: [
    'The {device} is {count} years old.',
    'With {rival} I had {speed}.',
    'My other line, {phone.other}, works.',
    'The box in the hall says {serial}.',
    'The same thing happened at {address.other} where we lived before.',
    'My son {person.given} needs it for school on {weekday}.',
    'It went off at {time}, came back at {time}, went off again.',
    'At {org} they get {speed} for {amount}.',
    'I even drove to {town} to fetch a new {device}.',
    'Ping is {count}, download {speed}.',
    'The line at my office, {address.other}, is with {rival}.',
    '{error} is not in the manual, I looked.',
  ],
  energy: [
    'The flat at {address.other} belongs to us as well.',
    'We rent out {address.other} to {person}, does that change anything?',
    'At {address.other} they pay half of that.',
    'I used to live at {address.other}, there it was {units} a year.',
    'My bills still go to {address.other}.',
    'The garage at {address.other} has a meter of its own.',
    'Your van was parked outside {address.other} all {weekday}.',
    'We used {units} in {month}, with {count} people.',
    'Somebody at {address.other} told me to ask you.',
    'The {device} at {address} never worked.',
    '{org} wants to fit solar panels on {address.other}.',
    'It is {degrees} in here.',
    '{person.given} from {address.other} says hello.',
    'Office: {address.other}. Home: {address}.',
    'My aunt {person}, {address.other}, pays {amount} by card.',
    'From {address.other} to {address} it is only {count} doors.',
  ],
};

/** Half of what is added is of the domain, half could be said to anybody. */
export function drawAsides(domain: Domain, random: Random): readonly string[] {
  return chance(0.5, random) ? common : byDomain[domain];
}

export const allAsides: readonly (readonly string[])[] = [common, ...Object.values(byDomain)];
