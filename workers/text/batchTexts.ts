/** The plain texts among the files of a folder: each is one document, and what is none is told. */
import { GraftError, type Problem } from '../protocol/errors.ts';
import { decodeText } from './decode.ts';
import { sniffFormat } from './formats/sniff.ts';
import { isZip, unzipFiles } from './zip.ts';

interface NamedBytes {
  /** Its path in the folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface NamedText {
  readonly name: string;
  readonly text: string;
}

export interface BatchTexts {
  readonly texts: readonly NamedText[];
  readonly problems: readonly Problem[];
  readonly assumed: readonly string[];
}

const hidden = /(?:^|[/\\])(?:\.|__MACOSX[/\\]|Thumbs\.db$|desktop\.ini$)/;
/** What is named so is a plain text, whatever it looks like. */
export const isNamedAsText = (name: string) => /\.(?:txt|text)$/i.test(name);

/** What a file holds, the files of a zip one by one. @param encoding by default it is worked out. */
export function batchTexts(file: NamedBytes, encoding?: string): BatchTexts {
  const told = { texts: [] as NamedText[], problems: [] as Problem[], assumed: [] as string[] };
  const leaveOut = ({ problem }: GraftError) =>
    told.problems.push({ ...problem, message: `${problem.message} The file was left out.` });
  for (const { name, bytes } of unpacked(file, leaveOut)) {
    try {
      const { text, assumed, problems } = textOf(name, bytes, encoding);
      told.texts.push({ name, text });
      told.problems.push(...problems);
      if (assumed) told.assumed.push(`${name}: ${assumed}`);
    } catch (error) {
      if (!(error instanceof GraftError)) throw error;
      leaveOut(error);
    }
  }
  return told;
}

function unpacked(file: NamedBytes, leaveOut: (error: GraftError) => void): readonly NamedBytes[] {
  if (!isZip(file.bytes)) return [file];
  try {
    const { entries } = unzipFiles(file.name, file.bytes);
    return entries.map(({ path, bytes }) => ({ name: `${file.name}/${path}`, bytes }));
  } catch (error) {
    if (!(error instanceof GraftError)) throw error;
    leaveOut(error);
    return [];
  }
}

/** @throws GraftError where it is no plain text. */
function textOf(name: string, bytes: Uint8Array, encoding: string | undefined) {
  const refuse = (code: string, message: string, remedy: string) =>
    new GraftError({ code, message, remedy, file: name });
  if (hidden.test(name)) {
    throw refuse('hidden-file', 'It is a hidden file of the system.', 'Give it another name, if it is a text.');
  }
  const decoded = decodeText(bytes, name, encoding);
  const format = isNamedAsText(name) ? 'text' : sniffFormat(decoded.text, name);
  if (format === 'text') return decoded;
  throw refuse(
    'no-plain-text',
    `It looks like ${format}, and plain texts are tagged here.`,
    'Bring it in as a corpus, or let its name end in .txt, if it is plain text.',
  );
}

/** @throws GraftError where all files were left out: the first says why. */
export function checkBatch({ texts, problems }: Pick<BatchTexts, 'texts' | 'problems'>): void {
  if (texts.length > 0) return;
  const [first] = problems;
  throw new GraftError(
    first ?? {
      code: 'no-files',
      message: 'There is no file in it.',
      remedy: 'Give a folder with plain texts, or files of plain text.',
    },
  );
}
