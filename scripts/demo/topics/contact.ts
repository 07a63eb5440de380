/** How to reach somebody: phone numbers and mail addresses, and numbers that are neither. */
import type { Exchange } from './topic.ts';

export const phoneNumber: Exchange = {
  asks: [
    'What is the best number to reach you on?',
    'Can I take a [phone|mobile|contact] number in case we get cut off?',
    'Which number should the engineer ring?',
    'I still have {phone.other} on file, is that right?',
    'Shall we call you back on {phone}?',
  ],
  replies: [
    '[You can reach me on|Ring me on|Call] {phone}.',
    '{phone}[, after {time}|].',
    'My mobile is {phone}, at work it is {phone.other}.',
    'No, that one is old. Use {phone} [please|].',
    'Try my husband {person.given} on {phone.other}, I am at work until {time}.',
    'Best to ring {person} on {phone.other}, I am away in {place}.',
    'Yes {phone}, but not before {time}, I work nights at {org}.',
    'Do not call the landline, text {phone} instead.',
    'Please take {phone.other} off the account. It belongs to my ex, {person}.',
    '{phone} or {phone.other}, either is fine.',
    'Mob {phone}. If nobody answers try {person.given}, {phone.other}.',
    'The number you have has {count} digits too few, it is {phone}.',
  ],
  confirmations: [
    'I repeat, {phone}.',
    'So {phone} in the day and {phone.other} at night.',
    'I have put {phone} first and removed {phone.other}.',
    '{phone}, noted.',
  ],
};

export const mailAddress: Exchange = {
  asks: [
    'And an email address for the confirmation?',
    'Where should I send the [contract|invoice|summary], by email?',
    'Could you spell the email for me?',
    'Is {email} still your email?',
  ],
  replies: [
    '{email}',
    'Send it to {email} [please|].',
    'Email is {email}, or ring {phone}.',
    'Yes, {email} is right.',
    'It is {email}, all in small letters.',
    'I do not use email, text me on {phone}.',
    'Use {email}, the old one was from {org} and I left in {month}.',
    'Copy in my son {person.given} [please|]. Mine is {email}.',
  ],
  confirmations: [
    'Sent to {email} a minute ago.',
    '{email}, is that with two letters at the start?',
    'I have replaced the old one with {email}.',
    'It came back from {email}, please check.',
  ],
};
