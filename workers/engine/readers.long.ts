/**
 * A fuzzer over all readers of corpora: sound files, changed at random. `GRAFT_FUZZ_MINUTES` (10) and `GRAFT_FUZZ_SEED`, which is
 * printed. What it finds becomes a test.
 */
import { expect, it } from 'vitest';
import { soundFiles } from '../../test/hostile/corpora.ts';
import { outcomeOf, utf8 } from '../../test/hostile/outcome.ts';
import { hostileWords } from '../../test/hostile/words.ts';
import { createRandom, type Random } from '../text/random.ts';
import { createCorpusService } from './corpusService.ts';

const minutes = Number(process.env.GRAFT_FUZZ_MINUTES ?? 10);
const seed = Number(process.env.GRAFT_FUZZ_SEED ?? Date.now() % 1_000_000);
const files = soundFiles();

/** Bytes cut out, doubled, changed, moved, or hostile words and pieces of other files put in. */
function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  const from = random.integer(bytes.length + 1);
  const to = Math.min(bytes.length, from + random.integer(40));
  const [before, piece, after] = [bytes.slice(0, from), bytes.slice(from, to), bytes.slice(to)];
  const other = files[random.integer(files.length)]?.bytes ?? bytes;
  const at = random.integer(other.length);
  const inserted = [
    new Uint8Array(),
    Uint8Array.of(...piece, ...piece),
    piece.map(() => random.integer(256)),
    piece.toReversed(),
    utf8(hostileWords[random.integer(hostileWords.length)] ?? ''),
    other.slice(at, at + random.integer(60)),
    Uint8Array.from({ length: random.integer(3000) }, () => piece[0] ?? 34),
  ][random.integer(7)] as Uint8Array;
  return Uint8Array.of(...before, ...inserted, ...after);
}

it(`files changed at random are read or refused in clear words, seed ${seed}`, async () => {
  const service = createCorpusService();
  const random = createRandom(seed);
  const faults: string[] = [];
  let count = 0;
  for (const end = Date.now() + minutes * 60_000; Date.now() < end && faults.length < 10; count++) {
    const sound = files[count % files.length];
    if (!sound) break;
    let { bytes } = sound;
    for (let change = random.integer(4); change >= 0; change--) bytes = mutated(bytes, random);
    const began = Date.now();
    try {
      await outcomeOf(async () => {
        const { id } = await service.importCorpus('letters', [{ name: sound.name, bytes }], {});
        await service.removeCorpus(id);
      });
      if (Date.now() - began > 5000) throw new Error('it took longer than 5 seconds');
    } catch (thrown) {
      const { message, cause } = thrown as Error;
      faults.push(
        `${sound.name}, ${message} ${(cause as Error | undefined)?.stack ?? ''}: ${Buffer.from(bytes).toString('base64')}`,
      );
    }
  }
  console.log(`${count} files, seed ${seed}`);
  expect(faults).toEqual([]);
});
