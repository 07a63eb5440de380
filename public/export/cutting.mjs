/**
 * Cuts texts into words and sentences as Graft does, by the rules of rules.json, and reads spans off tags.
 */

/** Patterns of rules.json as regular expressions, lists as sets. */
export function compiledRules(rules) {
  const compiled = (rule) => {
    if (Array.isArray(rule)) return typeof rule[0] === 'string' ? new Set(rule) : rule.map(compiled);
    return typeof rule === 'object' ? new RegExp(rule.pattern, `u${rule.flags}`) : rule;
  };
  const part = (of) => Object.fromEntries(Object.entries(of).map(([name, rule]) => [name, compiled(rule)]));
  const { words, sentences, wrapped } = rules;
  const [ofWords, found] = [part(words), (rule, flags) => new RegExp(rule.pattern, flags)];
  const longWords = words.longWords.map((rule) => found(rule, 'uy'));
  return {
    words: { ...ofWords, token: found(words.token, 'gu'), longWords },
    sentences: part(sentences),
    wrapped: part(wrapped),
  };
}

/** A carriage return alone ends a line as well; everything stays in its place. */
export const unified = (text) => text.replace(/\r(?!\n)/g, '\n');

/** From places as JavaScript counts to code points. */
export function codePoints(text) {
  const places = new Int32Array(text.length + 1);
  let at = 0;
  let count = 0;
  for (const character of text) {
    places.fill(count, at, at + character.length);
    at += character.length;
    count++;
  }
  places[at] = count;
  return (place) => places[place];
}

/** The words of a text, [start, end) each, as JavaScript counts. */
export function wordsOf(text, rules) {
  const tokens = [];
  const searched = rules.longWords.map(() => 0);
  let previous = '';
  rules.token.lastIndex = 0;
  for (let match = rules.token.exec(text); match; match = rules.token.exec(text)) {
    const start = match.index;
    const word = longWord(text, start, match[0], searched, rules) ?? match[0];
    let end = start + word.length;
    if (text[end] === '.' && isAbbreviation(word, previous, text.slice(end + 1, end + 3), rules)) end++;
    rules.token.lastIndex = end;
    const cut = end - start === word.length ? cliticLength(word, rules) : 0;
    if (cut > 0) tokens.push([start, end - cut], [end - cut, end]);
    else tokens.push([start, end]);
    previous = word;
  }
  return tokens;
}

function longWord(text, start, short, searched, { goesOnBehind, beginsWebAddress, longWords }) {
  const goesOn = short.endsWith('+') || goesOnBehind.includes(text.charAt(start + short.length) || ' ');
  if (!goesOn || beginsWebAddress.test(short)) return undefined;
  for (const [kind, pattern] of longWords.entries()) {
    if (start < searched[kind]) continue;
    pattern.lastIndex = start;
    const [word, stretch = ''] = pattern.exec(text) ?? [];
    if (word) return word;
    searched[kind] = start + stretch.length;
  }
  return undefined;
}

function cliticLength(word, { negation, clitic }) {
  if (!word.includes("'") && !word.includes('’')) return 0;
  const found = negation.exec(word) ?? clitic.exec(word);
  return found && found.index > 0 ? found[0].length : 0;
}

function isAbbreviation(word, before, after, rules) {
  const lower = word.toLowerCase();
  if (rules.abbreviations.has(lower)) return true;
  if (rules.capital.test(word)) {
    return word !== rules.pronoun && rules.beforeName.test(after) && !rules.numberBefore.test(before);
  }
  return rules.beforeNumbers.has(lower) && rules.beforeNumber.test(after);
}

/** The words of each sentence. */
export function sentencesOf(text, tokens, rules, wrapped) {
  const lineEnds = !isWrapped(text, wrapped);
  const sentences = [];
  let sentence = [];
  let end = null;
  tokens.forEach((token, index) => {
    const word = text.slice(...token);
    end = endAfter(word, end, sentence.length === 0, rules);
    sentence.push(token);
    const next = tokens[index + 1];
    if (next && !breaks(text.slice(token[1], next[0]), end, lineEnds, text.slice(...next), word, rules)) return;
    sentences.push(sentence);
    sentence = [];
    end = null;
  });
  return sentences;
}

