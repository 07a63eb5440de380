/** What annotation looks like in files that no reader reads: markup, brackets, marks, places; each is refused by name. */
import { wellKnown } from './wellKnownCategories.ts';

interface Sign {
  readonly pattern: RegExp;
  /** How often it must be found. */
  readonly times: number;
  readonly what: (found: string) => string;
  /** What else must be in the file. */
  readonly beside?: (text: string, found: readonly string[]) => boolean;
}

/** `U-Bahn` and `E-Mail` begin as tags do. Tags stand beside O, or beside others of their category, or in capitals. */
function areTags(text: string, found: readonly string[]): boolean {
  const outside = text.match(/(?<![^\s|/="'>:;,#_])O(?![^\s|/"',)<])/g)?.length ?? 0;
  const capitals = found.filter((tag) => !/\p{Ll}/u.test(tag)).length;
  const categories = new Map<string, Set<string>>();
  for (const tag of found) {
    const prefixes = categories.get(tag.slice(2)) ?? new Set();
    categories.set(tag.slice(2), prefixes.add(tag.charAt(0)));
  }
  const inScheme = [...categories.values()].some(
    (prefixes) => prefixes.size > 1 && /[BI]/.test([...prefixes].join('')),
  );
  return outside >= 2 || (found.length >= 3 && (capitals * 2 > found.length || inScheme));
}

export const linesOf = (text: string) => text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');

export const signs: readonly Sign[] = [
  {
    pattern: /^\s*<(?:\?xml|!DOCTYPE)\b/gi,
    times: 1,
    what: () => 'The file is an XML or HTML document',
  },
  {
    pattern: /^\s*<\p{L}[^<>]{0,200}>/gu,
    times: 1,
    what: () => 'The file is a document in markup, as XML is',
    beside: (text) => text.trimEnd().endsWith('>'),
  },
  {
    pattern: /<(\p{Lu}[\p{Lu}\p{N}_:-]{1,40})(?:\s[^<>]{0,200})?>[^<>]{1,200}<\/\1>/gu,
    times: 1,
    what: (found) => `Words of the file stand in markup, such as “${found}”`,
  },
  {
    pattern: /<(\p{L}[\p{L}\p{N}_:-]{0,40})(?:\s[^<>]{0,200})?>[^<>]{1,200}<\/\1>/gu,
    times: 2,
    what: (found) => `Words of the file stand in markup, such as “${found}”`,
  },
  {
    pattern:
      /\[[^[\]\n]{1,80}\](?:\((?!https?:|www\.|\/|#|\.)[\p{L}_][\p{L}\p{N}_:-]{0,40}\)|\{"(?:entity|role|group|value)")/gu,
    times: 2,
    what: (found) => `Words of the file stand in brackets before a category, such as “${found}”`,
  },
  {
    pattern: /(?<![^\s|/="'>:;,#_@.~^(<{[])[BIESLU][-_]\p{Lu}[\p{L}\p{N}_-]{0,40}(?![^\s|"',)<>}\]])/gu,
    times: 2,
    what: (found) => `Between the words of the file stand tags, such as “${found}”, but no format that has them fits`,
    beside: areTags,
  },
  {
    pattern: /<(?:START(?::[^<>\s]{1,40})?(?=>[^<>]{1,400}<END>)|b_(?:enamex|numex|timex)\b[^<>]{0,80})>/gi,
    times: 1,
    what: (found) => `Words of the file stand behind marks such as “${found}”`,
  },
  {
    pattern: new RegExp(
      `[[{]{1,2}${wellKnown}(?::\\s*|\\s+)[^[\\]{}\\n]{1,80}[\\]}]{1,2}|\\S \\[${wellKnown}\\]|[^\\s{(<[][[{(<]${wellKnown}[\\]})>]|\\*\\* \\(${wellKnown}\\)`,
      'g',
    ),
    times: 2,
    what: (found) => `Words of the file stand beside a category in brackets, such as “${found}”`,
  },
  {
    pattern: new RegExp(`[^\\s#|/_:]{1,40}[#|/_:]${wellKnown}(?=[\\s.,;]|$)`, 'gm'),
    times: 2,
    what: (found) => `Words of the file have a category glued to them, such as “${found}”`,
  },
  {
    pattern: new RegExp(`(?<![\\w.])\\d{1,7}\\s?[,:-]\\s?\\d{1,7}[ :,]\\s?["']?${wellKnown}\\b`, 'g'),
    times: 2,
    what: (found) => `The file holds places with a category, such as “${found}”`,
  },
  {
    pattern: new RegExp(`^\\d{1,7}[ \\t]\\d{1,7}[ \\t]${wellKnown}\\b`, 'gm'),
    times: 2,
    what: (found) => `The file holds places with a category, such as “${found}”`,
  },
  {
    pattern: /^(?=(?:\S+ )*O (?:\S+ )*O(?: |$))\p{Lu}[\p{Lu}_-]*(?: \p{Lu}[\p{Lu}_-]*){2,}$/gmu,
    times: 2,
    what: (found) => `Lines of the file hold nothing but tags, such as “${found}”`,
  },
  {
    pattern: new RegExp(`^(?:.{1,80}[ \\t]${wellKnown}|${wellKnown}[ \\t].{1,80})$`, 'gm'),
    times: 2,
    what: (found) => `Lines of the file hold a category beside words, such as “${found}”`,
    beside: (text, found) => found.length * 2 >= linesOf(text).length,
  },
  {
    pattern: new RegExp(`\\t${wellKnown}(?=\\t|$)`, 'gm'),
    times: 2,
    what: (found) => `Cells of the file hold a category, such as “${found.trim()}”`,
  },
  {
    pattern: new RegExp(`\\([^()\\n]{1,60},\\s?["']?(?:${wellKnown}|O)["']?\\)`, 'g'),
    times: 2,
    what: (found) => `Words of the file stand in brackets with a category, such as “${found}”`,
  },
  {
    pattern: /\[@[^\n]{1,80}?#[^\s#*]{1,40}\*\]/g,
    times: 1,
    what: (found) => `Words of the file are marked as YEDDA does, such as “${found}”`,
  },
  {
    pattern: /^c="[^\n]{0,200}" \d+:\d+ \d+:\d+\|\|t="[^"\n]{0,40}"/gm,
    times: 1,
    what: (found) => `The file holds concepts of i2b2 without their text (“${found}”)`,
  },
  {
    pattern: /^[^\s|]{1,60}\|\d+ \d+\|.{1,60}/gm,
    times: 2,
    what: (found) => `The file holds names and their places without their text, as BioCreative’s do (“${found}”)`,
  },
  {
    pattern: /"[^"\n]{1,80}"\/\p{Lu}[\p{L}_-]{0,40}[,\]]/gu,
    times: 1,
    what: (found) => `The file holds what a tagger printed, such as “${found}”`,
  },
  {
    pattern: /^[ \t]*precision[ \t]+recall[ \t]+f1-score[ \t]+support[ \t]*$/gim,
    times: 1,
    what: () => 'The file is a report of scores',
  },
  {
    pattern: /(?<!\S)\[\p{Lu}[\p{Lu}-]{0,10} [^\s[\]]{1,60}[/_|]\p{Lu}[^\s[\]]{0,10}/gu,
    times: 1,
    what: (found) => `Chunks of the file stand in brackets with their names, such as “${found}”`,
  },
  {
    pattern: /\(\p{Lu}[\p{Lu}\p{N}$=-]{0,12}\s+(?:\(\p{Lu}|[^\s()]{1,60}[/_|]\p{Lu})[^()\n]{0,30}/gu,
    times: 1,
    what: (found) => `The file holds trees in brackets, such as “${found}”`,
  },
  {
    pattern: /^\d+\|[at]\|.{0,40}/gm,
    times: 1,
    what: (found) => `The file is in PubTator’s format (“${found}”)`,
  },
];
