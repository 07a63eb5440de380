/**
 * Names marked where they stand in the text: `<START:person> Ada Moss <END>` as OpenNLP has it, `<PERSON>Ada
 * Moss</PERSON>` and `<ENAMEX TYPE="PERSON">Ada Moss</ENAMEX>` as others do. The marks are taken out; one without its
 * other stays in the text and is told.
 */
import { clip } from '../clip.ts';
import { lineAt } from '../decode.ts';
import { documentFromText } from '../documents.ts';
import { looksLikeRasa, readRasa } from './rasa.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';
import { textUnits } from './text.ts';
import { isWellKnown } from './wellKnownCategories.ts';

/** The words begin and end with no blank: else a row of blanks could be dealt out between them in ever so many ways. */
const openNlp = /<START(?::(?<category>[^<>\s]{1,60}))?>[ \t]*(?<words>[^<> \t](?:[^<>]{0,498}?[^<> \t])?)[ \t]*<END>/;
const element =
  /<(?<name>\p{L}[\p{L}\p{N}_-]{0,40})(?:\s+TYPE="(?<type>[^"<>]{1,60})")?\s*>(?<inner>[^<>]{1,500})<\/\k<name>>/u;
const mark = new RegExp(`${openNlp.source}|${element.source}`, 'gu');
const anyMark = /<\/?(?<name>\p{L}[\p{L}\p{N}_-]{0,40})(?:[\s:][^<>]{0,200})?>/gu;
const layout =
  /^(?:P|LI|TD|TR|TH|UL|OL|BR|HR|EM|TT|DIV|PRE|SUB|SUP|SPAN|BODY|HTML|HEAD|TABLE|STRONG|TEXT|DOC\w*|S|H\d|B|I|U|A)$/i;

/** Elements are names where they are called as categories are: in capitals, or by a name that everybody knows. */
function categoryOf({ name, category, type }: Record<string, string | undefined>): string | undefined {
  if (name === undefined) return category ?? 'Entity';
  if (type !== undefined) return type;
  return isWellKnown(name) || (name === name.toUpperCase() && !layout.test(name)) ? name : undefined;
}

const marksIn = (text: string) =>
  [...text.matchAll(mark)].filter(({ groups = {} }) => categoryOf(groups) !== undefined);

const sampleLength = 200_000;

/** At least one, and hardly any other mark: documents in XML hold names, too, and much else. */
export function looksMarked(text: string): boolean {
  const sample = text.slice(0, sampleLength);
  if (looksLikeRasa(sample)) return true;
  if (!sample.includes('<') || /^\s*<(?:\?xml|!DOCTYPE)/i.test(sample)) return false;
  const found = marksIn(sample).length;
  const others = sample.match(anyMark)?.length ?? 0;
  return found > 0 && others - 2 * found <= 0.2 * found;
}

export function readMarked(text: string, options: ReadOptions, log: ReadLog): Reading {
  if (looksLikeRasa(text)) return readRasa(text, options, log);
  const { texts, unit, wrapped } = textUnits(text);
  log.assume(`names marked in the text, one document a ${unit}; sentences and words were found by rules`);
  if (wrapped) log.assume('lines were broken to a width, so that their ends are not ends of sentences');
  if (/<START>/.test(text)) log.assume('marks without a category are of one called “Entity” here');
  if (/&(?:amp|lt|gt|quot|apos);/.test(text)) log.assume('escapes such as &amp; kept as they stand');
  const annotated = options.categoriesAnnotated ?? 'all';
  const documents = texts.map((content, index) => {
    const { plain, spans } = withoutMarks(content);
    return documentFromText(
      { id: `${index + 1}`, text: plain, spans, annotated, newlineEnds: !wrapped },
      ({ code, message, remedy, droppedSpans }) => log.problem({ code, message, remedy }, { spans: droppedSpans }),
    );
  });
  tellLeftovers(text, log);
  return { kind: 'spans', documents: documents.filter(({ sentences }) => sentences.length > 0) };
}

function withoutMarks(text: string): { plain: string; spans: { start: number; end: number; category: string }[] } {
  const spans = [];
  let plain = '';
  let from = 0;
  for (const found of marksIn(text)) {
    const groups = found.groups ?? {};
    const words = groups.words ?? groups.inner ?? '';
    plain += text.slice(from, found.index);
    spans.push({ start: plain.length, end: plain.length + words.length, category: categoryOf(groups) ?? '' });
    plain += words;
    from = found.index + found[0].length;
  }
  return { plain: plain + text.slice(from), spans };
}

function tellLeftovers(text: string, log: ReadLog): void {
  // Marks that were read are blanked out, so that places in the file stay.
  const rest = text.replace(mark, (whole, ...more) => {
    const groups = more.at(-1) as Record<string, string | undefined>;
    return categoryOf(groups) === undefined ? whole : whole.replace(/[^\n\r]/g, ' ');
  });
  for (const { 0: found, index, groups: { name = '' } = {} } of rest.matchAll(anyMark)) {
    if (name !== name.toUpperCase() && !isWellKnown(name)) continue;
    log.problem({
      code: 'mark-left-over',
      message: `“${clip(found, 60)}” has no other mark that fits it; it was left in the text.`,
      remedy: 'Open and close each mark, and put none into another.',
      line: lineAt(text, index),
    });
  }
}
