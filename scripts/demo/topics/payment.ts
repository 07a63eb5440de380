/** Cards, accounts and direct debits, next to amounts and references that are not payment details. */
import type { Exchange } from './topic.ts';

export const bankAccount: Exchange = {
  asks: [
    'Which account should the money go to?',
    'Can I have the sort code and account number [please|]?',
    'How would you like to pay the {amount}?',
    'The direct debit was refused. Has your bank changed?',
    'Please give me the new bank details.',
  ],
  replies: [
    'Sort code {sortcode}, account number {account}.',
    '{sortcode} and {account}, it is with {bank}.',
    'Credit it to {iban} [please|].',
    'I moved to {bank} in {month}, the new account is {iban}.',
    'Take it from {account}, sort code {sortcode}, in the name of {me}.',
    'The IBAN is {iban}, holder {me}.',
    'My account at {bank} ends this {month}. From then on use {iban}.',
    'Sort {sortcode} acc {account}. Please take {amount} and not a penny more.',
    '{iban}',
    'It should be {account} with sort code {sortcode}, could you read it back?',
    'We bank with {bank} in {town}, IBAN {iban}.',
    'A standing order from {bank}, account {account}, goes out on {date}.',
  ],
  confirmations: [
    'That is {sortcode}, {account}, at {bank}.',
    'I repeat, {iban}.',
    'The system says that {iban} does not exist.',
    'The first debit from {account} will be on {date}.',
    'Saved, {iban} in the name of {me}.',
  ],
};

export const card: Exchange = {
  asks: [
    'Which card would you like to use?',
    'Please type the long number on the front of the card.',
    'The card ending in {count} {count} has expired, do you have a new one?',
    'I can take {amount} by card now.',
  ],
  replies: [
    'Card number {card}, [expires|exp] {month} {year}.',
    '{card}',
    'Use my Visa {card}.',
    'It is my wife {person.given} who pays, her card is {card}.',
    'Here it is, {card}, and {amount} is right.',
    'Mastercard {card}, name on card {me}.',
    'Please charge {card} for order {order}.',
    'The {bank} one, {card}.',
    'New card from {bank}: {card}. The old one was eaten by a machine in {town}.',
  ],
  confirmations: [
    '{card} was declined, I am sorry.',
    'I have charged {amount} to {card}.',
    'Your receipt for {amount} goes to {email}.',
    'So {card}, valid to {month} {year}.',
  ],
};
