/** What is worth knowing before the run of a set-up, with advice that names only what is not on already. */
import type { AdaptationConfiguration } from '../../../workers/protocol/configuration.ts';
import type { CorpusKind } from '../../../workers/protocol/corpus.ts';
import type { Problem } from '../../../workers/protocol/errors.ts';
import { counted } from '../../charts/figures.ts';
import { problemInPage } from '../../inPage.ts';
import { listed } from '../../listed.ts';
import type { KnownRow } from './rows.ts';

export interface Note {
  /** The gist, for the one line that opens. */
  readonly gist: string;
  readonly text: string;
}

/** Told by the table and by the notes here. */
const toldElsewhere = ['category-left-out', 'category-without-examples', 'not-looked-for', 'may-be-forgotten'];

const treatments: Readonly<Record<AdaptationConfiguration['unannotated'], string>> = {
  pseudo: 'As it is set below, the source model labels them first, and they are kept by its labels.',
  marginal: 'As it is set below, an unmarked word may be one of them, and the model is held to nothing.',
  'as-o':
    'As it is set below, unmarked counts as nothing, so that the model will forget them. Let the source model label them, or sum over them.',
};

/** @param problems the plan's. @param kind of the corpus. */
export function notesOf(
  rows: readonly KnownRow[],
  { annotated, unannotated }: AdaptationConfiguration,
  problems: readonly Problem[],
  kind: CorpusKind,
): Note[] {
  const notes: Note[] = [];
  const kinds = (many: readonly KnownRow[]) => counted(many.length, 'category', 'categories');
  const names = (many: readonly KnownRow[]) => listed(many.map(({ name }) => name));
  const open = rows.filter((row) => !row.lookedFor);
  if (open.length > 0) {
    const noExample = open.every(({ hasExamples }) => !hasExamples);
    const why =
      annotated === 'corpus' && noExample
        ? `The training sentences hold no example of ${names(open)}, and the corpus does not say that anybody looked. Mentions may stand in its text unmarked.`
        : `Nobody looked for ${names(open)} in all of the corpus: mentions may stand in its text unmarked.`;
    const otherwise = noExample ? ' If somebody looked and found none, switch them to annotated.' : '';
    const be = open.length === 1 ? 'counts' : 'count';
    notes.push({
      gist: `${kinds(open)} ${be} as not looked for`,
      text: `${why} ${treatments[unannotated]}${otherwise}`,
    });
  }
  const never = rows.filter(({ lookedFor, hasExamples }) => lookedFor && !hasExamples);
  if (never.length > 0) {
    const one = never.length === 1;
    const remedy = kind === 'tags' ? 'Add sentences that hold them.' : 'Switch off “annotated” where nobody looked.';
    notes.push({
      gist: `${kinds(never)} without an example ${one ? 'counts' : 'count'} as annotated`,
      text: `The model learns that ${names(never)} ${one ? 'does' : 'do'} not occur, and may forget ${one ? 'it' : 'them'}. ${remedy}`,
    });
  }
  const told = problems.filter(({ code }) => !toldElsewhere.includes(code));
  return [
    ...notes,
    ...told.map(problemInPage).map(({ message, remedy }) => ({ gist: message, text: `${message} ${remedy}` })),
  ];
}