function endAfter(word, before, isFirst, rules) {
  if (rules.terminal.test(word)) return 'mark';
  if (before && (rules.closing.test(word) || rules.pictograph.test(word))) return 'mark';
  const mayEnd = !isFirst && rules.abbreviationAtEnd.test(word);
  return mayEnd && !rules.titles.has(word.slice(0, -1).toLowerCase()) ? 'abbreviation' : null;
}

function breaks(gap, end, lineEnds, next, word, rules) {
  if (rules.emptyLine.test(gap)) return true;
  if (gap.includes('\n') && (lineEnds || end)) return true;
  if (!end || gap === '') return false;
  if (end === 'abbreviation') return rules.capital.test(next) && rules.openers.has(next.toLowerCase());
  if (rules.pictograph.test(next)) return false;
  if (rules.closing.test(next) && !rules.openingQuote.test(next)) return false;
  if (rules.lowerLetter.test(next)) return false;
  return rules.begins.test(next) || (rules.terminal.test(word) && !rules.punctuation.test(next));
}

/** Whether lines were broken to a width, so that their ends are not ends of sentences. */
function isWrapped(text, { fewest, shortest, longest, share, finished, blank }) {
  let [followed, running] = [0, 0];
  let block = [];
  for (const line of [...text.split(/\r?\n/), '']) {
    if (!blank.test(line)) {
      block.push(line);
      continue;
    }
    for (const each of block.slice(0, -1)) {
      followed++;
      if (each.length >= shortest && each.length <= longest && !finished.test(each)) running++;
    }
    block = [];
  }
  return followed >= fewest && running > share * followed;
}

/** Sentences longer than the model reads: overlapping windows over words. */
export function windowsOf(sizes, most) {
  const sum = (from, to) => sizes.slice(from, to).reduce((total, size) => total + size, 0);
  const read = [];
  for (let first = 0, end = 0; end < sizes.length; ) {
    let pieces = sum(first, end);
    while (end < sizes.length && pieces + sizes[end] <= most) pieces += sizes[end++];
    read.push({ first, end });
    const room = Math.min(most / 4, most - (sizes[end] ?? 0));
    const before = first;
    first = end;
    for (let shared = 0; first - 1 > before && shared + sizes[first - 1] <= room; ) shared += sizes[--first];
  }
  let from = 0;
  return read.map(({ first, end }, index) => {
    let to = end;
    const second = read[index + 1]?.first;
    if (second !== undefined) {
      to = second;
      while (to < end && sum(to + 1, end) >= sum(second, to)) to++;
      to = Math.max(from, to);
    }
    const window = { first, end, from, to };
    from = to;
    return window;
  });
}

/** Rows of a table of characters' types: upper case, lower case, punctuation, other. */
export function characterType(character) {
  if (/^[\p{Lu}\p{Lt}]/u.test(character)) return 1;
  if (/^\p{Ll}/u.test(character)) return 2;
  return /^[\p{P}\p{S}]/u.test(character) ? 3 : 4;
}

/** Rows of a table of words' cases: upper, initial, lower, mixed, none. */
export function capitalisation(word) {
  const types = Array.from(word, characterType);
  const upper = types.filter((type) => type === 1).length;
  const lower = types.filter((type) => type === 2).length;
  if (upper + lower === 0) return 5;
  if (lower === 0) return 1;
  if (upper === 0) return 3;
  return upper === 1 && types[0] === 1 ? 2 : 4;
}

/** Over words, by conlleval's rules: an I- that continues nothing opens a span. */
export function spansOf(tags) {
  const spans = [];
  let previous = { prefix: 'O', label: '' };
  tags.forEach((tag, index) => {
    const hyphen = tag.indexOf('-');
    const [prefix, label] = tag === 'O' || hyphen < 0 ? [tag, ''] : [tag.slice(0, hyphen), tag.slice(hyphen + 1)];
    const opens = prefix === 'B' || prefix === 'S' || previous.prefix === 'O' || previous.label !== label;
    if (prefix !== 'O' && opens) spans.push({ first: index, last: index, label });
    else if (prefix !== 'O') spans.at(-1).last = index;
    previous = { prefix, label };
  });
  return spans;
}
