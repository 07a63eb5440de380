import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guessNames } from './nameGuesses.ts';

const guessed = (corpus: readonly string[], model: readonly string[]) => Object.fromEntries(guessNames(corpus, model));

describe('guesses of names', () => {
  it('go across case, plural, spelling and the usual synonyms', () => {
    expect(guessed(['PER', 'LOC', 'ORG', 'MISC'], ['person', 'location', 'organisation', 'misc', 'event'])).toEqual({
      PER: 'person',
      LOC: 'location',
      ORG: 'organisation',
      MISC: 'misc',
    });
    expect(guessed(['persons', 'Organization', 'EVENTS'], ['PER', 'organisation', 'Event'])).toEqual({
      persons: 'PER',
      Organization: 'organisation',
      EVENTS: 'Event',
    });
    expect(guessed(['countries', 'phone_number', 'eMailAddress'], ['Country', 'Phone', 'EMAIL'])).toEqual({
      countries: 'Country',
      phone_number: 'Phone',
      eMailAddress: 'EMAIL',
    });
    expect(guessed(['work_of_art', 'GeneOrProtein'], ['WorkOfArt', 'gene-or-protein'])).toEqual({
      work_of_art: 'WorkOfArt',
      GeneOrProtein: 'gene-or-protein',
    });
  });

  it('are not made where names only seem alike', () => {
    expect(guessed(['GPE', 'company', 'politician', 'OTH'], ['LOC', 'organisation', 'person', 'misc'])).toEqual({});
    expect(guessed(['address', 'Paris', 'bus'], ['addres', 'pari', 'bu'])).toEqual({});
    expect(guessed(['process'], ['proces'])).toEqual({});
  });

  it('are not made where a name could be several, or several could be one', () => {
    expect(guessed(['PER'], ['person', 'people'])).toEqual({});
    expect(guessed(['PER', 'Person'], ['people'])).toEqual({});
    expect(guessed(['PER', 'person'], ['person'])).toEqual({});
  });

  it('lead from the corpus to the model, each category of either once, whatever the names', () => {
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom('PER', 'person', 'people', 'LOC', 'place', 'Org', 'orgs', 'misc'),
    );
    const list = fc.uniqueArray(name, { maxLength: 8 });
    fc.assert(
      fc.property(list, list, (corpus, model) => {
        const guesses = guessNames(corpus, model);
        for (const [from, to] of guesses) {
          expect(corpus).toContain(from);
          expect(corpus).not.toContain(to);
          expect(model).toContain(to);
          expect(model).not.toContain(from);
        }
        expect(new Set(guesses.values()).size).toBe(guesses.size);
      }),
    );
  });
});
