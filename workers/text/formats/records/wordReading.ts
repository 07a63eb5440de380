/** Documents from records of words with their tags; numbers for tags get the names that the file has for them. */
import { GraftError } from '../../../protocol/errors.ts';
import { clip } from '../../clip.ts';
import type { Reading, ReadLog, ReadOptions } from '../reading.ts';
import { readingFromTagged } from '../tagged.ts';
import { namesForNumbers } from './numberNames.ts';
import { type Headers, type Located, lineField, type WordRecord } from './record.ts';
import { missingTag, spacesAfter } from './tokenRecords.ts';

/** @throws GraftError `numbered-tags` where tags are numbers and the file has no names for them. */
export function readingFromWords(
  records: readonly Located<WordRecord>[],
  [file, values]: Headers,
  options: ReadOptions,
  log: ReadLog,
): Reading {
  const numbered = records.filter(({ words }) => words.isNumbered);
  const numbers = new Set(numbered.flatMap(({ words }) => words.sentences.flatMap(({ tags }) => tags)));
  const naming = numbered.length > 0 ? namesForNumbers(file, values, numbers) : undefined;
  if (numbered.length > 0 && !naming && options.kind !== 'tags')
    throw numberedTags(numbered[0] as Located<WordRecord>, log.file);
  if (naming)
    log.assume(
      `names of the tags found in the file: ${[...numbers]
        .sort()
        .slice(0, 4)
        .map((each) => `${each} is ${naming(each)}`)
        .join(', ')}`,
    );
  let missing = 0;
  const documents = records.map(({ id, group, words, line, position }) => {
    const spaces = words.text === undefined ? undefined : spacesAfter(words.text, words.sentences);
    return {
      id: id ?? `${position}`,
      ...(group === undefined ? {} : { group }),
      sentences: words.sentences.map((sentence, index) => ({
        words: sentence.words,
        tags: sentence.tags.map((tag) => {
          const isMissing = tag === missingTag && options.kind !== 'tags';
          if (isMissing) missing++;
          return isMissing ? 'O' : words.isNumbered && naming ? naming(tag) : tag;
        }),
        lines: new Array<number>(sentence.words.length).fill(line() ?? 1),
        ...(spaces?.[index] ? { spaceAfter: spaces[index] } : {}),
      })),
    };
  });
  if (missing > 0) {
    log.problem({
      code: 'missing-tags',
      message: `${missing === 1 ? '1 word has' : `${missing} words have`} “${missingTag}” for a tag, which says that nobody looked; ${missing === 1 ? 'it was' : 'they were'} read as O.`,
      remedy: 'Leave out what nobody has annotated.',
    });
  }
  return readingFromTagged(documents, options, log);
}

function numberedTags({ words, line }: Located<WordRecord>, file: string): GraftError {
  return new GraftError({
    code: 'numbered-tags',
    message: `The tags under “${clip(words.key, 40)}” are numbers, and the names of these tags are not in the file. Nothing was read.`,
    remedy: `Write the names instead (for Hugging Face: dataset.features["${clip(words.key, 40)}"].feature.names), or add a list of them under “label_names”.`,
    file,
    ...lineField(line()),
  });
}
