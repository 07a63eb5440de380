/**
 * From words with a tag each to documents, for every format that has them. Here it is settled whether the tags make
 * spans, and in which of the ways that people write them; the spelling of tags (lower case, BILOU) is evened out first.
 */
import type { CorpusKind } from '../../protocol/corpus.ts';
import { nameFault } from '../categoryNames.ts';
import { clip } from '../clip.ts';
import { documentFromWords } from '../documents.ts';
import { bareToIob2, type DetectedScheme, detectScheme, tagParts, tagsToSpans } from '../schemes.ts';
import type { Reading, ReadLog, ReadOptions } from './reading.ts';

export interface TaggedSentence {
  readonly words: string[];
  readonly tags: string[];
  /** Line of each word, 1-based. */
  readonly lines: number[];
  readonly spaceAfter?: boolean[];
}

export interface TaggedDocument {
  readonly id: string;
  readonly sentences: TaggedSentence[];
  readonly group?: string;
}

const schemeNames: Readonly<Record<DetectedScheme, string>> = {
  iob1: 'IOB1 tags',
  iob2: 'IOB2 tags',
  bioes: 'BIOES tags',
  bare: 'categories without B- and I-; neighbouring words of one category were taken as one span',
  none: 'one tag a word (as parts of speech), not spans',
};

/** Documents from tagged words; sentences without words are left out. */
export function readingFromTagged(documents: readonly TaggedDocument[], options: ReadOptions, log: ReadLog): Reading {
  const filled = documents
    .map((document) => ({ ...document, sentences: document.sentences.filter(({ words }) => words.length > 0) }))
    .filter(({ sentences }) => sentences.length > 0);
  const kind = options.kind === 'tags' ? 'tags' : settleSpelling(filled, options.kind, log);
  const annotated = options.categoriesAnnotated ?? 'all';
  return {
    kind,
    documents: filled.map(({ id, group, sentences }) =>
      documentFromWords(
        { id, annotated, ...(group === undefined ? {} : { group }) },
        sentences.map((sentence) =>
          kind === 'tags' ? sentence : { ...sentence, tags: undefined, spans: tagsToSpans(sentence.tags) },
        ),
      ),
    ),
  };
}

/** Rewrites the tags in place so that `tagsToSpans` can read them; says whether they make spans at all. */
function settleSpelling(documents: readonly TaggedDocument[], asked: CorpusKind | undefined, log: ReadLog): CorpusKind {
  const sentences = documents.flatMap((document) => document.sentences);
  const seen = new Set<string>();
  for (const { tags } of sentences) for (const tag of tags) seen.add(tag);
  const respell = respelling(seen, log);
  if (respell) for (const { tags } of sentences) replaceAll(tags, tags.map(respell));

  const scheme = detectScheme(tagsOf(sentences));
  if (scheme === 'none' && asked !== 'spans') {
    log.assume(schemeNames.none);
    return 'tags';
  }
  if (scheme === 'bare' || scheme === 'none') {
    log.assume(schemeNames.bare);
    for (const { tags } of sentences) replaceAll(tags, bareToIob2(tags));
    return 'spans';
  }
  log.assume(schemeNames[scheme]);
  for (const { words, tags, lines } of sentences) {
    tags.forEach((tag, index) => {
      if (tag === 'O' || (/^[BIES]-/.test(tag) && !nameFault(tagParts(tag).category))) return;
      tags[index] = 'O';
      log.problem({
        code: 'unknown-tag',
        message: `“${clip(tag)}”, the tag of “${clip(words[index] ?? '')}”, is not one that ${scheme.toUpperCase()} knows; it was read as O.`,
        remedy: 'Tags are O, or B- or I- (in BIOES also E- and S-) before a category.',
        line: lines[index],
      });
    });
  }
  return 'spans';
}

function replaceAll(tags: string[], replacements: readonly string[]): void {
  for (const [index, tag] of replacements.entries()) tags[index] = tag;
}

function* tagsOf(sentences: readonly TaggedSentence[]): Generator<readonly string[]> {
  for (const { tags } of sentences) yield tags;
}

/** A rewriting for files that write `b-np` for `B-NP`'s prefix, or BILOU's L- and U- for E- and S-. */
function respelling(seen: ReadonlySet<string>, log: ReadLog): ((tag: string) => string) | undefined {
  const all = [...seen];
  if (all.some((tag) => /^[bi]-./.test(tag)) && all.every((tag) => /^(?:o|[bieslu]-.+)$/.test(tag))) {
    log.assume('prefixes in lower case (b-, i-, o)');
    return (tag) => tag.charAt(0).toUpperCase() + tag.slice(1);
  }
  const isBilou = all.some((tag) => /^[LU]-./.test(tag)) && !all.some((tag) => /^[ES]-./.test(tag));
  if (isBilou && all.every((tag) => /^(?:O|[BILU]-.+)$/.test(tag))) {
    log.assume('BILOU tags, read as BIOES');
    return (tag) => tag.replace(/^L-/, 'E-').replace(/^U-/, 'S-');
  }
  return undefined;
}
