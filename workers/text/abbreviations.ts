/**
 * Words that keep their full stop. The tokenizer leaves the stop on them and the sentence splitter does not take it
 * for an end. Short on purpose: a word that also stands at the end of sentences (`no`, `art`, `fig`) does more harm
 * here than good.
 */

/** Nearly always followed by the name or the number that they belong to, so never an end. */
export const titles: ReadonlySet<string> = new Set(
  (
    'mr mrs ms mx dr prof rev hon st ste sr sra dott sig messrs capt col gen lt sgt maj cmdr gov sen rep pres ' +
    'vs apt ave blvd rd tel ext ref nr'
  ).split(' '),
);

/** May well end a sentence: decided by what follows. */
const others =
  'jr inc ltd corp co llc bros etc al approx dept est min max jan feb mar apr jun jul aug sep sept oct nov dec'.split(
    ' ',
  );

export const abbreviations: ReadonlySet<string> = new Set([...titles, ...others]);

/** Abbreviations where a number follows, words of their own elsewhere. */
export const beforeNumbers: ReadonlySet<string> = new Set('no nos fig p pp art sec ch vol'.split(' '));
