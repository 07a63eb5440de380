/** Who is it? Names, customer numbers, dates of birth. */
import type { Exchange } from './topic.ts';

export const customerNumber: Exchange = {
  asks: [
    'Could I have your [customer|client|account] number [please|]?',
    'What is the [customer number|client id] on your bill?',
    'To find the account I need your client id, it stands at the top right of the letter.',
    'Do you have the customer number to hand? It is not the same as order {order}.',
    'Which account is it about?',
  ],
  replies: [
    '[It is|It says|Sure,] {id}.',
    'Client id {id}[, if I read it right|].',
    'My customer number is {id} and the account is in the name of {me}.',
    'The letter says {id}. It also says ref {ticket}, no idea what that is.',
    '{id}',
    'I have two, {id} and {id.other}. The first is the one that I mean.',
    'Not sure, is it {id}? The other number on there is {order}.',
    'I log in as {username}, will that do?',
    'Account {id}, {me}.',
    'The card with it is at home. My username is {username} though.',
    'One sec. {id}, last bill dated {date}.',
    'Its {id} , my wife {person.given} has {id.other}.',
  ],
  confirmations: [
    'I have {id} open now.',
    'So {id}, thank you.',
    'I find nothing under {id}, could there be a mistake in it?',
    'That is {id}, registered to {person}, right?',
    'Your username {username} is linked to {id}.',
  ],
};

export const holder: Exchange = {
  asks: [
    'For security, may I have your date of birth?',
    'And your full name and date of birth, please?',
    'I have to ask a security question. When were you born?',
    'Can you confirm the name on the account [please|]?',
    'Who is the account holder?',
  ],
  replies: [
    '{me}, born [on|] {birth}.',
    '{birth}.',
    'Date of birth is {birth}[, name {me}|].',
    'I was born in {place} on {birth}.',
    'The account is registered to {me}.',
    'It is in the name of my [mother|father|partner|landlord], {person}.',
    '{me}, but the bill still says {person}.',
    'My dob is {birth}, her dob is {birth.other}.',
    'I am {me}, the account holder is {person}, born {birth.other}.',
    'Holder is {person}, I am only the [tenant|neighbour|carer], {me.given}.',
    'That would be me, {me}. I have been with you since {year}.',
    '{me.family}, first name {me.given}.',
  ],
  confirmations: [
    'Thank you, {me}, born {birth}.',
    'I have {birth.other} here, are you sure?',
    'So the holder is {person}, and you are {me}.',
    'The name on file is {person}, I will correct it to {me}.',
  ],
};

export const proof: Exchange = {
  asks: [
    'Since you are not the holder, I need an official number from you.',
    'For the credit check I need your [national insurance|passport] number.',
    'Which proof of identity can you give me?',
    'Do you have a passport or a driving licence with you?',
  ],
  replies: [
    'National insurance number {insurance}.',
    'My NI number is {insurance}, dob {birth}.',
    'Passport {passport}, issued in {place}.',
    'Driving licence no {licence}.',
    'I only have my passport here, number {passport}[, valid until {year}|].',
    'NI {insurance} and the passport is {passport}.',
    'Here you go: {insurance}. Please keep that private.',
    'Licence {licence}, name {me}, the photo is from {year}.',
    'Is {insurance} what you need? It was on my payslip from {org}.',
  ],
  confirmations: [
    'I have noted {passport}.',
    'Thank you, {insurance} matches our file.',
    'The system does not accept {licence}, I am afraid.',
    'I will delete {insurance} from the chat afterwards.',
  ],
};
