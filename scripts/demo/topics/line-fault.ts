/** Outages and slow lines (broadband). */
import type { Topic } from './topic.ts';

export const lineFault: Topic = {
  name: 'line-fault',
  domains: ['broadband'],
  openings: [
    'My internet has been down since {weekday}. [The light is red.|]',
    'I only get {speed}, I pay for {plan}.',
    'Is there an outage in {town}? Nothing works since {time}.',
    'The {device} shows {error} and restarts every {count} minutes.',
    'No dial tone on {phone}, it just crackles.',
    'Netflix stops all the time, I am in {place}.',
    'We lost the line at {org} in {town} and cannot take card payments.',
    'My neighbour {person.given} is with {rival} and has no trouble at all.',
    'The wifi is fine in the kitchen but upstairs I get {speed}.',
    'Line is dead again. Last time {person} came and changed the {device}.',
    'All of {street} is offline, from the church to the bridge.',
    'Calls to {place} fail with {error}.',
  ],
  exchanges: [
    {
      asks: [
        'Which lights are on at the {device}?',
        'Could you turn it off for {count} minutes and on again?',
        'What does the screen say?',
        'Is it plugged into the main socket?',
        'Did you try a cable?',
      ],
      replies: [
        'Red, then amber, then {error}.',
        'Did that {count} times, same result.',
        'It says {error}. Firmware {count}.{count} if that helps.',
        'Yes, the {device} is in the hall, the phone too.',
        'By cable I get {speed}, by wifi {speed}.',
        'My son {person.given} knows more, ring him on {phone.other}.',
        'It was {person} from {org} who put the socket in.',
        'The label says {serial}, model {device}.',
        'Wait, now it works. No, gone again.',
        'No cable here, the laptop is at {org}.',
      ],
    },
    {
      asks: [
        'There is a fault in {town}, our people are on it.',
        'The test shows {speed} at the cabinet on {street}.',
        'I can send an engineer on {weekday} at {time}.',
        'Since when has it been like that?',
      ],
      replies: [
        'How long will {town} be down?',
        'Since the storm on {date}.',
        '{weekday} is fine, {person} will be at home.',
        'That cabinet was hit by a van from {org} on {weekday}.',
        'Same in {town} where my office is.',
        'Your page said {time}, it is {time} now.',
        'Not {weekday}, I am in {place}. Any day after {date}.',
        'Since {month}, every evening at about {time}.',
      ],
    },
  ],
  resolutions: [
    'The engineer, {person}, comes on {weekday} between {time} and {time}.',
    'I have reset the port, you should see {speed} within the hour.',
    'A new {device} is on its way, tracking {tracking}.',
    'The fault in {town} should be mended by {time}.',
    'We will text {phone} as soon as {town} is back.',
    'I have raised {ticket} with the network team in {place}.',
    'Please keep the {device} on for {count} days while the line settles.',
    'For each day without service we credit {amount}.',
  ],
};
