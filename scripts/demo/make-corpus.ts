/**
 * Writes the demo corpus: support-desk conversations of two companies, the source domain annotated without Address, the
 * target domain with all eight categories. `npx tsx scripts/demo/make-corpus.ts` makes the same files every time.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRandom } from '../../workers/text/random.ts';
import { drawConversation, type Label } from './conversation.ts';
import type { Domain } from './lists/things.ts';

export const seed = 20;

export const categories = [
  'Address',
  'CustomerIdentification',
  'Location',
  'Organization',
  'PaymentInformation',
  'Person',
  'PersonalInformation',
  'Phone',
] as const;

/** The category that the source annotators did not know. */
export const newCategory = 'Address';

/** File by file, how many sentences it is filled up to. */
const plan = [
  { file: 'source-train', domain: 'broadband', use: 'training', sentences: 2500 },
  { file: 'source-dev', domain: 'broadband', use: 'held-out', sentences: 400 },
  { file: 'source-test', domain: 'broadband', use: 'held-out', sentences: 400 },
  { file: 'target-train', domain: 'energy', use: 'training', sentences: 2000 },
  { file: 'target-dev', domain: 'energy', use: 'held-out', sentences: 400 },
  { file: 'target-test', domain: 'energy', use: 'held-out', sentences: 600 },
] as const;

export interface DemoDocument {
  readonly id: string;
  readonly domain: Domain;
  readonly text: string;
  readonly label: readonly Label[];
  /** The categories that were looked for; absent where it is all of them. */
  readonly annotated?: readonly string[];
  readonly group: string;
}

/** Where sentences begin and end: at line ends, and after a stop that is followed by a space outside spans. */
export function sentencesOf(text: string, label: readonly Label[]): readonly string[] {
  const cuts = [...text.matchAll(/\n|[.?!]+ /g)].filter(
    ({ index }) => !label.some(([start, end]) => start <= index && index < end),
  );
  const ends = [...cuts.map((cut) => cut.index + cut[0].length), text.length];
  return ends
    .map((end, at) => text.slice(at === 0 ? 0 : ends[at - 1], end).trim())
    .filter((sentence) => sentence !== '');
}

function makeFile(entry: (typeof plan)[number]): readonly DemoDocument[] {
  const random = createRandom(seed).fork(entry.file);
  const annotated = categories.filter((category) => category !== newCategory);
  const documents: DemoDocument[] = [];
  for (let sentences = 0; sentences < entry.sentences; ) {
    const id = `${entry.file}-${String(documents.length + 1).padStart(3, '0')}`;
    const drawn = drawConversation(entry.domain, entry.use, random.fork(id));
    sentences += sentencesOf(drawn.text, drawn.label).length;
    documents.push(
      entry.domain === 'broadband'
        ? {
            id,
            domain: entry.domain,
            text: drawn.text,
            label: drawn.label.filter(([, , category]) => category !== newCategory),
            annotated,
            group: id,
          }
        : { id, domain: entry.domain, text: drawn.text, label: drawn.label, group: id },
    );
  }
  return documents;
}

function countFile(documents: readonly DemoDocument[]) {
  const labels = documents.flatMap((document) => document.label);
  return {
    conversations: documents.length,
    sentences: documents.reduce((sum, { text, label }) => sum + sentencesOf(text, label).length, 0),
    spans: Object.fromEntries(
      categories.map((category) => [category, labels.filter(([, , found]) => found === category).length]),
    ),
  };
}

/** Every file's name and text, as it is to stand in `public/demo/`. */
export function makeCorpus(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const counts: Record<string, ReturnType<typeof countFile>> = {};
  for (const entry of plan) {
    const documents = makeFile(entry);
    files.set(`${entry.file}.jsonl`, documents.map((document) => `${JSON.stringify(document)}\n`).join(''));
    counts[entry.file] = countFile(documents);
  }
  return files.set('counts.json', `${JSON.stringify({ seed, files: counts }, null, 2)}\n`);
}

export const demoFolder = fileURLToPath(new URL('../../public/demo/', import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(demoFolder, { recursive: true });
  for (const [name, text] of makeCorpus()) writeFileSync(`${demoFolder}${name}`, text);
}
