/**
 * What a tokenizer does to text before it cuts it, by the `normalizer` of its tokenizer.json, with each character's place
 * kept. The library's own normalisers tell no places, and differ from the original ones in rare characters (capital sigma
 * at a word's end, ideographs beyond the basic plane, SentencePiece's own table); these follow the original ones.
 */
import { type AlignedCharacter, type AlignedText, aligned, replaced, textOf } from './alignedText.ts';
import { readCharacterMap } from './characterMap.ts';
import { type Declared, patternOf, tokenizerError } from './tokenizerFile.ts';

export type Normaliser = (text: AlignedText) => AlignedText;

/** @throws GraftError where the kind of normaliser is unknown. */
export function createNormaliser(declared: Declared | null | undefined): Normaliser {
  if (!declared) return (text) => text;
  switch (declared.type) {
    case 'Sequence': {
      const steps = (declared.normalizers as readonly Declared[]).map(createNormaliser);
      return (text) => steps.reduce((sofar, step) => step(sofar), text);
    }
    case 'BertNormalizer':
      return bertNormaliser(declared);
    case 'NFC':
    case 'NFD':
    case 'NFKC':
    case 'NFKD': {
      const form = declared.type;
      return (text) => composed(text, form);
    }
    case 'Lowercase':
      return lowerCased;
    case 'StripAccents':
      return (text) => withoutMarks(text, /^\p{M}$/u);
    case 'Strip':
      return (text) => stripped(text, declared.strip_left === true, declared.strip_right === true);
    case 'Replace': {
      const pattern = patternOf(declared.pattern);
      return (text) => replacedBy(text, pattern, String(declared.content ?? ''));
    }
    case 'Prepend': {
      const prefix = String(declared.prepend ?? '');
      return (text) => (text.length === 0 ? text : [...before(text, prefix), ...text]);
    }
    case 'Precompiled': {
      const map = readCharacterMap(String(declared.precompiled_charsmap ?? ''));
      return (text) => mapped(text, map);
    }
    default:
      throw tokenizerError(`Its normalizer is of the kind ${declared.type}, which is not known.`);
  }
}

/** Characters that stand for nothing in the word, before the first of a text. */
function before(text: AlignedText, prefix: string): AlignedText {
  const start = text[0]?.start ?? 0;
  return Array.from(prefix, (character) => ({ character, start, end: start }));
}

/** In the order of the original: clean, part ideographs, strip accents, lower case. */
function bertNormaliser(declared: Declared): Normaliser {
  const lowercase = declared.lowercase === true;
  const accents = (declared.strip_accents as boolean | null | undefined) ?? lowercase;
  return (text) => {
    let result = text;
    if (declared.clean_text !== false) result = cleaned(result);
    if (declared.handle_chinese_chars !== false) result = ideographsApart(result);
    if (accents) result = withoutMarks(composed(result, 'NFD'), /^\p{Mn}$/u);
    return lowercase ? lowerCased(result) : result;
  };
}

/** Control characters go, those of Unicode's class Cf (joiners, soft hyphens) among them; unassigned ones stay, as in the original. */
function cleaned(text: AlignedText): AlignedText {
  return text.flatMap((each) => {
    const { character } = each;
    if (/^[\t\n\r]$/.test(character)) return [{ ...each, character: ' ' }];
    if (character === '\0' || character === '\ufffd' || /^[\p{Cc}\p{Cf}\p{Co}\p{Cs}]$/u.test(character)) return [];
    return /^\p{White_Space}$/u.test(character) ? [{ ...each, character: ' ' }] : [each];
  });
}

function ideographsApart(text: AlignedText): AlignedText {
  return text.flatMap((each) => {
    if (!isIdeograph(each.character.codePointAt(0) ?? 0)) return [each];
    const { start, end } = each;
    return [{ character: ' ', start, end: start }, each, { character: ' ', start: end, end }];
  });
}

/** The ranges of BERT's own code: the unified ideographs and those for compatibility. */
function isIdeograph(code: number): boolean {
  return (
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0x3400 && code <= 0x4dbf) ||
    (code >= 0x20000 && code <= 0x2a6df) ||
    (code >= 0x2a700 && code <= 0x2b73f) ||
    (code >= 0x2b740 && code <= 0x2b81f) ||
    (code >= 0x2b820 && code <= 0x2ceaf) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0x2f800 && code <= 0x2fa1f)
  );
}

