/** Meters and readings (energy). */
import type { Topic } from './topic.ts';

export const meter: Topic = {
  name: 'meter',
  domains: ['energy'],
  openings: [
    'I want to give a reading: {reading}.',
    'The display of the {device} is blank since {weekday}.',
    'You estimated {units}, the meter at {address} says {reading}.',
    'My meter number is {serial}, but the bill shows {serial}.',
    'Can I get a smart meter at {address}?',
    'The reader was at {address.other}, which is my neighbour {person}.',
    'I have read it three times, it is {reading} and not {reading}.',
    'Somebody from {org} says that my meter in {town} is {count} years too old.',
    'Gas {reading}, electric {reading}, both taken at {time}.',
    'The {device} beeps and says {error}.',
    'I look after three flats, {address}, {address.other} and {address.new}. Whose meter is {serial}?',
    'The meter cupboard at {address} is locked and only {person} has the key.',
  ],
  exchanges: [
    {
      asks: [
        'Could you read me the number on the meter?',
        'At which address is the meter?',
        'What is the serial number?',
        'Is it the day or the night reading?',
        'Who has access to the cupboard?',
      ],
      replies: [
        '{reading}, taken on {date}.',
        'The serial is {serial}, at {address}.',
        'Day {reading}, night {reading}.',
        'It hangs in the cellar of {address}.',
        '{person}, who lives at {address.other}.',
        '{org} has the keys, phone {phone.other}.',
        'At {address}, in the flat of [Mr|Mrs] {person.family}.',
        'I cannot see it without a ladder. It may be {reading}.',
        'The sticker says {serial}, fitted {year} by {org}.',
        'Meter at {address} reads {reading}, the one at {address.other} reads {reading}.',
        'Behind the shop at {address}, ask {person.given} for the torch.',
      ],
    },
    {
      asks: [
        'I can book a meter exchange for {weekday}.',
        'Would {date} at {time} suit you?',
        'Is somebody at home then?',
        'Do you have solar panels?',
      ],
      replies: [
        '{weekday} after {time} is fine, at {address}.',
        'No, I am in {place} until {date}.',
        'My neighbour {person} at {address.other} will open.',
        'Yes, since {year}, fitted by {org}.',
        'Any day but {weekday}. Ring {phone} first.',
        'We exported {units} last {month} and got {amount} for it.',
        'Send somebody to {address.other} too, it is the same landlord.',
        'Not before {time}, the school run to {town} takes an hour.',
      ],
    },
  ],
  resolutions: [
    'The reading {reading} is saved, your next bill is {amount}.',
    'The new {device} will be fitted at {address} on {date}.',
    'I have swapped the meters of {address} and {address.other} in our records.',
    '{person} from {org} will come on {weekday} at {time}.',
    'We send somebody to {address} to read it.',
    'The estimate of {units} is withdrawn.',
    'You will get a card through the door at {address} if nobody is in.',
    'Serial {serial} now belongs to {id}.',
  ],
};
