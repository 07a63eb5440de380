/** Power cuts, boilers and heating (energy). */
import type { Topic } from './topic.ts';

export const supply: Topic = {
  name: 'supply',
  domains: ['energy'],
  openings: [
    'We have had no power at {address} since {time}.',
    'There is a smell of gas at {address}, what do I do?',
    'The boiler shows {error} and the house is at {degrees}.',
    'The whole of {street} is dark.',
    'Is there a power cut in {town}? My mother {person} lives there alone.',
    'No heating, {degrees} inside, and I am {count} months pregnant.',
    'The man from {org} fitted the {device} and now it trips.',
    'You wanted to service the boiler at {address} on {date}, nobody came.',
    'Sparks from the box in front of {address.other}! {person.given} next door rang me.',
    'My prepay key is lost, I am in {town} and down to {amount}.',
    'The streetlamp outside {address} flickers, they say that it is yours.',
    'I run {org} at {address} and all the freezers are off.',
  ],
  exchanges: [
    {
      asks: [
        'Where exactly is that?',
        'Is anybody in danger at the moment?',
        'Which address shall the emergency team go to?',
        'Do your neighbours have power?',
        'Who can we ring there?',
      ],
      replies: [
        'At {address}, {town} side.',
        '{address.other}, it is my parents house.',
        'The house next door, {address.other}, has light.',
        'Ring {person} on {phone.other}.',
        'No, but {person.given} is {count} weeks old and it is {degrees}.',
        'From {address} down to {address.other} all is dark.',
        'In {town}, on {street}, near the bridge.',
        'Come to {address} please, second bell, {me.family}.',
        'Everyone has left, we are with {person} at {address.other}.',
        'Only {street} is affected, the rest of {town} is fine.',
        'Please hurry to {address}, I have opened the windows.',
        'I am at work in {town}, my tenant {person} is there, {phone.other}.',
      ],
    },
    {
      asks: [
        'What does the boiler say?',
        'Who installed it?',
        'Have you pressed the reset for {count} seconds?',
        'Do you have cover with us?',
      ],
      replies: [
        '{error}, and the pressure is at {count}.',
        '{org} from {town}, in {year}.',
        'Yes, {count} times, now it says {error}.',
        'I pay {amount} a month for {plan}, so I hope so.',
        'It was {person} of {org}, number {phone.other}.',
        'Cover number? I only have {id}.',
        'No idea. The landlord, {org}, looks after that, {address.other}.',
        'It is a {device}, serial {serial}.',
      ],
    },
  ],
  resolutions: [
    'The emergency team is on its way to {address}.',
    'Power in {town} should be back by {time}.',
    'An engineer from {org} will be at {address} on {weekday} at {time}.',
    'I have sent {person} to {address.other}, please wait outside.',
    'We will ring {phone} as soon as {street} is back.',
    'The visit costs {amount} unless you have {plan}.',
    'A new key waits for you at {org} in {town}.',
    'Leave the {device} off until {person.given} has seen it.',
  ],
};