/** One by one: within a word JavaScript would write a capital sigma at its end otherwise than the original does. */
function lowerCased(text: AlignedText): AlignedText {
  return text.flatMap((each) => replaced(each.character.toLowerCase(), [each]));
}

/** The character before a mark that is left out stands for the mark too. */
function withoutMarks(text: AlignedText, mark: RegExp): AlignedText {
  const kept: AlignedCharacter[] = [];
  for (const each of text) {
    if (!mark.test(each.character)) {
      kept.push(each);
      continue;
    }
    const last = kept.at(-1);
    if (last && last.end === each.start) kept[kept.length - 1] = { ...last, end: each.end };
  }
  return kept;
}

function stripped(text: AlignedText, left: boolean, right: boolean): AlignedText {
  const isSpace = (each: AlignedCharacter | undefined) =>
    each !== undefined && /^\p{White_Space}$/u.test(each.character);
  let start = 0;
  let end = text.length;
  while (left && start < end && isSpace(text[start])) start++;
  while (right && end > start && isSpace(text[end - 1])) end--;
  return text.slice(start, end);
}

function replacedBy(text: AlignedText, pattern: RegExp, content: string): AlignedText {
  const whole = textOf(text);
  const result: AlignedCharacter[] = [];
  let index = 0;
  let position = 0;
  const upTo = (end: number): AlignedText => {
    const from = index;
    while (position < end) position += text[index++]?.character.length ?? 1;
    return text.slice(from, index);
  };
  for (const match of whole.matchAll(pattern)) {
    result.push(...upTo(match.index), ...replaced(content, upTo(match.index + match[0].length)));
  }
  return [...result, ...upTo(whole.length)];
}

/**
 * Unicode's normal forms. What can be composed or put in order stands together: a character and the marks after it, or
 * the parts of a Hangul syllable.
 */
function composed(text: AlignedText, form: 'NFC' | 'NFD' | 'NFKC' | 'NFKD'): AlignedText {
  const whole = textOf(text);
  const expected = whole.normalize(form);
  if (expected === whole) return text;
  const result = groups(text).flatMap((group) => {
    const normalised = textOf(group).normalize(form);
    const oneByOne = group.flatMap((each) => replaced(each.character.normalize(form), [each]));
    if (textOf(oneByOne) === normalised) return oneByOne;
    const characters = Array.from(normalised);
    // As many as before: each stands for the one that it was, and else all for all.
    if (characters.length === group.length)
      return group.map((each, at) => ({ ...each, character: characters[at] ?? '' }));
    return replaced(normalised, group);
  });
  return textOf(result) === expected ? result : replaced(expected, text);
}

function groups(text: AlignedText): AlignedText[] {
  const result: AlignedCharacter[][] = [];
  let before = '';
  for (const each of text) {
    const last = result.at(-1);
    const continues =
      /^\p{M}$/u.test(each.character) ||
      (/^[\u1160-\u11ff]$/.test(each.character) && /[\u1100-\u11ff\uac00-\ud7a3]$/.test(before));
    if (last && continues) last.push(each);
    else result.push([each]);
    before = each.character;
  }
  return result;
}

/** SentencePiece's table, asked as the original does: a short grapheme as a whole, else one character at a time. */
function mapped(text: AlignedText, map: (text: string) => string | undefined): AlignedText {
  const result: AlignedCharacter[] = [];
  let index = 0;
  for (const { segment } of graphemes.segment(textOf(text))) {
    const length = aligned(segment).length;
    const part = text.slice(index, index + length);
    index += length;
    const whole = encoder.encode(segment).length < 6 ? map(segment) : undefined;
    if (whole !== undefined) {
      result.push(...replaced(whole, part));
      continue;
    }
    for (const each of part) {
      const one = map(each.character);
      result.push(...(one === undefined ? [each] : replaced(one, [each])));
    }
  }
  return result;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const encoder = new TextEncoder();
