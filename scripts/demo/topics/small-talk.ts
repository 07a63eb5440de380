/** Hellos, acknowledgements, chat by the way and goodbyes. */
import type { Exchange } from './topic.ts';

export const greetings: readonly string[] = [
  '[Hello|Hi|Good morning], you are through to {agent} at {company}. How can I help [today|]?',
  'Welcome to {company} support, my name is {agent}. What can I do for you?',
  'Hi there, {agent} here. [What seems to be the problem?|How can I help?]',
  '{company} chat, {agent} speaking. Which service is it about?',
  'Thanks for waiting. This is {agent} from the [billing|support|customer care] team.',
  'Good [morning|afternoon|evening]! You are chatting with {agent}.',
  'Hello, sorry for the queue, it is a busy {weekday}. I am {agent}, how may I help?',
  '{agent} has joined from the {company} desk. Tell me what happened.',
  'Hi and welcome back. {agent} again, I see that ticket {ticket} is still open.',
];

export const hellos: readonly string[] = [
  '[Hi|Hello|Hey|Morning] {agent}.',
  'Hi, {me} here.',
  'Hello, my name is {me}.',
  'Good afternoon {agent}, this is {me}.',
  'Hi, it is {me.given} again.',
  '[Hello.|Hi there.|Hey.|Good evening.]',
  'Hi {agent}, {me} speaking.',
  'Evening, {me} writing, I spoke to {person.given} on {weekday}.',
  '[Hello there, is anyone around?|At last, somebody answers.]',
];

export const acknowledgements: readonly string[] = [
  '[Thanks|Thank you] [{me.given}|very much].',
  '[Thank you|Thanks], that [helps|is clear|works].',
  'Thank you, [Mr|Ms|Mrs|Dr] {me.family}.',
  'I am sorry to hear that[, {me.given}|].',
  '[Understood|Right|Okay|Sure|Of course].',
  '[Thanks for that|Noted|All right|Good], [let us go on|next question|just a little more|I am nearly done].',
  'That [explains|settles] it.',
  'Let me [look into that|check that|pull that up] for you.',
  '[Got it|Perfect|Lovely], one moment [please|].',
  'Bear with me, [Mr|Ms] {me.family}, the system is a little slow this {weekday}.',
  'I can see the note that {person} left in {month}.',
  '[No problem at all|That is no trouble]. [You should hear some of the others.|]',
];

export const chat: readonly Exchange[] = [
  {
    asks: [
      'While that loads, how is the weather in {town}?',
      'Is it as wet in {town} as it is here?',
      'Any plans for the weekend [while we wait|]?',
      'It is snowing here in {town}, so forgive my slow typing.',
      'Nearly there. Did you have a good {weekday}?',
    ],
    replies: [
      'Grey, as always in {month}.',
      'We are off to {place} on {weekday}, so I hope to have this sorted.',
      'Sunny for once! [The kids are in the garden.|The dog loves it.]',
      'My sister {person.given} lives in {town}, it is the same there.',
      'Just back from {place}, still tired from the [drive|train|flight].',
      'Raining. Reading a book and waiting for you lot, to be honest.',
      'I grew up near {town} and it never stops raining.',
      'Not bad, I may go for a walk up the hill in May if the sale at work ever ends.',
    ],
  },
  {
    asks: [
      'Can I put you on hold for {count} minutes?',
      'May I ask where you heard about us?',
      'Please do not close the window, I am passing this to {person}.',
      'My colleague {person.given} in {town} will look at it as well.',
    ],
    replies: [
      'Sure, will wait.',
      'A friend at {org} told me, {person} I think.',
      'Fine, but my train to {place} leaves at {time}.',
      'OK. Tell {person.given} that I have already waited {count} times this {month}.',
      'My brother {person.given} works for {org} and swears by you.',
    ],
  },
];

export const thanks: readonly string[] = [
  '[Great|Brilliant|Perfect|Lovely], thanks [a lot|so much|] {agent}.',
  'Thank you for your help [today|].',
  'OK, I will wait for the [letter|message|engineer] then.',
  'Fine. I hope that this is the last time I have to write about it.',
  'Cheers {agent}, have a good {weekday}.',
  'That is all from me, bye.',
  'Right, I will tell {person.given} as well.',
  'Will do. If it is not sorted by {weekday} I am going to {org}.',
  'Much better than the last agent, {person.given} was no help at all.',
];

export const goodbyes: readonly string[] = [
  '[You are welcome|My pleasure|Happy to help], {me.given}. Have a [lovely|good] {weekday}.',
  'Thank you for choosing {company}. [Goodbye.|Take care.|]',
  'Is there anything else? [If not, I will close the chat.|]',
  'Glad that we got there. Your reference is {ticket}.',
  'Take care, [Mr|Ms] {me.family}. A short survey will follow.',
  'All the best from {town}.',
  'Bye {me.given}, and enjoy {place}!',
  'Then I wish you a quiet evening. {agent}, {company}.',
  'I have written it all down under {ticket}, so nobody will ask you twice.',
];

/** Words that people put before a question or an answer. */
export const agentLeads = ['Okay,', 'Right,', 'Now,', 'Just to be sure,', 'One more thing,', 'Next,', 'Then,', 'So,'];
export const customerLeads = [
  'Well,',
  'Hm,',
  'Oh,',
  'Sure,',
  'Yeah,',
  'As I said,',
  'Sorry,',
  'Right,',
  'So,',
  'Look,',
];
