/**
 * A corpus without the entities of some categories: placeholders or surrogates stand in their places, and every annotation covers what it
 * covered. Documents lose their names, which often are those of people: they are numbered. Notes and guidelines do not go along, nor does
 * text of a document that belongs to another part: its names stand in that part alone.
 */
import type { Corpus, Document, ExportFormatName, PartName, Span, Splits } from '../../protocol/corpus.ts';
import type { Deidentified, DeidentifyOptions, DeidentifyReport, Ledger } from '../../protocol/deidentify.ts';
import { GraftError } from '../../protocol/errors.ts';
import { writeCorpus } from '../formats/write.ts';
import { exportedCorpus } from '../wholeDocuments.ts';
import type { Stretch } from './nameWords.ts';
import { NameNumbers, placeholder } from './numbers.ts';
import { folded, type Region, regionsOf } from './regions.ts';
import { type Replaced, withReplaced } from './replaced.ts';
import { SurrogateRegions } from './surrogateRegions.ts';

interface DeidentifiedCorpus {
  readonly corpus: Corpus;
  readonly report: DeidentifyReport;
  /** As it is now, to be kept. */
  readonly ledger: Ledger;
}

/**
 * @param ledger what the project gave out before, see `newLedger`.
 * @throws GraftError where the corpus has one tag a token, or a category is not one of its own.
 */
export function deidentify(corpus: Corpus, options: DeidentifyOptions, ledger: Ledger): DeidentifiedCorpus {
  const regions = regionsToReplace(corpus, options.categories);
  const replacing = options.replacement === 'surrogate' ? bySurrogates : byPlaceholders;
  const { replaced, ledger: after, failed, clashes } = replacing(corpus.documents, regions, options, ledger);
  const groups = new Map<string, string>();
  let merged = 0;
  const documents = corpus.documents.map((document, place): Document => {
    const changed = withReplaced(document, replaced[place] ?? []);
    merged += changed.merged;
    // What annotators wrote, and what was rejected, speaks of the text as it was.
    const { group, note: _, rejected: __, unread: ___, ...others } = changed.document;
    if (group !== undefined && !groups.has(group)) groups.set(group, `group-${groups.size + 1}`);
    return { ...others, ...(group !== undefined && { group: groups.get(group) }), id: `document-${place + 1}` };
  });
  const report = {
    documents: documents.length,
    categories: countedIn(corpus, regions, options, failed),
    merged,
    clashes,
  };
  const { guidelines: _, ...written } = corpus;
  return { corpus: { ...written, documents }, report, ledger: after };
}

/** A part of a corpus as a file. @throws GraftError as above. */
export function deidentifiedFile<Format extends ExportFormatName>(
  splits: Splits,
  part: PartName | 'all',
  options: DeidentifyOptions,
  ledger: Ledger,
  format: Format,
): Deidentified<Format> {
  const { corpus, ...others } = deidentify(exportedCorpus(splits, part), options, ledger);
  return { ...others, content: writeCorpus(corpus, format) };
}

/** By document. @throws GraftError where the corpus has one tag a token, or a category is not one of its own. */
export function regionsToReplace(corpus: Corpus, categories: readonly string[]): Region[][] {
  if (corpus.kind === 'tags') {
    throw new GraftError({
      code: 'corpus-kind',
      message: 'The corpus has one tag a token, and what is replaced is a span.',
      remedy: 'Read it as spans, if its tags are categories of spans (--kind spans).',
      file: corpus.name,
    });
  }
  const unknown = categories.find((category) => !corpus.categories.includes(category));
  if (unknown !== undefined || categories.length === 0) {
    throw new GraftError({
      code: 'unknown-category',
      message: unknown === undefined ? 'No category was chosen.' : `The corpus has no category ${unknown}.`,
      remedy:
        corpus.categories.length > 0
          ? `Choose among ${corpus.categories.join(', ')} (--categories).`
          : 'Annotate it first, or let a model tag it.',
      file: corpus.name,
    });
  }
  const chosen = new Set(categories);
  return corpus.documents.map((document) => regionsOf(document, chosen));
}

interface Replacing {
  /** By document. */
  readonly replaced: readonly (readonly Replaced[])[];
  readonly ledger: Ledger;
  /** Regions for which a surrogate was wanted and none fits, by category. */
  readonly failed: ReadonlyMap<string, number>;
  readonly clashes: number;
}

type Replace = (
  documents: readonly Document[],
  regions: readonly (readonly Region[])[],
  options: DeidentifyOptions,
  ledger: Ledger,
) => Replacing;

const byPlaceholders: Replace = (documents, regions, { replacement, numbering }, ledger) => {
  const none = new Map<string, number>();
  const placed = (place: number) =>
    (regions[place] ?? []).map((region) => ({ region, name: nameIn(documents[place], region) }));
  const numbered = (numbers: NameNumbers, places: readonly number[]) => {
    for (const place of places) for (const { name } of placed(place)) numbers.know(name);
    return places.map((place) =>
      placed(place).map(({ region: { start, end }, name }): Replaced => {
        const number = replacement === 'numbered' ? numbers.of(name) : undefined;
        return { start, end, text: placeholder(name.category, number) };
      }),
    );
  };
  const places = [...documents.keys()];
  if (numbering === 'document') {
    return {
      replaced: places.flatMap((place) => numbered(new NameNumbers(), [place])),
      ledger,
      failed: none,
      clashes: 0,
    };
  }
  const numbers = new NameNumbers(ledger.numbers);
  return {
    replaced: numbered(numbers, places),
    ledger: { ...ledger, numbers: numbers.all() },
    failed: none,
    clashes: 0,
  };
};

const bySurrogates: Replace = (documents, regions, _, ledger) => {
  const surrogates = new SurrogateRegions(documents, regions, ledger);
  const failed = new Map<string, number>();
  const replaced = documents.map((document, place) =>
    (regions[place] ?? []).flatMap((region): Replaced[] => {
      const found = surrogates.replacedIn(document.text, region);
      if (found) return found;
      const { category } = mainSpan(region);
      failed.set(category, (failed.get(category) ?? 0) + 1);
      return [{ start: region.start, end: region.end, text: placeholder(category) }];
    }),
  );
  return { replaced, ledger: surrogates.ledgerAfter(), failed, clashes: surrogates.clashes() };
};

/** A region is called by its longest span. */
function mainSpan({ spans }: Region): Span {
  return spans.reduce((longest, span) => (span.end - span.start > longest.end - longest.start ? span : longest));
}

function nameIn(document: Document | undefined, region: Region): Stretch {
  return { text: document?.text.slice(region.start, region.end) ?? '', category: mainSpan(region).category };
}

function countedIn(
  { documents }: Corpus,
  regions: readonly (readonly Region[])[],
  { categories }: DeidentifyOptions,
  failed: ReadonlyMap<string, number>,
): DeidentifyReport['categories'] {
  const names = new Map<string, string[]>(categories.map((category) => [category, []]));
  for (const [place, ofDocument] of regions.entries()) {
    for (const { start, end, category } of ofDocument.flatMap(({ spans }) => spans)) {
      names.get(category)?.push(folded(documents[place]?.text.slice(start, end) ?? ''));
    }
  }
  return [...names].map(([category, found]) => ({
    category,
    replaced: found.length,
    different: new Set(found).size,
    placeholders: failed.get(category) ?? 0,
  }));
}
