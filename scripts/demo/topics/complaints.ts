/** Complaints, cancellations and offers from elsewhere. */
import type { Topic } from './topic.ts';

export const complaints: Topic = {
  name: 'complaints',
  domains: ['broadband', 'energy'],
  openings: [
    'I got a better offer from {rival}, {amount} a month. Can you match it?',
    'I want to make a complaint about {person}, who was rude to me on {weekday}.',
    'Nobody turned up on {date}. I took a day off at {org} for that!',
    'I wish to cancel {id}. I am going to {rival}.',
    'This is my {count}th message. {rival} would have fixed it in a day.',
    'One of your people was at {address} on {weekday} and broke the gate.',
    'Your shop in {town} sent me here. They said ask for {person}.',
    'Somebody opened an account in my name. I am {me}, born {birth}, and I never lived at {address.other}.',
    'Please delete my data. Email {email}, phone {phone}, name {me}.',
    'I have been passed from {person.given} to {person.given} and back. Is anybody in charge?',
    'A salesman who said he was from {company} came to {street} on {weekday}. Was that you?',
    'I am leaving. {rival} offers the same as {plan} with no contract.',
  ],
  exchanges: [
    {
      asks: [
        'What did {rival} offer you?',
        'May I ask why you want to leave [us|{company}]?',
        'Do you remember who you spoke to?',
        'What would put this right for you?',
      ],
      replies: [
        '{amount} a month for {count} months, at {rival}.',
        'It was {person}, in the {town} office I think.',
        'Both {rival} and {rival} are cheaper.',
        'An apology, and {amount} off the next bill.',
        'She said her name was {person.given}, no surname.',
        'Everyone on {street} has gone over to {rival}.',
        'He rang from {phone.other} and gave his name as {person}.',
        'Because {org} pays part of it if I go to {rival}.',
        'A visit to {address} by somebody who knows what he is doing.',
        'I was told one thing in {town} and another on the phone.',
      ],
    },
    {
      asks: [
        'I can give you {plan} for {amount}, would you stay?',
        'Have you already signed with the other company?',
        'May I write that down as a formal complaint?',
        'I am sorry, that should not happen. Was there any damage?',
      ],
      replies: [
        'Make it {amount} and I stay.',
        'Not yet, {rival} rings me back on {weekday}.',
        'Yes, and send a copy to {org}.',
        'Yes, on {date}, with {rival}. My new number there is {order}.',
        'The wall at {address} has a hole of {count} inches.',
        'Please do. My solicitor is {person} of {org}.',
        'No, but I spent {amount} on a plumber from {org}.',
        'I said all that to {person.given} on {date}, ticket {ticket}.',
      ],
    },
  ],
  resolutions: [
    'Your complaint has the number {ticket} and goes to {person}.',
    'I have taken {amount} off for the trouble.',
    'The contract ends on {date}, there is nothing to pay.',
    'A manager, {person}, will ring {phone} before {weekday}.',
    'You will have our answer in writing at {address} within {weeks}.',
    'We match the offer of {rival}, so {amount} from {month}.',
    'If you are not happy, {org} can look at the case for free.',
    'Account {id} will be closed on {date}.',
  ],
};
