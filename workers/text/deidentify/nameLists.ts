/**
 * Names for surrogates, made up for this project or too common to belong to anybody. When a list is used up, or all of it stands in
 * the corpus, names are put together from syllables.
 */
import type { Draws } from './draws.ts';

/** What a word stands for, by which its surrogate is chosen. */
export const wordKinds = ['given', 'surname', 'place', 'organisation', 'other'] as const;
export type WordKind = (typeof wordKinds)[number];

const listed = (names: string) => names.trim().split(/\s+/);

const lists: Readonly<Record<WordKind, readonly string[]>> = {
  given: listed(`
    Alma Anton Aron Bela Berta Bruno Carla Clemens Dagmar Dario Edda Edgar Elin Emil Enya Erik Fabia Felix Flora Frida Georg Greta
    Hedda Henrik Hilda Hugo Ida Igor Ilka Ivar Jana Joris Jutta Kai Karla Konrad Lars Lea Leif Lena Linus Livia Magnus Malin Marek
    Marta Mats Mika Mila Mona Nadia Nils Nora Olaf Olga Otto Paula Pavel Petra Quirin Ralf Ronja Rosa Ruben Selma Signe Silas Sina
    Stefan Svea Talia Theo Tilda Timo Ulla Urban Valerie Veit Vera Viktor Wanda Wim Xenia Yann Yara Zara Zeno`),
  surname: listed(`
    Abelin Ahlqvist Arden Bareth Bergmar Birkett Brandis Brokaw Calder Carnow Dahlke Darrow Dellmar Drexel Eckhart Ellstrom Erlach
    Fairhurst Falkner Fenwick Forsell Gadrow Garland Gessler Grantham Haldane Harkin Hellberg Holmquist Ingram Isley Jarrow Jessen
    Kaldor Karsten Kellner Kirkwall Lambrecht Larkin Lindgard Lorimer Maddern Marlow Mellish Morvan Nadler Nordahl Northam Oakes
    Ostrow Paxton Pellworm Prescott Quade Quillan Radley Renfrew Rowland Sandell Selwyn Sorrell Stanhope Tambling Thornby Tremaine
    Ulland Umber Vancott Verrell Vossberg Walden Wexley Winterfeld Yarrow Zander Zellwig`),
  place: listed(`
    Aldermoor Ashcombe Barrowfield Birchholm Brackwater Brennick Carrowby Cliffordton Coldharrow Dornfeld Eastmere Elmstead Fallowdale
    Farrowick Glenmarch Greyhaven Haverbrook Hollowell Ivelby Kelderwick Kingsmarch Larkhill Lindmere Lowenfeld Marrowdale Millbeck
    Netherby Northwold Oakhampton Orlmouth Penfold Quarrington Ravensholt Rookwood Saltbury Sandwater Silverdon Stonemarch Tarnwick
    Thistleby Underholt Valemouth Westmarch Whitfield Windlesham Wolverby Yarmford`),
  organisation: listed(`
    Altavia Amberline Arcadon Astellan Bluecrest Brightholm Calidra Centova Cordell Dynamar Elmaro Everlane Fabrion Fernhill Galvex
    Granova Helionix Highmark Inveron Jorvale Kestara Larkspur Lumiaro Maridian Norvanta Oakline Ostara Pallador Primera Quantis
    Redhaven Rivermark Solventis Stellaro Summitra Tavira Trinova Ultimar Valcora Vestrum Westlane Xandria Zephyra`),
  other: [],
};

const [heads, hearts, tails] = [
  listed(
    'Ba Be Bri Ca Cor Da Del Dra El Fa Fen Ga Gri Ha Hol Ja Ka Kel La Lo Ma Mer Na Nor Or Pa Pel Ra Ro Sa Sel Ta Tor Va Vel Wa',
  ),
  listed('ba da do fa ga ka la le li lo ma mi na ne no ra re ri ro sa se ta ti va'),
  listed(
    'bel bin dan dell don fel gar len lin lor man mar mond nell nor ren rick ron sen ser tan tell ton var vin win',
  ),
];

/** From so many tries on, names are put together. */
const triesOfList = 12;

/** @param attempt from 0; further ones give other names, without end. @returns a name that begins with a capital. */
export function surrogateWord(kind: WordKind, draws: Draws, attempt: number): string {
  const list = lists[kind];
  if (attempt < triesOfList && list.length > 0) return draws.pick(list);
  const middle = Array.from({ length: Math.floor(attempt / 40) + draws.integer(2) }, () => draws.pick(hearts));
  return [draws.pick(heads), ...middle, draws.pick(tails)].join('');
}
