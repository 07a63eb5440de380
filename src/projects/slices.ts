/** The small things that a project keeps of the page: what is chosen, and where the user was. One more is an entry here. */
import { z } from 'zod';
import { adaptationSchema, jointSchema, runConfigurationSchema } from '../../workers/protocol/configuration.ts';
import { partNames } from '../../workers/protocol/corpus.ts';
import { ledgerSchema } from '../../workers/protocol/deidentify.ts';
import { ledgerThing } from '../../workers/protocol/projects.ts';
import { recordOf } from '../../workers/protocol/record.ts';
import { settingsSchema } from '../../workers/protocol/settings.ts';
import { specificationSchema } from '../../workers/protocol/specification.ts';
import { dropCorpus } from '../engine/corpora.ts';
import { isFromDemo, noteShipped } from '../engine/demo.ts';
import { useComparison } from '../store/comparison.ts';
import { useCorpora } from '../store/corpora.ts';
import { useDeidentifying } from '../store/deidentifying.ts';
import { useDemo } from '../store/demo.ts';
import { useEvaluation } from '../store/evaluation.ts';
import { useModels } from '../store/models.ts';
import { useProject } from '../store/project.ts';
import { repeatings } from '../store/repeating.ts';
import { useRuns } from '../store/runs.ts';
import { type Choice, configurationOf, useSetup } from '../store/setup.ts';
import { type PanelName, panelNames, useView } from '../store/view.ts';
import { adapting, agreement, annotator, history, suggesting } from './annotatingSlices.ts';
import { keptRunSlice } from './keptRunSlice.ts';
import { encodersSlice, pretrainingSlice, setupFilesSlice } from './setupFiles.ts';
import { idSchema, namesSchema, type Slice, sliceOf } from './slice.ts';

const [id, names] = [idSchema, namesSchema];

/** In their order. What was removed could be taken back until now. */
const corpora = sliceOf(
  'corpora',
  useCorpora,
  z.object({ ids: names, removed: names, roles: z.object({ target: id, yardstick: id }), together: names }),
  ({ corpora: all, removed, roles, together }) => ({
    ...{ ids: all.map((corpus) => corpus.id), removed: removed.map((corpus) => corpus.id) },
    ...{ roles, together: [...together] },
  }),
  ({ ids, removed, roles, together }) => {
    const all = useCorpora.getState().corpora.filter((corpus) => !removed.includes(corpus.id));
    const gone = useCorpora.getState().corpora.filter((corpus) => removed.includes(corpus.id));
    const isThere = (wanted: string | null) => all.some((corpus) => corpus.id === wanted);
    const place = new Map(ids.map((each, index) => [each, index]));
    const last = ids.length;
    useCorpora.setState({
      corpora: [...all].sort((a, b) => (place.get(a.id) ?? last) - (place.get(b.id) ?? last)),
      roles: {
        target: isThere(roles.target) ? roles.target : (all.at(-1)?.id ?? null),
        yardstick: isThere(roles.yardstick) ? roles.yardstick : null,
      },
      together,
    });
    // Nothing is changed of what another tab has.
    if (useProject.getState().mode !== 'read only') for (const corpus of gone) void dropCorpus(corpus.id);
  },
);

const choiceSchema = z.object({
  task: z.enum(['train', 'joint', 'adapt']),
  architecture: z.string(),
  specification: specificationSchema,
  settings: z.object({ train: settingsSchema, joint: settingsSchema, adapt: settingsSchema }),
  seed: z.number(),
  adaptation: adaptationSchema,
  keeping: z.enum(['automatic', 'chosen']),
  joint: jointSchema,
  repeating: z.object({
    how: z.enum(repeatings),
    seeds: z.number(),
    trials: z.number(),
    fixed: names,
    ranges: recordOf(z.string()),
  }),
  labellingRate: z.number(),
  carry: z.number(),
  importance: z.boolean(),
  entityRatio: z.number(),
  name: z.string(),
});

