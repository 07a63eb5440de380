/** An invented corpus for the stand-in studio. Its sentences are spelled with their spans: `[Category|text]`. */
import type { Corpus, Document, Splits } from '../../workers/protocol/corpus.ts';
import { moved } from '../../workers/text/sentenceView.ts';

const templates = [
  'Good morning, this is [Person|{p}] from [Organization|{o}], how can I help you today?',
  'My name is [Person|{p}] and I am calling about the invoice of last month.',
  'Could you send the new router to [Address|{s}], please?',
  'I moved from [Location|{l}] to [Location|{l}] in March and nobody told [Organization|{o}].',
  'The customer number is [CustomerIdentification|{c}], and my phone is [Phone|{n}].',
  'We tried [PaymentInformation|card ending in {k}] twice, and both times it was declined.',
  'I was born on [PersonalInformation|{d}], if that is what you need to find me.',
  'Our technician, [Person|{p}], will come to [Address|{s}] between nine and eleven.',
  'No, it still does not work after the restart, the lamp just stays red.',
  'Please take the amount from [PaymentInformation|account {k}] instead, said [Person|{p}].',
  'Is there a shop of [Organization|{o}] in [Location|{l}] where I can hand it in?',
  'You can reach me on [Phone|{n}] until six, after that better by mail.',
] as const;

const values: Readonly<Record<string, readonly string[]>> = {
  p: ['Ines Falk', 'Tomas Berger', 'Aylin Demir', 'Noor van Dijk', 'Jonas Weil', 'Mira Castellano', 'Ola Brandt'],
  o: ['Northline Telecom', 'Harbour Energy', 'Brightwave', 'Kestrel Mobile'],
  l: ['Almsted', 'Port Carrow', 'Lindau', 'Westerby', 'New Halden'],
  s: ['14 Weaver Lane, Almsted', '7b Old Mill Road', '220 Harbour Street, flat 9', '3 Orchard Close, Westerby'],
  c: ['KD-4471-902', 'C0098231', 'KD-7720-118', 'C0113390'],
  n: ['0151 445 2291', '+44 7700 900 318', '030 811 4402'],
  k: ['4402', '8817', '1290', '5563'],
  d: ['3 May 1984', '21 November 1990', '9 August 1971'],
};

/** The `index`-th sentence; always the same. */
function fakeSentence(index: number) {
  const template = templates[(index * 5 + (index >> 3)) % templates.length] ?? templates[0];
  let draw = index * 7 + 3;
  const filled = template.replace(/\{(\w)\}/g, (_, slot: string) => {
    const choices = values[slot] ?? [];
    draw += 11;
    return choices[draw % choices.length] ?? slot;
  });
  let text = '';
  const spans = [];
  for (const piece of filled.split(/(\[\w+\|[^\]]*\])/)) {
    const marked = /^\[(\w+)\|([^\]]*)\]$/.exec(piece);
    if (marked)
      spans.push({ start: text.length, end: text.length + (marked[2] ?? '').length, category: marked[1] ?? '' });
    text += marked ? marked[2] : piece;
  }
  const tokens = [...text.matchAll(/\w+|[^\w\s]/g)].map((word) => ({
    start: word.index,
    end: word.index + word[0].length,
  }));
  return { text, tokens, spans };
}

const sentencesInDocument = 6;

/** A conversation of which somebody marked the addresses, and others some of the rest. */
function fakeDocument(number: number): Document {
  const sentences = Array.from({ length: sentencesInDocument }, (_, index) =>
    fakeSentence(number * sentencesInDocument + index),
  );
  let offset = 0;
  const placed = sentences.map(({ text, tokens, spans }) => {
    const start = offset;
    offset += text.length + 1;
    return { tokens: tokens.map((token) => moved(token, start)), spans: spans.map((span) => moved(span, start)) };
  });
  return {
    id: `conversation-${number + 1}`,
    text: sentences.map(({ text }) => text).join('\n'),
    sentences: placed.map(({ tokens }) => ({ tokens })),
    spans: placed.flatMap(({ spans }) => spans),
    annotated: ['Address'],
  };
}

export function fakeSplits(name: string): Splits {
  const part = (first: number, documents: number): Corpus => ({
    name,
    kind: 'spans',
    categories: fakeCategories,
    documents: Array.from({ length: documents }, (_, index) => fakeDocument(first + index)),
  });
  return { train: part(0, 400), dev: part(400, 67), test: part(467, 100) };
}

export const fakeCategories = [
  'Person',
  'Organization',
  'Location',
  'Phone',
  'CustomerIdentification',
  'PaymentInformation',
  'PersonalInformation',
  'Address',
];
