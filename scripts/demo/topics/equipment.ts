/** Parcels with routers and phones, numbers carried over (broadband). */
import type { Topic } from './topic.ts';

export const equipment: Topic = {
  name: 'equipment',
  domains: ['broadband'],
  openings: [
    'My new {device} has not arrived. Order {order}, tracking {tracking}.',
    'The parcel went to {address.other} instead of {address}.',
    'I want to keep my old number {phone} when I come over from {rival}.',
    'How do I send the {device} back? The box went to {org}.',
    'You sent me {count} routers, I asked for one {device}.',
    'The password on the {device} does not work.',
    'I need a second sim for my daughter {person.given}.',
    'What is the difference between the {device} and the {device}?',
    'I lost my phone in {town}, please block {phone}.',
    'The courier from {org} left the {device} in the rain.',
  ],
  exchanges: [
    {
      asks: [
        'What is the order number?',
        'Who was the parcel addressed to?',
        'Which number would you like to bring with you?',
        'When did you order it?',
      ],
      replies: [
        'Order {order} from {date}.',
        'To {me}, of course.',
        'The number is {phone}, at {rival} it was under {person}.',
        '{org} says that {person} signed for it at {time}. Nobody here has that name.',
        'Number {phone}, currently with {rival}.',
        'On {date} in the shop in {town}, {amount} in cash.',
        'Two numbers: {phone} and {phone.other}.',
        'Tracking {tracking} says it is in {town}.',
        'It was addressed to {org}, where I work.',
      ],
    },
    {
      asks: [
        'Do you still have the box of the {device}?',
        'I can send a return label.',
        'Would a voucher of {amount} do instead?',
        'What colour is the light on top?',
      ],
      replies: [
        'Yes, with the label {serial} on it.',
        'By email please, {email}.',
        'I would rather have the {device} that {person.given} promised.',
        'Blue, then nothing.',
        'OK, I drop it off at the {org} on {street}.',
        'No box, the cat from next door sleeps in it.',
        'Send it to {email} and I print it at {org}.',
        'I paid {amount} for it on {date}, so no.',
      ],
    },
  ],
  resolutions: [
    'A replacement {device} leaves {town} today, order {order}.',
    'The number {phone} comes over from {rival} on {date}.',
    'I have blocked {phone}, the new sim is in the post.',
    '{org} will collect the {device} on {weekday}.',
    'The label has gone to {email}.',
    'Please keep the receipt from {org} until {month}.',
    'The courier tries again on {weekday} before {time}.',
    'The reset code is {error}, type it on the back page of the {device}.',
  ],
};
