/** Bills that are too high, paid twice, or sent to the wrong one. */
import type { Topic } from './topic.ts';

export const billing: Topic = {
  name: 'billing',
  domains: ['broadband', 'energy'],
  openings: [
    'My [last|latest] bill is {amount}, normally I pay {amount}. [Why?|What is going on?|]',
    'I have been charged twice in {month}, once on {date} and again on {date}.',
    'There is a charge of {amount} on my bill that I do not understand.',
    'You took {amount} from {iban} although I cancelled on {date}.',
    'The invoice for {month} is made out to {person}, and nobody of that name lives at {address}.',
    'I got a reminder for {amount}, but my bank, {bank}, says that it was paid on {date}.',
    'Can you explain the {amount} for {plan}? I never ordered it.',
    'Hello, I am writing for my father {person}, client id {id}. His bill went up by {percent}.',
    'A letter from {org} says that I owe you {amount}. Is that a scam?',
    'Please stop sending bills to {address.other}. I moved to {town} in {year}.',
    'I have {count} bills here with {count} different totals. Which one counts?',
    'The debit of {amount} on card {card} is not mine.',
  ],
  exchanges: [
    {
      asks: [
        'Which bill is it, and what is the total?',
        'I see a credit of {amount} from {month}, is that what you mean?',
        'The difference comes from {plan}, which began on {date}.',
        'We received {amount} on {date}, the rest is still open.',
      ],
      replies: [
        'The one from {date}, total {amount}.',
        'That makes no sense. I pay {amount} on the first of every month.',
        '{bank} told me that you asked for it on {date}.',
        'I never agreed to {plan}. The man in the shop in {town}, {person}, said it was free.',
        'So who has my {amount}?',
        'My partner {person} set that up, ask on {phone.other}.',
        'OK that explains {amount}, but what about the other {amount}?',
        'I can send you the statement from {bank}, page {count}.',
        'You said the same in {month}, and {person.given} promised to fix it.',
      ],
    },
    {
      asks: [
        'Would a payment plan help you?',
        'I can split that into {count} payments of {amount}.',
        'Shall I move the debit to another day of the month?',
        'Would you like paper bills or online bills?',
      ],
      replies: [
        'Yes, {count} parts would be fine.',
        'The {count}th would suit me, {org} pays me on the last {weekday}.',
        'Paper please, sent to {address}.',
        'Online, my login is {username}.',
        'No thank you, I want the {amount} back.',
        'I lost my job at {org} in {month}, so yes.',
        'Could you send a copy to {org} as well, they advise me.',
        'Only if nothing more is taken from {account}.',
      ],
    },
  ],
  resolutions: [
    'I have credited {amount} to your account, {me.given}.',
    'The charge is gone, your next bill will be {amount} on {date}.',
    'A corrected invoice goes out to {address} within {weeks}.',
    'The {amount} will be back on {card} by {weekday}.',
    'I have asked {person} in accounts to look at it, ticket {ticket}.',
    'There is nothing left to pay until {month}.',
    'The name on the bill now reads {me}.',
    '{bank} should show the credit within {weeks}.',
  ],
};
