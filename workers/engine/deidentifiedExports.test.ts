import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { exportFormatNames, type PartName, partNames } from '../protocol/corpus.ts';
import { newLedger } from '../text/deidentify/draws.ts';
import { createCorpusService } from './corpusService.ts';

const names = ['Konstantin Weil', 'Ada Lovelace', 'Tomas Almsted', 'Brunhild Otter'];
/** Four letters, so few that they are divided sentence by sentence. */
const letters = names.map((name, place) => {
  const sentences = names.map((_, turn) => `${names[(place + turn) % names.length]} wrote letter ${turn}.`);
  const text = `Dear ${name},\n${sentences.join('\n')}\n`;
  const label = names
    .flatMap((each) => [...text.matchAll(new RegExp(each, 'g'))])
    .map(({ index, 0: words }) => [index, index + words.length, 'Person']);
  return JSON.stringify({ id: `${place}`, text, label });
});

async function dividedCorpus() {
  const corpora = createCorpusService();
  const bytes = new TextEncoder().encode(letters.join('\n'));
  const { id } = await corpora.importCorpus('letters', [{ name: 'letters.jsonl', bytes, part: 'train' }], {});
  return { corpora, id, splits: await corpora.splits(id) };
}

const shown = (content: string | Uint8Array) =>
  typeof content === 'string'
    ? content
    : Object.values(unzipSync(content))
        .map((file) => strFromU8(file))
        .join('\n');

describe('a corpus that is divided sentence by sentence', () => {
  it('leaves without names in every format, whole or a part of it', async () => {
    const { corpora, id, splits } = await dividedCorpus();
    const inTrain = new Set(splits.train.documents.map((document) => document.id));
    expect(splits.dev.documents.some((document) => inTrain.has(document.id))).toBe(true);
    const options = { categories: ['Person'], replacement: 'placeholder', numbering: 'document' } as const;
    const said: string[] = [];
    for (const part of ['all', ...partNames] as const) {
      for (const format of exportFormatNames) {
        const { content } = await corpora.deidentified(id, part, options, newLedger(), format);
        const left = names.flatMap((name) => name.split(' ')).filter((word) => shown(content).includes(word));
        if (left.length > 0) said.push(`${part} as ${format} says ${left.join(', ')}`);
      }
    }
    expect(said).toEqual([]);
  });

  it('has each document once when all parts leave, and text of a part alone when it does', async () => {
    const { corpora, id } = await dividedCorpus();
    const recordsOf = async (part: PartName | 'all') =>
      shown(await corpora.exportCorpus(id, part, 'jsonl'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    const whole = letters.map((line) => JSON.parse(line));
    const all = await recordsOf('all');
    expect(all.map(({ text }) => text).sort()).toEqual(whole.map(({ text }) => text).sort());
    expect(all.flatMap(({ label }) => label)).toHaveLength(whole.flatMap(({ label }) => label).length);
    for (const part of partNames) {
      for (const { text, label } of await recordsOf(part)) {
        const found = names.flatMap((name) => [...text.matchAll(new RegExp(name, 'g'))]);
        expect(label).toHaveLength(found.length);
      }
    }
  });
});
