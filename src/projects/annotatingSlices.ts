/** What a project keeps of the annotator's work beside the documents: the place, the steps back, what suggests, what was decided. */
import { z } from 'zod';
import { decisions } from '../../workers/protocol/agreement.ts';
import { partNames } from '../../workers/protocol/corpus.ts';
import { type DocumentFilters, documentStandings } from '../../workers/protocol/documents.ts';
import { recordOf } from '../../workers/protocol/record.ts';
import { documentOrders, modelFindings } from '../../workers/protocol/suggestions.ts';
import { openDocument } from '../engine/annotating.ts';
import { useAdapting } from '../store/adapting.ts';
import { useAgreement } from '../store/agreement.ts';
import { type Edit, useAnnotating } from '../store/annotating.ts';
import { useCorpora } from '../store/corpora.ts';
import { useSuggesting } from '../store/suggesting.ts';
import { idSchema, namesSchema, type Slice, sliceOf } from './slice.ts';

const part = z.enum(partNames);

const filtersSchema = z.object({
  text: z.string().optional(),
  category: z.string().optional(),
  standing: z.enum(documentStandings).optional(),
  unfinished: z.boolean().optional(),
}) as z.ZodType<DocumentFilters>;

/** The document that was open is opened again, as the corpus has it. */
export const annotator = sliceOf(
  'annotator',
  useAnnotating,
  z.object({
    corpusId: idSchema,
    part,
    documentId: idSchema,
    filters: filtersSchema,
    added: namesSchema,
    passedOver: namesSchema,
  }),
  ({ corpusId, part: of, document, filters, added, passedOver }) => ({
    ...{ corpusId, part: of, documentId: document?.id ?? null, filters },
    ...{ added: [...added], passedOver: [...passedOver] },
  }),
  ({ corpusId, part: of, documentId, ...choice }) => {
    const corpus = useCorpora.getState().corpora.find((each) => each.id === corpusId);
    if (!corpus) return;
    // As it is by now, so that the panel has nothing to take up anew.
    useAnnotating.setState({ ...choice, corpusId, revision: corpus.revision });
    if (documentId !== null) void openDocument(corpus, of, documentId);
  },
);

/** So many characters of documents: what is undone is of the last hour, and not of last year. */
const longestHistory = 2_000_000;

const editsSchema = z.array(
  z.object({
    label: z.string(),
    changes: z.array(
      z.object({ part, before: z.looseObject({ id: z.string() }), after: z.looseObject({ id: z.string() }) }),
    ),
  }),
);

/** What the annotator can undo. What it brings back is checked by the corpus, as any edit is. */
export const history: Slice = {
  name: 'history',
  isChoice: false,
  read: () => {
    const { corpusId, undo, redo } = useAnnotating.getState();
    return { corpusId, undo: lastOf(undo), redo: lastOf(redo) };
  },
  watch: (changed) =>
    useAnnotating.subscribe((now, before) => {
      if (now.undo !== before.undo || now.redo !== before.redo) changed();
    }),
  restore: (value) => {
    const parsed = z.object({ corpusId: idSchema, undo: editsSchema, redo: editsSchema }).safeParse(value);
    if (!parsed.success || parsed.data.corpusId !== useAnnotating.getState().corpusId) return;
    const { undo, redo } = parsed.data as unknown as { readonly undo: readonly Edit[]; readonly redo: readonly Edit[] };
    useAnnotating.setState({ undo, redo });
  },
};

/** Of the newest, as many as are not too long together. */
function lastOf(edits: readonly Edit[]): readonly Edit[] {
  let characters = 0;
  const tooOld = edits.findLastIndex(({ changes }) => {
    characters += changes.reduce((sum, { before, after }) => sum + before.text.length + after.text.length, 0);
    return characters > longestHistory;
  });
  return edits.slice(tooOld + 1);
}

const share = z.number().min(0).max(1);

export const suggesting = sliceOf(
  'suggesting',
  useSuggesting,
  z.object({
    ...{ on: z.boolean(), chosen: idSchema, threshold: share, order: z.enum(documentOrders), likeness: z.boolean() },
    finding: z.enum(modelFindings).nullable().default(null),
    rules: z.array(z.object({ category: z.string(), words: z.string(), isPattern: z.boolean().exactOptional() })),
  }),
  ({ on, chosen, threshold, order, finding, likeness, rules }) => ({
    ...{ on, chosen, threshold, order, finding, likeness },
    rules: [...rules],
  }),
  (choice) => useSuggesting.setState(choice),
);

const count = z.number().int().nonnegative();

export const adapting = sliceOf(
  'adapting',
  useAdapting,
  z.object({
    ...{ corpusId: idSchema, every: count, learned: count, made: idSchema, madeName: idSchema.default(null) },
    points: z.array(z.object({ documents: count, f1: z.number(), support: count })),
  }),
  ({ corpusId, every, learned, made, madeName, points }) => ({
    ...{ corpusId, every, learned, made, madeName },
    points: [...points],
  }),
  (known) => useAdapting.setState(known),
);

const decidedSchema = recordOf(z.enum(decisions));

const changed = <From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

export const agreement = sliceOf(
  'agreement',
  useAgreement,
  z.object({
    ...{ a: idSchema, b: idSchema, at: count, decided: decidedSchema },
    others: recordOf(decidedSchema).default({}),
  }),
  ({ a, b, at, decided, others }) => ({ a, b, at, decided, others: changed(others, (pair) => pair.decided) }),
  ({ others, ...known }) =>
    useAgreement.setState({ ...known, others: changed(others, (decided) => ({ decided, earlier: [] })) }),
);
