/** Postal addresses, and streets, towns and numbers that are none. */
import type { Exchange } from './topic.ts';

export const addressGiven: Exchange = {
  asks: [
    'What is the address of the property [please|]?',
    'Can you confirm the [first line of the|] address?',
    'I have {address.other} on the contract, is that still right?',
    'Where should we send the [letter|parcel|new device]?',
    'Is this about {address}?',
    'Which address does the engineer have to come to?',
  ],
  replies: [
    '{address}[, please|].',
    'It is {address}.',
    'No, I left there in {month}. I live at {address} now.',
    'The address on the contract is {address}.',
    'Yes, {address}, the blue door next to the chemist.',
    'Please send it to {address.other}, {person} will take it in.',
    'My address is {address} but post goes to {address.other}.',
    'We are at {address}. The road is closed at {street}, so come from the other side.',
    '{address}, the bell says {person.family}.',
    'I am renting {address} from {org}.',
    'Use my work address, {org}, {address.other}.',
    'Home is {address}, I am {me}, tel {phone}.',
    'Its {address} and not {address.other} !',
    'You wrote to {address.other}, where my mother {person.given} lives.',
    'For the [meter|box|parcel]: {address.other}. For letters: {address}.',
    'Ring twice at {address}, flat above the shop.',
  ],
  confirmations: [
    'So that is {address}.',
    'I have changed it from {address.other} to {address}.',
    'Thank you, I see {address} on the map, near {street}.',
    'The post office does not know {address.other}, is it {address}?',
    '{address}, noted.',
    'Then I will put {address.other} down as the second address.',
  ],
};

export const access: Exchange = {
  asks: [
    'Is there somebody who can let the engineer in?',
    'Is the property easy to find?',
    'Does anybody else live there?',
    'How do we get to the cabinet?',
  ],
  replies: [
    '{person.given} at {address.other} has the key.',
    'The caretaker, {person}, lives at {address.other}.',
    'It is just off {street}, {count} minutes from the station.',
    'Coming from {town}, turn left at {street}, then look for {address}.',
    'No, it stands empty. {org} keeps the keys at {address.other}.',
    'There are roadworks on {street} until {date}, park behind the school.',
    'Only my lodger {person} and me, and {person.given} at weekends.',
    'The neighbours at {address.other} have the same [fault|trouble|problem].',
    'Please do not leave anything at {address.other}, that flat is empty.',
    'You need the gate code from {person.given}, and {street} is one way.',
    'It is the {count}rd house on {street}, you cannot miss it.',
    'Parcels for {address} always end up at {address.other} for some reason.',
  ],
  confirmations: [
    'I will tell the engineer to ring at {address.other}.',
    'The note for {address} now says: key with {person}.',
    'So come from {town}, past {street}, to {address}.',
    'Thank you. {person} of {org} will go to {address}.',
  ],
};
