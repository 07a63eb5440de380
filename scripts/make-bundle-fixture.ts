/**
 * Writes a small model as a bundle of today's version, for the tests of the versions to come: what it says and how it tags
 * must stay readable. `npx tsx scripts/make-bundle-fixture.ts`, once a version; a fixture that was committed is not
 * written over. The model is learned together with another corpus, adapted to a third so that it asks what it was, and edited,
 * by the engine itself, on sentences made here.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { createNodeEngine } from '../cli/nodeEngine.ts';
import { schemaVersion } from '../workers/bundle/manifest.ts';
import { createCorpusService } from '../workers/engine/corpusService.ts';
import { bilstmCrf } from '../workers/protocol/architectures/bilstmCrf.ts';
import { defaultAdaptation, defaultJointLearning, type RunConfiguration } from '../workers/protocol/configuration.ts';
import { type PartName, partNames } from '../workers/protocol/corpus.ts';
import { createRandom } from '../workers/text/random.ts';

const file = new URL(`../test/fixtures/bundle-version-${schemaVersion}.graft`, import.meta.url);
if (existsSync(file)) throw new Error(`There is a bundle of version ${schemaVersion} already: ${file.pathname}`);

const fillings = {
  PERSON: ['Ada', 'Tomas', 'Ilse', 'Bram', 'Odile', 'Piet', 'Rhea', 'Sven', 'Jo'],
  FAMILY: ['Marsh', 'Brink', 'Holm', 'Vance', 'Oster'],
  PLACE: ['Velby', 'Orrick', 'Saltmere', 'Dunhollow', 'Kestrel'],
  PRODUCT: ['Lumo', 'Zephyr', 'Quartz', 'Nimbus'],
  SHIP: ['Meridian', 'Halcyon', 'Borealis'],
};
type Filling = keyof typeof fillings;

const categories: Readonly<Record<Filling, string>> = {
  PERSON: 'Person',
  FAMILY: 'Person',
  PLACE: 'Place',
  PRODUCT: 'Product',
  SHIP: 'Ship',
};

const patterns = [
  'PERSON FAMILY moved to PLACE .',
  'is PLACE far , PERSON ?',
  'my PRODUCT is broken .',
  'PERSON sold the PRODUCT in PLACE .',
  'call PERSON FAMILY on 40 12 .',
  'thank you and goodbye .',
  'PERSON boarded the SHIP in PLACE .',
].map((pattern) => pattern.split(' '));

/** Sentences as CoNLL in IOB2. */
function sentences(seed: number, count: number, sought: readonly string[]): string {
  const random = createRandom(seed);
  const drawn = <Item>(items: readonly Item[]) => items[random.integer(items.length)] as Item;
  return Array.from({ length: count }, () =>
    drawn(patterns)
      .map((word) => {
        if (!(word in fillings)) return `${word} O`;
        const category = categories[word as Filling];
        const tag = sought.includes(category) ? `${word === 'FAMILY' ? 'I' : 'B'}-${category}` : 'O';
        return `${drawn(fillings[word as Filling])} ${tag}`;
      })
      .join('\n'),
  ).join('\n\n');
}

const corpora = createCorpusService();
const engine = createNodeEngine(corpora);

async function corpusOf(name: string, seed: number, sought: readonly string[]) {
  const counts: Readonly<Record<PartName, number>> = { train: 80, dev: 30, test: 30 };
  const files = partNames.map((part, index) => {
    const bytes = new TextEncoder().encode(sentences(seed + index, counts[part], sought));
    return { name: `${part}.conll`, part, bytes };
  });
  const { id, revision } = await corpora.importCorpus(name, files, {});
  return { id, revision };
}

const name = 'Small fixture';
const settings = { ...bilstmCrf.settings, learningRate: 0.01, dropout: 0.25, batchSize: 8, epochs: 20 };
const { encoder, output } = bilstmCrf.specification;
const sizes = { characterEmbedding: 6, characterHidden: 5, wordEmbedding: 8, wordHidden: 12 };
const joint: RunConfiguration = {
  version: 2,
  task: 'joint',
  architecture: bilstmCrf.name,
  specification: { encoder: { ...encoder, ...sizes }, output },
  settings,
  seed: 1,
  joint: { ...defaultJointLearning, targetShare: 0.6 },
};

await engine.chooseBackend('wasm');
const source = await corpusOf('names', 10, ['Person', 'Place']);
const target = await corpusOf('names and products', 20, ['Person', 'Place', 'Product']);
const result = await engine.run(
  { configuration: joint, corpora: { target, sources: [source] }, models: {}, name },
  () => {},
);
const adapting: RunConfiguration = {
  version: 2,
  task: 'adapt',
  settings,
  seed: 1,
  adaptation: { ...defaultAdaptation, newCategories: ['Ship'], consult: 0.3 },
};
const ships = await corpusOf('ships', 30, ['Ship']);
const adapted = await engine.run(
  { configuration: adapting, corpora: { target: ships }, models: { source: result.model.id }, name },
  () => {},
);
const edited = await engine.mapCategories(adapted.model.id, { Person: 'Name', Place: 'Thing', Product: 'Thing' });
const bytes = await engine.exportModel(edited.id);
writeFileSync(file, bytes);
console.log(`${bytes.length} bytes, test F1 ${adapted.tests.main.overall.f1.toFixed(2)}`);
process.exit(0);
