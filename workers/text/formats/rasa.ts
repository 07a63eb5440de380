/**
 * Rasa's training data, as Markdown (`## intent:go`, then `- to [Ulm](city)`) and as YAML (`examples: |`, then the same),
 * with what stands behind a word in its older form, `(city:Ulm)`, and in its newer one, `{"entity": "city"}`. The lists of
 * synonyms, look-ups and patterns beside the examples are no sentences, and are left out with a word.
 */
import { splitLines } from '../decode.ts';
import { documentFromText } from '../documents.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { isFields } from './records/values.ts';

const mark = /\[(?<words>[^[\]]{1,300})\](?:\((?<short>[^()]{1,300})\)|(?<long>\{[^{}]{1,600}\}))/g;
const markdownHead = /^##\s*(?<kind>intent|synonym|regex|lookup)\s*:/i;
const yamlHead = /^\s*(?:-\s*)?(?<kind>intent|synonym|regex|lookup)\s*:/;
const yamlExamples = /^\s*(?:-\s*)?(?:examples\s*:\s*\|?|text\s*:\s*\|)[-+]?\s*$/;
/** An item of a list that is no mapping. */
const yamlItem = /^\s*-\s+(?![\w-]+\s*:)/;
const yamlText = /^\s*-?\s*text\s*:\s*(?<text>[^|>\s].*)$/;
const item = /^\s*[-*+]\s+(?<text>\S.*)$/;

const isYaml = (text: string) => /^\s*nlu\s*:\s*$/m.test(text) && /^\s*(?:-\s*)?examples\s*:/m.test(text);
const isMarkdown = (text: string) => /^##\s*intent\s*:/im.test(text) && /^\s*[-*+]\s+\S/m.test(text);

export const looksLikeRasa = (sample: string) => isYaml(sample) || isMarkdown(sample);

interface Example {
  readonly text: string;
  readonly line: number;
}

export function readRasa(text: string, options: ReadOptions, log: ReadLog): Reading {
  const examples = isYaml(text) ? yamlItems(text, log) : markdownItems(text, log);
  log.assume('training data of Rasa: one document an example; sentences and words were found by rules');
  const annotated = options.categoriesAnnotated ?? 'all';
  const documents = examples.map((example, index) => {
    const { plain, spans } = withoutMarks(example, log);
    return documentFromText(
      { id: `${index + 1}`, text: plain, spans, annotated, newlineEnds: true },
      ({ code, message, remedy, droppedSpans }) =>
        log.problem({ code, message, remedy, line: example.line }, { spans: droppedSpans }),
    );
  });
  return { kind: 'spans', documents: documents.filter(({ sentences }) => sentences.length > 0) };
}

function markdownItems(text: string, log: ReadLog): Example[] {
  const examples: Example[] = [];
  let kind = '';
  for (const [index, line] of splitLines(text).entries()) {
    const head = markdownHead.exec(line)?.groups?.kind?.toLowerCase();
    if (head !== undefined || /^#/.test(line)) kind = head ?? '';
    else take(line, index + 1, kind, examples, log);
  }
  return examples;
}

/** Lines of a block stand deeper than the key that opens it. */
function yamlItems(text: string, log: ReadLog): Example[] {
  const examples: Example[] = [];
  let kind = '';
  let block: number | undefined;
  let isText = false;
  for (const [index, line] of splitLines(text).entries()) {
    if (line.trim() === '' || /^\s*#/.test(line)) continue;
    const indent = line.length - line.trimStart().length;
    if (yamlExamples.test(line)) {
      block = indent;
      isText = /text\s*:/.test(line);
      continue;
    }
    const head = yamlHead.exec(line)?.groups?.kind;
    if (block !== undefined && indent <= block) block = undefined;
    if (block === undefined) {
      kind = head ?? kind;
      const inline = yamlText.exec(line)?.groups?.text;
      if (inline !== undefined) take(`- ${inline}`, index + 1, kind, examples, log);
      else if (kind === 'intent' && (new RegExp(mark.source).test(line) || yamlItem.test(line)))
        tellUnread(index + 1, log);
    } else take(isText && indent > block ? `- ${line.trim()}` : line, index + 1, kind, examples, log);
  }
  return examples;
}

function take(line: string, number: number, kind: string, examples: Example[], log: ReadLog): void {
  if (line.trim() === '') return;
  const text = item.exec(line)?.groups?.text?.trimEnd();
  if (kind === 'intent' && text !== undefined) examples.push({ text, line: number });
  else if (kind !== 'intent' && kind !== '') log.assume(`what stands under “${kind}” is no example, and was left out`);
  else tellUnread(number, log);
}

const tellUnread = (line: number, log: ReadLog) =>
  log.problem(
    {
      code: 'broken-line',
      message: 'The line is no example of an intent; it was left out.',
      remedy: 'Write examples below their intent, each with “- ” before it.',
      line,
    },
    { lines: 1 },
  );

function withoutMarks(
  { text, line }: Example,
  log: ReadLog,
): { plain: string; spans: { start: number; end: number; category: string }[] } {
  const spans = [];
  let plain = '';
  let from = 0;
  for (const found of text.matchAll(mark)) {
    const { words = '', short, long } = found.groups ?? {};
    const category = short === undefined ? entityIn(long ?? '') : short.split(':')[0]?.trim();
    if (!category) continue;
    plain += text.slice(from, found.index);
    spans.push({ start: plain.length, end: plain.length + words.length, category });
    plain += words;
    from = found.index + found[0].length;
  }
  plain += text.slice(from);
  if (/\[[^[\]]+\][({]/.test(plain)) {
    log.problem({
      code: 'mark-left-over',
      message: 'Brackets of the example name no entity, or are not closed; they were left in the text.',
      remedy: 'Write [Ulm](city) or [Ulm]{"entity": "city"}.',
      line,
    });
  }
  return { plain, spans };
}

function entityIn(long: string): string | undefined {
  try {
    const fields: unknown = JSON.parse(long);
    return isFields(fields) && typeof fields.entity === 'string' ? fields.entity : undefined;
  } catch {
    return undefined;
  }
}
