/**
 * Plain text: nothing is annotated, and all structure is guessed from empty lines and line ends. Blocks parted by
 * empty lines are documents; a file without empty lines has one document a line, unless its lines are evidently
 * broken to a width, and then it is one document.
 */

import { splitLines } from '../decode.ts';
import { documentFromText } from '../documents.ts';
import { refuseAnnotated } from './notPlainText.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';

export function readText(text: string, options: ReadOptions, log: ReadLog): Reading {
  if (options.format === undefined) refuseAnnotated(text, log.file);
  const { texts, unit, wrapped } = textUnits(text);
  log.assume(`plain text without annotation, one document a ${unit}; sentences and words were found by rules`);
  if (wrapped) log.assume('lines were broken to a width, so that their ends are not ends of sentences');
  const annotated = options.categoriesAnnotated ?? [];
  const documents = texts.map((content, index) =>
    documentFromText(
      { id: `${index + 1}`, text: content, spans: [], annotated, newlineEnds: !wrapped },
      // Without spans and given tokens there is nothing that could disagree.
      ({ code, message, remedy }) => log.problem({ code, message, remedy }),
    ),
  );
  return { kind: options.kind ?? 'spans', documents: documents.filter(({ sentences }) => sentences.length > 0) };
}

/** The texts of a file's documents, and what each of them is in the file. */
export function textUnits(text: string): { texts: string[]; unit: string; wrapped: boolean } {
  const lines = splitLines(text);
  const blocks = blocksOf(lines);
  const wrapped = isWrapped(blocks);
  const aLineEach = blocks.length === 1 && !wrapped;
  const texts = aLineEach ? lines.filter((line) => line.trim() !== '') : blocks.map((block) => block.join('\n'));
  return { texts, unit: aLineEach ? 'line' : 'block between empty lines', wrapped };
}

/** Whether a line's end ends a sentence: not in a text whose lines were broken to a width. */
export function linesEndSentences(text: string): boolean {
  return !isWrapped(blocksOf(splitLines(text)));
}

function blocksOf(lines: readonly string[]): string[][] {
  const blocks: string[][] = [];
  let block: string[] = [];
  for (const line of lines) {
    if (!wrappedRules.blank.test(line)) block.push(line);
    else if (block.length > 0) {
      blocks.push(block);
      block = [];
    }
  }
  if (block.length > 0) blocks.push(block);
  return blocks;
}

/** When lines were evidently broken to a width, for those who ask elsewhere (cuttingRules.ts). */
export const wrappedRules = {
  ...{ fewest: 3, shortest: 40, longest: 130, share: 0.6 },
  finished: /[.!?:…]["”’')\]]*\s*$/,
  blank: /^\s*$/,
};

/** Most lines that another follows are of a middling length and end in the midst of a sentence. */
function isWrapped(blocks: readonly string[][]): boolean {
  const followed = blocks.flatMap((block) => block.slice(0, -1));
  const { fewest, shortest, longest, share, finished } = wrappedRules;
  if (followed.length < fewest) return false;
  const running = followed.filter((line) => line.length >= shortest && line.length <= longest && !finished.test(line));
  return running.length > share * followed.length;
}
