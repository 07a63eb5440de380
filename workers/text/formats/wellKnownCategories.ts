/** Names of categories that stand alone for one in the files of others; other words in capitals do not. */

/** For a regular expression. */
export const wellKnown =
  '(?:PER|PERS|PERSON|LOC|LOCATION|PLACE|ORG|ORGANI[SZ]ATION|GPE|NORP|FAC|MISC|DATE|TIME|EVENT|PRODUCT|DISEASE|CHEMICAL|DRUG|GENE|PROTEIN)';

const whole = new RegExp(`^${wellKnown}$`, 'i');

export const isWellKnown = (category: string) => whole.test(category);
