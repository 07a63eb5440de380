/**
 * The templates' small language: `[a|b|]` takes one of its alternatives (the empty one too), `{slot}` is filled in.
 * Alternatives may hold slots and further alternatives. What comes out is a row of pieces, so that a span's place in the
 * text is known and never searched for.
 */
import type { Random } from '../../workers/text/random.ts';
import { pick } from './lists/choice.ts';

/** A stretch of text; with a category, a span. */
export interface Piece {
  readonly text: string;
  readonly category?: string;
}

export type Fill = (slot: string) => readonly Piece[];

type Node = string | { readonly slot: string } | { readonly alternatives: readonly (readonly Node[])[] };

const parsed = new Map<string, readonly Node[]>();

/** @throws SyntaxError where brackets do not pair, with the template. */
export function parseTemplate(template: string): readonly Node[] {
  const known = parsed.get(template);
  if (known) return known;
  const parts = template.match(/\{[a-z.]+\}|[[\]|]|[^[\]|{}]+/g) ?? [];
  if (parts.join('') !== template) throw new SyntaxError(`A slot is not well formed in: ${template}`);
  let at = 0;
  const sequence = (inside: boolean): readonly Node[] => {
    const nodes: Node[] = [];
    for (; at < parts.length; at++) {
      const part = parts[at] as string;
      if (inside && (part === '|' || part === ']')) return nodes;
      if (part === ']' || part === '|') throw new SyntaxError(`'${part}' stands outside brackets in: ${template}`);
      if (part === '[') nodes.push({ alternatives: alternatives() });
      else if (part.startsWith('{')) nodes.push({ slot: part.slice(1, -1) });
      else nodes.push(part);
    }
    if (inside) throw new SyntaxError(`A bracket is not closed in: ${template}`);
    return nodes;
  };
  const alternatives = () => {
    const choices: (readonly Node[])[] = [];
    do {
      at++;
      choices.push(sequence(true));
    } while (parts[at] === '|');
    return choices;
  };
  const nodes = sequence(false);
  parsed.set(template, nodes);
  return nodes;
}

export function renderTemplate(template: string, fill: Fill, random: Random): readonly Piece[] {
  const render = (nodes: readonly Node[]): readonly Piece[] =>
    nodes.flatMap((node): readonly Piece[] => {
      if (typeof node === 'string') return [{ text: node }];
      if ('slot' in node) return fill(node.slot);
      return render(pick(node.alternatives, random));
    });
  return tidy(render(parseTemplate(template)));
}

/** Empty alternatives leave double spaces and spaces before a stop; a sentence begins with a capital. */
function tidy(pieces: readonly Piece[]): readonly Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (piece.category === undefined && last && last.category === undefined) {
      merged[merged.length - 1] = { text: last.text + piece.text };
    } else merged.push(piece);
  }
  return merged
    .map((piece, index) => {
      if (piece.category !== undefined) return piece;
      let text = piece.text
        .replace(/ {2,}/g, ' ')
        .replace(/ +(?=[.,?!])/g, '')
        .replace(/(?<=[.?!] )[a-z]/g, (first) => first.toUpperCase());
      if (index === 0) text = text.trimStart().replace(/^[a-z]/, (first) => first.toUpperCase());
      return { text: index === merged.length - 1 ? text.trimEnd() : text };
    })
    .filter((piece) => piece.text !== '');
}
