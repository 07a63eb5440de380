/**
 * Which category of a corpus is probably which of the model, by their names alone: `person` and `PER`. Only what is safe
 * is guessed, since a wrong guess that is accepted teaches the model something false. GPE is not LOC, a company not every
 * organisation. A guess changes nothing by itself.
 */

/** What people call the same thing. Each list holds one meaning; its first name is the one that it is known by here. */
const synonyms: readonly (readonly string[])[] = [
  ['person', 'per', 'pers', 'people', 'person name', 'name of person'],
  ['location', 'loc', 'place'],
  ['organisation', 'org', 'orga', 'organisation name'],
  ['miscellaneous', 'misc', 'miscellany'],
  ['date', 'calendar date'],
  ['address', 'addr', 'postal address'],
  ['email', 'email address', 'mail address'],
  ['phone', 'phone number', 'telephone', 'telephone number', 'phone no', 'tel'],
  ['url', 'uri', 'web address'],
  ['postcode', 'zip', 'zip code', 'postal code'],
  ['percent', 'percentage', 'perc'],
  ['product', 'prod'],
  ['event', 'evt'],
  ['facility', 'fac'],
  ['quantity', 'qty'],
  ['language', 'lang'],
  ['work of art', 'woa'],
  ['chemical', 'chem'],
];

const meanings = new Map(synonyms.flatMap((names) => names.map((name) => [name, names[0] ?? name])));

/** `PersonName`, `person_names` and `PERSON-NAME` are the words `person name`. */
function wordsOf(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[\s_.\-/]+/g, ' ')
    .replace(/\be mail\b/, 'email')
    .trim();
}

/** One of many, and British: `organizations` is `organisation`. */
function plain(words: string): string {
  const british = words.replace(/iz(ations?|e[sd]?|ers?|ing)\b/g, 'is$1');
  if (/[^aeious]ies$/.test(british)) return british.replace(/ies$/, 'y');
  if (/(sh|ch|ss|x)es$/.test(british)) return british.slice(0, -2);
  if (/[^suia]s$/.test(british) && british.length > 3) return british.slice(0, -1);
  return british;
}

/** Two names with the same meaning are taken for the same category. */
function meaningOf(name: string): string {
  const words = wordsOf(name);
  const one = plain(words);
  return meanings.get(words) ?? meanings.get(one) ?? one;
}

/**
 * The model's category for each of the corpus's for which exactly one comes into question. Left alone are categories
 * that the model knows by that very name, and where one of either side could be several of the other.
 */
export function guessNames(corpus: readonly string[], model: readonly string[]): ReadonlyMap<string, string> {
  const byMeaning = (names: readonly string[], meaning: string) => names.filter((name) => meaningOf(name) === meaning);
  const guesses = new Map<string, string>();
  for (const name of corpus) {
    if (model.includes(name)) continue;
    const meaning = meaningOf(name);
    const [known, ...more] = byMeaning(model, meaning);
    if (known === undefined || more.length > 0 || byMeaning(corpus, meaning).length > 1) continue;
    guesses.set(name, known);
  }
  return guesses;
}
