/**
 * Regular expressions that cannot run away: all ways to match are followed at once (Thompson 1968, "Regular expression search
 * algorithm"), so that a match from one place costs at most the text's length times the pattern's, whatever the pattern. The longest
 * match counts.
 */
import { faultyPattern, type PatternNode, parsePattern } from './parsePattern.ts';

type Step =
  | { readonly kind: 'character'; readonly matches: (character: string) => boolean }
  | { readonly kind: 'boundary'; readonly at: 'start' | 'end' | 'word' | 'not-word' }
  | { readonly kind: 'fork'; to: readonly number[] }
  | { readonly kind: 'match' };

/** A pattern of more steps is refused: it would make each place of a text slow. */
const mostSteps = 2000;
/** Repeats within repeats multiply, even of groups that are empty and make no step: that is refused before it takes long. */
const mostWritten = 10 * mostSteps;
const wordCharacter = /^\w$/;

export class Pattern {
  private readonly steps: Step[] = [];
  private written = 0;

  /** @throws GraftError `pattern` where it cannot be read or is too large. */
  constructor(private readonly source: string) {
    this.write(parsePattern(source));
    this.steps.push({ kind: 'match' });
  }

  /**
   * Where the longest match from `start` on ends; null where none begins there, or it would be empty.
   * @param end the text ends here for the pattern, and begins at `begin`.
   */
  matchAt(text: string, start: number, begin: number, end: number): number | null {
    let found: number | null = null;
    let place = start;
    let states = this.reached([0], text, place, begin, end);
    while (states.length > 0) {
      if (states.some((state) => this.steps[state]?.kind === 'match') && place > start) found = place;
      if (place >= end) break;
      const character = String.fromCodePoint(text.codePointAt(place) as number);
      const next = states.filter((state) => {
        const step = this.steps[state] as Step;
        return step.kind === 'character' && step.matches(character);
      });
      place += character.length;
      states = this.reached(
        next.map((state) => state + 1),
        text,
        place,
        begin,
        end,
      );
    }
    return found;
  }

  /** The characters and matches that are reached from some states without reading anything. */
  private reached(from: readonly number[], text: string, place: number, begin: number, end: number): number[] {
    const seen = new Set<number>();
    const open = [...from];
    const reading: number[] = [];
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      if (seen.has(state)) continue;
      seen.add(state);
      const step = this.steps[state] as Step;
      if (step.kind === 'fork') open.push(...step.to);
      else if (step.kind !== 'boundary') reading.push(state);
      else if (isAt(step.at, text, place, begin, end)) open.push(state + 1);
    }
    return reading;
  }

  private write(node: PatternNode): void {
    if (this.steps.length > mostSteps || ++this.written > mostWritten) {
      throw faultyPattern(this.source, `it comes to more than ${mostSteps} steps`);
    }
    if (node.kind === 'sequence') for (const item of node.items) this.write(item);
    else if (node.kind === 'choice') this.writeChoice(node.items);
    else if (node.kind === 'repeat') this.writeRepeat(node);
    else this.steps.push(node);
  }

  private writeChoice(items: readonly PatternNode[]): void {
    const fork = this.fork();
    const begins: number[] = [];
    const ends = items.map((item) => {
      begins.push(this.steps.length);
      this.write(item);
      return this.fork();
    });
    fork.to = begins;
    for (const end of ends) end.to = [this.steps.length];
  }

  private writeRepeat({ item, least, most }: Extract<PatternNode, { kind: 'repeat' }>): void {
    for (let time = 0; time < least; time++) this.write(item);
    if (most === null) {
      const begin = this.steps.length;
      const fork = this.fork();
      this.write(item);
      this.fork().to = [begin];
      fork.to = [begin + 1, this.steps.length];
      return;
    }
    const forks = Array.from({ length: most - least }, () => {
      const fork = this.fork();
      const next = this.steps.length;
      this.write(item);
      return { fork, next };
    });
    for (const { fork, next } of forks) fork.to = [next, this.steps.length];
  }

  private fork(): Extract<Step, { kind: 'fork' }> {
    const fork: Extract<Step, { kind: 'fork' }> = { kind: 'fork', to: [] };
    this.steps.push(fork);
    return fork;
  }
}

function isAt(
  at: Extract<Step, { kind: 'boundary' }>['at'],
  text: string,
  place: number,
  begin: number,
  end: number,
): boolean {
  if (at === 'start') return place === begin;
  if (at === 'end') return place === end;
  const before = place > begin && wordCharacter.test(text[place - 1] ?? '');
  const after = place < end && wordCharacter.test(text[place] ?? '');
  return (before !== after) === (at === 'word');
}
