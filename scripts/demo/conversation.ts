/** One conversation: a greeting, the customer's trouble, questions and answers, an end. Agents and customers take turns. */
import type { Random } from '../../workers/text/random.ts';
import { chance, chooseTemplate, pick, type Use } from './lists/choice.ts';
import type { Domain } from './lists/things.ts';
import { careful, drawHabits, type Habits, typeAs } from './noise.ts';
import { createFill } from './speakers.ts';
import { type Piece, renderTemplate } from './template.ts';
import { drawSharedExchanges, drawTopic } from './topics/all.ts';
import { drawAsides } from './topics/asides.ts';
import {
  acknowledgements,
  agentLeads,
  customerLeads,
  goodbyes,
  greetings,
  hellos,
  thanks,
} from './topics/small-talk.ts';
import type { Exchange } from './topics/topic.ts';

export type Label = readonly [start: number, end: number, category: string];

export interface Conversation {
  readonly text: string;
  readonly label: readonly Label[];
}

type Pool = readonly string[];

export function drawConversation(domain: Domain, use: Use, random: Random): Conversation {
  const fill = createFill(domain, use, random.fork('people'));
  const customer = drawHabits(random);
  const agent = { ...careful, slips: 0.01 };
  const topic = drawTopic(domain, random);
  const messages: (readonly Piece[])[] = [];

  const said = new Set<string>();

  const say = (habits: Habits, pools: readonly Pool[], led?: Pool) => {
    const pieces = pools.flatMap((pool, index): readonly Piece[] => {
      const template = chooseFresh(pool);
      const leads = habits === agent ? agentLeads : customerLeads;
      const rendered = renderTemplate(pool === led ? withLead(template, leads) : template, fill, random);
      const last = index === pools.length - 1;
      return last ? rendered : [...rendered, { text: /[.?!]$/.test(template) ? ' ' : '. ' }];
    });
    messages.push(typeAs(pieces, habits, random));
  };
  /** Nobody says the same twice in a conversation, if the pool has anything else. */
  const chooseFresh = (pool: readonly string[]) => {
    let template = chooseTemplate(pool, use, random);
    for (let tries = 0; said.has(template) && tries < 8; tries++) template = chooseTemplate(pool, use, random);
    said.add(template);
    return template;
  };
  const withLead = (template: string, leads: Pool) =>
    /^[A-Z][a-z]/.test(template) && chance(0.25, random)
      ? `${pick(leads, random)} ${template[0]?.toLowerCase()}${template.slice(1)}`
      : template;
  const sometimes = (probability: number, pool: readonly string[] | undefined) =>
    pool && chance(probability, random) ? [pool] : [];

  const aside = () => sometimes(0.42, drawAsides(domain, random));

  say(agent, [greetings]);
  say(customer, [...sometimes(0.5, hellos), topic.openings, ...aside()]);
  const exchanges = random
    .shuffle([...topic.exchanges, ...drawSharedExchanges(domain, random)])
    .slice(0, 4 + random.integer(3));
  let before: Exchange | undefined;
  for (const exchange of exchanges) {
    const confirmed = sometimes(0.45, before?.confirmations);
    const first = confirmed.length > 0 ? confirmed : sometimes(0.3, acknowledgements);
    say(agent, [...first, exchange.asks], exchange.asks);
    say(customer, [exchange.replies, ...aside()], exchange.replies);
    before = exchange;
  }
  say(agent, [topic.resolutions, ...sometimes(0.5, topic.resolutions)]);
  say(customer, [thanks]);
  say(agent, [goodbyes]);
  return join(messages);
}

/** The messages with a newline between them, and where the spans came to stand. */
function join(messages: readonly (readonly Piece[])[]): Conversation {
  const label: Label[] = [];
  let text = '';
  for (const message of messages) {
    if (text !== '') text += '\n';
    for (const piece of message) {
      if (piece.category !== undefined) label.push([text.length, text.length + piece.text.length, piece.category]);
      text += piece.text;
    }
  }
  return { text, label };
}
