/**
 * The one source of chance. Every run is seeded, and its report must come out the same again, so nothing in the
 * workers draws from anywhere else; the state can be stored in a checkpoint and restored. Generator: xoshiro128**
 * (Blackman and Vigna 2018, "Scrambled linear pseudorandom number generators", prng.di.unimi.it), its state filled by
 * splitmix32 as its authors advise.
 */
import { GraftError } from '../protocol/errors.ts';

export interface Random {
  /** Uniform in [0, 1), a multiple of 2⁻³². */
  next(): number;
  /** Uniform among 0, 1, …, below − 1; `below` at most 2³². */
  integer(below: number): number;
  /** Normally distributed (Box and Muller 1958). */
  normal(mean: number, deviation: number): number;
  /** A shuffled copy (Fisher and Yates). */
  shuffle<Item>(items: readonly Item[]): Item[];
  /**
   * A stream of its own for one purpose. It depends on the seed and the name alone, not on what was drawn before, so
   * that drawing more for one purpose leaves the others as they were.
   */
  fork(name: string): Random;
  /** Five numbers from which `restore` goes on exactly here. */
  state(): number[];
  /** @throws GraftError where `state` is not what `state()` gave. */
  restore(state: readonly number[]): void;
}

const twoTo32 = 2 ** 32;

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** The next four words of splitmix32 (a 32-bit variant of Steele, Lea and Flood 2014, with MurmurHash3's finalizer). */
function fillState(seed: number): [number, number, number, number] {
  let counter = seed | 0;
  const word = () => {
    counter = (counter + 0x9e3779b9) | 0;
    let mixed = counter ^ (counter >>> 16);
    mixed = Math.imul(mixed, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  return [word(), word(), word(), word()];
}

/** FNV-1a over the name's UTF-16 code units, started from the seed. */
function forkSeed(seed: number, name: string): number {
  let hash = Math.imul(seed ^ 0x811c9dc5, 0x01000193);
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** @throws GraftError where the seed is not a whole number from 0 to 2³² − 1. */
export function createRandom(seed: number): Random {
  if (!Number.isInteger(seed) || seed < 0 || seed >= twoTo32) {
    throw new GraftError({
      code: 'seed',
      message: `The seed ${seed} cannot be used.`,
      remedy: 'Give a whole number from 0 to 4294967295.',
    });
  }
  let origin = seed;
  let [a, b, c, d] = fillState(seed);

  const draw = () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };

  const random: Random = {
    next: () => draw() / twoTo32,
    integer(below) {
      // Draws above the last whole multiple would favour small numbers.
      const limit = twoTo32 - (twoTo32 % below);
      let drawn = draw();
      while (drawn >= limit) drawn = draw();
      return drawn % below;
    },
    normal(mean, deviation) {
      const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
      return mean + deviation * radius * Math.cos(2 * Math.PI * random.next());
    },
    shuffle<Item>(items: readonly Item[]): Item[] {
      const shuffled = [...items];
      for (let index = shuffled.length - 1; index > 0; index--) {
        const other = random.integer(index + 1);
        [shuffled[index], shuffled[other]] = [shuffled[other] as Item, shuffled[index] as Item];
      }
      return shuffled;
    },
    fork: (name) => createRandom(forkSeed(origin, name)),
    state: () => [a >>> 0, b >>> 0, c >>> 0, d >>> 0, origin],
    restore(state) {
      const valid = state.length === 5 && state.every((word) => Number.isInteger(word) && word >= 0 && word < twoTo32);
      if (!valid || state.slice(0, 4).every((word) => word === 0)) {
        throw new GraftError({
          code: 'random-state',
          message: 'The stored state of the random generator cannot be read.',
          remedy: 'The checkpoint is damaged: start the run again, or load an older checkpoint.',
        });
      }
      [a, b, c, d, origin] = state as [number, number, number, number, number];
    },
  };
  return random;
}