const setup: Slice = {
  ...sliceOf(
    'set-up',
    useSetup,
    choiceSchema as unknown as z.ZodType<Choice & { readonly name: string }>,
    ({ vectors: _, gazetteers: __, plan: ___, planProblem: ____, unfit: _____, ...choice }) => choice,
    (choice) => {
      if (!runConfigurationSchema.safeParse(configurationOf(choice)).success) return;
      useSetup.setState(choice);
    },
  ),
  isChoice: true,
};

const source = sliceOf(
  'source model',
  useModels,
  id,
  ({ roles }) => roles.source,
  (wanted) => {
    if (useModels.getState().models.some((model) => model.id === wanted))
      useModels.setState({ roles: { source: wanted } });
  },
);

const shownRun = sliceOf(
  'shown run',
  useRuns,
  id,
  ({ shownId }) => shownId,
  (shownId) => {
    if (shownId !== null && shownId in useRuns.getState().runs) useRuns.setState({ shownId });
  },
);

const part = z.enum(partNames);

const evaluation = sliceOf(
  'evaluation',
  useEvaluation,
  z.object({ part, modelId: id, triedText: z.string().nullable() }),
  ({ part: of, modelId, triedText }) => ({ part: of, modelId, triedText }),
  (choice) => useEvaluation.setState(choice),
);

const comparison = sliceOf(
  'comparison',
  useComparison,
  z.object({ a: id, b: id, part: part.nullable(), samples: z.number().int().positive() }),
  ({ a, b, part: of, samples }) => ({ a, b, part: of, samples }),
  (choice) => useComparison.setState(choice),
);

/** Who became whom: the same name gets the same surrogate whenever the project is exported. It goes into no project file. */
const ledger = sliceOf(
  ledgerThing,
  useDeidentifying,
  ledgerSchema.nullable(),
  (state) => state.ledger,
  (kept) => useDeidentifying.setState({ ledger: kept }),
);

const panel = sliceOf(
  'panel',
  useView,
  z.enum(panelNames),
  ({ panel: shown }) => shown,
  (shown: PanelName) => {
    // It is no step that Back could take; and whoever went elsewhere meanwhile stays there.
    if (useView.getState().panel !== panelNames[0]) return;
    window.history.replaceState({ panel: shown }, '');
    useView.setState({ panel: shown });
  },
);

const demoSchema = z.object({ corpus: id, model: id, shipped: names });

/** What the demo brought, and which of it is still as it ships. Known when the models are there too. */
const demo: Slice = {
  name: 'demo',
  isChoice: false,
  read: () => {
    const things = [...useCorpora.getState().corpora, ...useModels.getState().models];
    return { ...useDemo.getState(), shipped: things.filter(isFromDemo).map((thing) => thing.id) };
  },
  watch: (changed) => {
    const ends = [useDemo.subscribe(changed), useCorpora.subscribe(changed), useModels.subscribe(changed)];
    return () => {
      for (const end of ends) end();
    };
  },
  restore: (value) => {
    const parsed = demoSchema.safeParse(value);
    if (!parsed.success) return;
    const { shipped, ...brought } = parsed.data;
    useDemo.setState(brought);
    const things = [...useCorpora.getState().corpora, ...useModels.getState().models];
    for (const thing of things) if (shipped.includes(thing.id)) noteShipped(thing);
  },
};

/** As soon as the corpora are there. */
export const earlySlices: readonly Slice[] = [
  ...[corpora, setup, shownRun],
  ...[annotator, history, suggesting, adapting, agreement, ledger],
  panel,
];
/** When the models are there too. What has files of its own is put back with them (setupFiles.ts). */
export const lateSlices: readonly Slice[] = [
  ...[demo, source, evaluation, comparison],
  ...[setupFilesSlice, encodersSlice, pretrainingSlice],
  keptRunSlice,
];
