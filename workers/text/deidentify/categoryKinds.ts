/** What a category is, by its name: it decides from which list of names surrogates come, and which words of an entity stay. */
import type { WordKind } from './nameLists.ts';

type EntityKind = 'person' | 'place' | 'organisation' | 'other';

/** Parts of names as people give them to categories, in several languages. */
const parts: readonly (readonly [EntityKind, RegExp])[] = [
  [
    'organisation',
    /org|company|firm|bank|employer|business|institut|hospital|school|universit|team|party|corp|brand|agenc|unternehm/,
  ],
  [
    'person',
    /^pers?$|person(?!al)|people|patient|doctor|physician|nurse|author|politician|artist|scientist|researcher|writer|musician|customer(?!id)|client|employee|user(?!id)|names?$|surname/,
  ],
  ['place', /^loc$|^gpe$|^fac$|location|place|city|town|country|state|address|street|region|county|ort$|geo/],
];

/** What is known of somebody, and is no name. */
const facts = /(?:id|ids|identifier|number|nummer|code|date|datum|info|information|data|phone|mail|url)$/;

export function kindOf(category: string): EntityKind {
  const name = category.toLowerCase().replace(/[^\p{L}]+/gu, '');
  if (facts.test(name)) return 'other';
  return parts.find(([, pattern]) => pattern.test(name))?.[0] ?? 'other';
}

const when =
  /^(?:dates?|datum|\p{L}+datum|datetimes?|(?:birth|start|end|due|admission|discharge|visit)dates?|dateofbirth|dob|birthdays?|(?:week)?days?|years?|months?|times?|timestamps?|when|jahr|monat|tag|zeit|uhrzeit|fecha|hora|heure)$/u;

/** Whether entities of it are dates or times: one of its words says so, in `BirthDate` or `date_of_birth`. */
export function saysWhen(category: string): boolean {
  const words =
    category
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  return words.some((word) => when.test(word));
}

/** What a word of such an entity stands for. @param place of the word among `count`. */
export function wordKindOf(kind: EntityKind, place: number, count: number): WordKind {
  if (kind !== 'person') return kind;
  return count > 1 && place < count - 1 ? 'given' : 'surname';
}

const words = (list: string) => new Set(list.trim().split(/\s+/));

/** They stay in every entity, as long as they are in lower case. */
const small = words(`
  a an and at by de del della den der des di do dos du el en et for from im in la las le les los of on or the to und van vom von y zu
  zum zur al bin ibn ter ten av af og e ed da`);

/** What says of what kind a name is, and names nobody. */
const generic: Readonly<Record<EntityKind, ReadonlySet<string>>> = {
  person: words(`
    mr mrs ms miss mx dr prof professor doctor sir dame lord lady madam herr frau monsieur madame mme señor señora sr sra signor
    signora rev reverend father sister brother captain colonel general major sergeant judge president senator`),
  place: words(`
    the street st road rd lane parade walk mews rise green grove view yard quay wharf bridge ln avenue ave drive dr court ct close square sq place pl terrace crescent boulevard blvd way row hill park
    gardens flat apartment apt suite unit floor house building po box no nr number city town village county state province district
    region north south east west northern southern eastern western upper lower new old port mount lake river island islands
    straße strasse str platz weg allee gasse rue chemin via piazza calle plaza avenida`),
  organisation: words(`
    the ltd limited inc incorporated llc plc gmbh ag kg ohg ug ev sa srl sarl spa nv bv oy ab as co corp corporation company group holding
    holdings bank university college school hospital clinic institute ministry department office agency council committee commission
    court union association society foundation trust club team party church museum library airlines airways insurance energy telecom
    media services systems solutions partners international national royal federal state city central general united`),
  other: new Set(),
};

/** They stand behind a name. */
const behindNames = words('jr sr phd md');

/**
 * Which words of an entity stay as they are. A title is one only before a name: `Major` in `John Major` is the name.
 * @returns for each word.
 */
export function staying(kind: EntityKind, entity: readonly string[]): boolean[] {
  const isTitle = (word: string) => generic[kind].has(word.toLowerCase());
  if (kind !== 'person') return entity.map((word) => small.has(word) || isTitle(word));
  const last = entity.length - 1;
  const titles = entity.findIndex((word, place) => place === last || !isTitle(word));
  return entity.map(
    (word, place) =>
      place < titles || small.has(word) || (place === last && last > 0 && behindNames.has(word.toLowerCase())),
  );
}
