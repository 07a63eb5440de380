/**
 * What files may hold, in one place. A file comes from anybody, and one of a few kilobytes can claim to hold gigabytes or a
 * million lists within each other. Whoever reads asks here, before memory is taken where that is possible. Most limits can
 * be raised in the terminal; `docs/limits.md` has them as a table.
 */
import { GraftError } from '../protocol/errors.ts';
import { bytesInWords } from './byteSizes.ts';

interface Limit {
  readonly most: number;
  readonly unit: 'bytes' | 'count';
  readonly why: string;
  /** What the file has, to begin a sentence with. */
  readonly has: (amount: string) => string;
  /** What to do instead, on either surface. */
  readonly instead: string;
  /** Nobody can raise it, since something else than Graft would fail. */
  readonly isFixed?: true;
}

const fixed = { isFixed: true } as const;

/** By the names under which they are raised. */
const limits = {
  'file-bytes': {
    ...{ most: 2_147_483_647, unit: 'bytes', ...fixed },
    why: 'A file that is read whole is one piece of memory, and browsers and Node give none that is larger.',
    has: (amount) => `The file has ${amount}`,
    instead: 'Divide it into several files.',
  },
  'text-bytes': {
    ...{ most: 500_000_000, unit: 'bytes', ...fixed },
    why: 'A text is one string, and Chromium and Node hold none of more than 536 million characters.',
    has: (amount) => `The text has ${amount}`,
    instead: 'Divide it into several files.',
  },
  'json-depth': {
    ...{ most: 100, unit: 'count' },
    why: 'Records are nested some ten deep; what walks through values that are nested much deeper runs out of stack.',
    has: (amount) => `Its JSON is nested ${amount} deep`,
    instead: 'Take the records out of the lists around them.',
  },
  'line-characters': {
    ...{ most: 1_000_000, unit: 'count' },
    why: 'A line of columns is a word with its tags, and the longest sentence of a line a few thousand letters.',
    has: (amount) => `A line has ${amount} characters`,
    instead: 'Break the line, or choose plain text as the format (--from text in the terminal).',
  },
  categories: {
    ...{ most: 10_000, unit: 'count' },
    why: 'Each category is some rows of a model’s output; type sets of a thousand are the largest in use.',
    has: (amount) => `The file has ${amount} categories`,
    instead: 'Check which column or key holds the categories.',
  },
  'category-characters': {
    ...{ most: 1000, unit: 'count' },
    why: 'A category’s name stands in lists, charts and tags; a text in its place is a misread file.',
    has: (amount) => `The name of a category has ${amount} characters`,
    instead: 'Shorten it in the file, or check which column or key holds the categories.',
  },
  documents: {
    ...{ most: 1_000_000, unit: 'count' },
    why: 'An edit copies the list of the documents, which is tried with a hundred thousand.',
    has: (amount) => `The file has ${amount} documents`,
    instead: 'Divide it into several files.',
  },
  'zip-entries': {
    ...{ most: 100_000, unit: 'count' },
    why: 'A corpus of brat has two files a document; each entry costs a hundred bytes packed, and far more here.',
    has: (amount) => `The zip archive has ${amount} files`,
    instead: 'Unpack it, and choose the files that are needed.',
  },
  'zip-bytes': {
    ...{ most: 512_000_000, unit: 'bytes' },
    why: 'Far above any corpus in a tab, far below what a tab has.',
    has: (amount) => `The zip archive would unpack to ${amount}`,
    instead: 'Unpack it, and choose the files that are needed.',
  },
  'zip-ratio': {
    ...{ most: 200, unit: 'count' },
    why: 'Texts shrink to a tenth, columns of O to a fiftieth, a zip bomb to a thousandth. The first 16 MB are free.',
    has: (amount) => `The archive would unpack to ${amount} times its size`,
    instead: 'If you trust it, unpack it, and choose the files that are needed.',
  },
  'checkpoint-bytes': {
    ...{ most: 2_147_483_648, unit: 'bytes' },
    why: 'What a tab can train is smaller.',
    has: (amount) => `The checkpoint would unpack to ${amount}`,
    instead: 'Unpack it, and give the folder.',
  },
  'safetensors-header': {
    ...{ most: 100_000_000, unit: 'bytes', ...fixed },
    why: 'The format’s own limit.',
    has: (amount) => `The header of the safetensors claims ${amount}`,
    instead: 'Download it again, or save it anew where it came from.',
  },
  'bundle-manifest': {
    ...{ most: 16_000_000, unit: 'bytes' },
    why: 'A model’s description and card are kilobytes, with a long history some hundreds of them.',
    has: (amount) => `A description of the model would unpack to ${amount}`,
    instead: 'Export the model anew where it came from.',
  },
  'bundle-texts': {
    ...{ most: 256_000_000, unit: 'bytes' },
    why: 'A vocabulary of two million words is 30 MB.',
    has: (amount) => `The model’s vocabularies would unpack to ${amount}`,
    instead: 'Export the model with a smaller vocabulary.',
  },
  'bundle-sample': {
    ...{ most: 64_000_000, unit: 'bytes' },
    why: 'The sentences that a model carries are some hundreds.',
    has: (amount) => `The sentences that the model carries would unpack to ${amount}`,
    instead: 'Export the model with fewer sentences.',
  },
  'bundle-weights': {
    ...{ most: 1_073_741_824, unit: 'bytes' },
    why: 'What a tab can train is smaller.',
    has: (amount) => `The model’s weights would unpack to ${amount}`,
    instead: 'Shrink the encoder, and train the model on it.',
  },
  'bundle-bytes': {
    ...{ most: 2_147_483_648, unit: 'bytes' },
    why: 'All parts are unpacked at once, the weights and how much they matter among them.',
    has: (amount) => `The model would unpack to ${amount}`,
    instead: 'Export the model without what it carries.',
  },
  'project-files': {
    ...{ most: 100_000, unit: 'count', ...fixed },
    why: 'A project has three files for each corpus and one for each model.',
    has: (amount) => `The project’s file holds ${amount} files`,
    instead: 'Export corpora and models one by one.',
  },
  'project-bytes': {
    ...{ most: 4_000_000_000, unit: 'bytes', ...fixed },
    why: 'Far above what people have, and what a zip archive without its later extension can hold.',
    has: (amount) => `The project would unpack to ${amount}`,
    instead: 'Remove corpora that are not needed, or export corpora and models one by one.',
  },
  'project-manifest': {
    ...{ most: 64_000_000, unit: 'bytes', ...fixed },
    why: 'It lists what there is, and is read whole.',
    has: (amount) => `The project’s description would unpack to ${amount}`,
    instead: 'Remove corpora that are not needed, or export corpora and models one by one.',
  },
  'project-line': {
    ...{ most: 100_000_000, unit: 'count', ...fixed },
    why: 'A line is a document or a run, and is read whole.',
    has: (amount) => `A line of the project has ${amount} characters`,
    instead: 'Divide the document, and export the project anew.',
  },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof limits;

/** Below it nobody asks how well an archive was packed. */
const alwaysUnpacked = 16_000_000;

/** Limits that were raised in this process. */
const raised = new Map<LimitName, number>();

export function limitOf(name: LimitName): number {
  return raised.get(name) ?? limits[name].most;
}

/** @throws GraftError `over-limit` where there is more: what the file has, which limit that is, and where it is raised. */
export function checkLimit(name: LimitName, amount: number, file: string, line?: number): void {
  const most = limitOf(name);
  if (amount <= most) return;
  const { has, instead, isFixed }: Limit = limits[name];
  const wanted = [...new Map([...raised, [name, Math.ceil(amount)]])].map(([of, number]) => `${of}=${number}`);
  const more = isFixed ? '' : ` The terminal takes more by the environment variable GRAFT_LIMITS=${wanted.join(',')}.`;
  throw new GraftError({
    code: 'over-limit',
    message: `${has(inWords(name, amount))}; the limit is ${inWords(name, most)} (${name}). Nothing was read.`,
    remedy: `${instead}${more}`,
    file,
    ...(line !== undefined && { line }),
  });
}

/**
 * The sizes that an archive claims for what is wanted of it, before anything is unpacked.
 * @throws GraftError `over-limit`
 */
export function checkUnpacked(name: LimitName, unpacked: number, packed: number, file: string): void {
  checkLimit(name, unpacked, file);
  if (unpacked > alwaysUnpacked) checkLimit('zip-ratio', Math.floor(unpacked / Math.max(1, packed)), file);
}

/** Of lists and mappings within each other, level by level: no call within a call, however deep. @throws GraftError `over-limit` */
export function checkDepth(value: unknown, file: string, line?: number): void {
  let depth = 0;
  for (let level = [value].filter(isContainer); level.length > 0; depth++)
    level = level.flatMap((each) => Object.values(each).filter(isContainer));
  checkLimit('json-depth', depth, file, line);
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * Raises limits for this process, until they are raised otherwise.
 * @param words such as `zip-bytes=1000000000,categories=20000`; nothing for the limits as they are written here.
 * @throws GraftError where a name is none, cannot be raised, or has no whole number behind it.
 */
export function raiseLimits(words: string): void {
  raised.clear();
  for (const each of words.split(',').filter((word) => word.trim() !== '')) {
    const [name = '', number = ''] = each.split('=').map((word) => word.trim());
    if (!Object.hasOwn(limits, name)) throw notRaised(`There is no limit called “${name}”`);
    const limit: Limit = limits[name as LimitName];
    if (limit.isFixed) throw notRaised(`The limit ${name} cannot be raised. ${limit.why}`);
    if (!/^\d{1,15}$/.test(number)) throw notRaised(`The limit ${name} needs a whole number: “${number}” is none`);
    raised.set(name as LimitName, Number(number));
  }
}

function notRaised(message: string): GraftError {
  const names = Object.entries<Limit>(limits).flatMap(([name, { isFixed }]) => (isFixed ? [] : name));
  return new GraftError({
    code: 'no-such-limit',
    message: `${message.replace(/\.$/, '')}.`,
    remedy: `GRAFT_LIMITS takes names with numbers, such as zip-bytes=1000000000,categories=20000. Those that can be raised: ${names.join(', ')}.`,
  });
}

function inWords(name: LimitName, amount: number): string {
  return limits[name].unit === 'bytes' ? bytesInWords(amount) : amount.toLocaleString('en');
}
