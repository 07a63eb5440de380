/**
 * Upper and lower case as features (paper 2, after Chiu and Nichols 2016): of a character, and of a word. Rows of their
 * tables are in this order behind that of padding.
 */
export const characterTypes = ['upper case', 'lower case', 'punctuation', 'other'] as const;
export const capitalisations = ['all upper case', 'upper initial', 'lower case', 'mixed', 'no information'] as const;

type CharacterType = (typeof characterTypes)[number];
type Capitalisation = (typeof capitalisations)[number];

/** Signs count as punctuation. */
export function characterType(character: string): CharacterType {
  if (/^[\p{Lu}\p{Lt}]/u.test(character)) return 'upper case';
  if (/^\p{Ll}/u.test(character)) return 'lower case';
  return /^[\p{P}\p{S}]/u.test(character) ? 'punctuation' : 'other';
}

/** A single upper-case letter is all upper case; a word without letters that have a case gives no information. */
export function capitalisation(word: string): Capitalisation {
  const types = Array.from(word, characterType);
  const upper = types.filter((type) => type === 'upper case').length;
  const lower = types.filter((type) => type === 'lower case').length;
  if (upper + lower === 0) return 'no information';
  if (lower === 0) return 'all upper case';
  if (upper === 0) return 'lower case';
  return upper === 1 && types[0] === 'upper case' ? 'upper initial' : 'mixed';
}
