/** Tariffs, contracts and switching (energy and broadband). */
import type { Topic } from './topic.ts';

export const tariff: Topic = {
  name: 'tariff',
  domains: ['broadband', 'energy'],
  openings: [
    'My contract ends in {month}. What can you offer?',
    'Please change me from {plan} to {plan}.',
    'I would like to add my wife {person} to the account {id}.',
    'What do I have to do to come over from {rival}?',
    'Is {plan} available in {town}?',
    'I signed for {plan} on {date} and want to withdraw.',
    'The contract must be put in the name of {person}, born {birth.other}.',
    'We are a small firm, {org}, and need a quote for {address}.',
    'The price of {plan} went up by {percent} without a word.',
    'My husband {person} died in {month}, the account has to be in my name, {me}.',
    'How do I change my surname? I was {person}, now I am {me}.',
    '{org} told us that members get {percent} off {plan}.',
  ],
  exchanges: [
    {
      asks: [
        'With whom are you now, and what do you pay?',
        'Whose name should be on the contract?',
        'When would you like to start?',
        'How many people live in the household?',
        'Are you already a customer of ours?',
      ],
      replies: [
        'With {rival}, {amount} a month.',
        '{me}, born {birth}.',
        'My partner, {person}, date of birth {birth.other}.',
        'From {date}, if that is possible.',
        '{count}, and {person.given} works from home.',
        'Yes, my number is {id}.',
        'I was until {year}, under {id.other}.',
        'Not yet. My bank is {bank}, account {iban}.',
        'Put it under {org}, contact {person}, {phone.other}.',
        'It should say {me}, {address}.',
        'We use about {count} hours a day, {person.given} says.',
      ],
    },
    {
      asks: [
        'That would be {amount} a month for {count} months.',
        'Shall I send the contract to {email}?',
        'You can cancel within {weeks}, is that fine?',
        'Do you want to pay by direct debit?',
      ],
      replies: [
        'Yes, from {iban}.',
        'OK, do it. Confirmation to {email} [please|].',
        '{rival} wants {amount}, so no.',
        'Debit is fine, {sortcode} / {account}, {bank}.',
        'By post please, to {address}.',
        'I have to ask {person.given} first, can you ring {phone} on {weekday}?',
        'What happens after {month}?',
        'Good. My friend {person} in {town} may want it too.',
        'Fine, my login is {username}, does it show there?',
      ],
    },
  ],
  resolutions: [
    '{plan} starts on {date}, you pay {amount}.',
    'The contract is in the name of {person} now.',
    'We tell {rival} for you, you need not do anything.',
    'I have written {me} and {person} on the account.',
    'The papers go to {address} in the next days.',
    'Your new customer number will be {id.other}.',
    'The offer stands until {date}, {me.given}.',
    'We debit {iban} from {month} on.',
  ],
};
