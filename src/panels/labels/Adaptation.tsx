/** Adapting a source model: all that is decided about its categories, and at the end what that does to its output layer. */
import { Button, Group, Switch, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { AdaptationConfiguration } from '../../../workers/protocol/configuration.ts';
import { doubtfulKinds } from '../../../workers/text/likenesses.ts';
import { Choices } from '../../components/Choices.tsx';
import { Onward } from '../../components/Onward.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { ResultName } from '../../components/ResultName.tsx';
import { askLikenesses } from '../../engine/likenesses.ts';
import { listed } from '../../listed.ts';
import { useTargetCorpus } from '../../store/corpora.ts';
import { dismissProposals, isDismissedAmong, useLikenesses, useLikenessesOf } from '../../store/likenesses.ts';
import { lookedFor } from '../../store/lookedFor.ts';
import { useSourceModel } from '../../store/models.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { setAdaptation, takeBackCategories, useSetup } from '../../store/setup.ts';
import { initialisationChoices } from './choices.ts';
import { KeepKnown } from './KeepKnown.tsx';
import { KnownCategories } from './KnownCategories.tsx';
import { LabelNotes } from './LabelNotes.tsx';
import { NobodyLookedFor } from './NobodyLookedFor.tsx';
import { notesOf } from './notes.ts';
import { OutputLayer } from './OutputLayer.tsx';
import { once } from './once.ts';
import { labelRows } from './rows.ts';
import { UnknownCategories } from './UnknownCategories.tsx';
import { WhatIsLost } from './WhatIsLost.tsx';

/** What stands in the way, and the button that mends it. */
function Unfit() {
  const problem = useSetup((state) => state.planProblem);
  const unfit = useSetup((state) => state.unfit);
  const running = useRunUnderWay();
  if (!problem) return null;
  return (
    <ProblemAlert problem={problem} title="It cannot be done like this">
      {unfit.length > 0 && !running && (
        <Button mt="sm" size="compact-sm" variant="default" onClick={once(() => takeBackCategories(unfit))}>
          Take back {listed(unfit, 4)}
        </Button>
      )}
    </ProblemAlert>
  );
}

/** More rows than this are easier found by a part of their name. */
const worthFiltering = 12;

export function Adaptation({ adaptation }: { readonly adaptation: AdaptationConfiguration }) {
  const plan = useSetup((state) => state.plan);
  const running = useRunUnderWay();
  const corpus = useTargetCorpus();
  const source = useSourceModel();
  const [filter, setFilter] = useState('');
  const likenesses = useLikenessesOf(source, corpus);
  const { dismissed, working } = useLikenesses(
    useShallow(({ dismissed: all, working: share }) => ({ dismissed: all, working: share })),
  );
  useEffect(
    () => (source && corpus && !running ? askLikenesses(source, corpus) : undefined),
    [source, corpus, running],
  );
  const rows = useMemo(
    () =>
      corpus &&
      source &&
      labelRows(adaptation, corpus, source, { likenesses, isDismissed: isDismissedAmong(dismissed, source, corpus) }),
    [adaptation, corpus, source, likenesses, dismissed],
  );
  if (!corpus || !source || !rows) return null;
  const filters = rows.unknown.length + rows.known.length > worthFiltering;
  const problems = [...doubtfulKinds(likenesses, adaptation.kinds), ...(plan?.problems ?? [])];
  const open = rows.known.some((row) => !row.lookedFor);
  return (
    <>
      {running && (
        <Text size="sm" c="dimmed">
          A run is under way: what it learns can be changed when it has ended.
        </Text>
      )}
      <Unfit />
      <WhatIsLost rows={rows} adaptation={adaptation} source={source} />
      <LabelNotes notes={notesOf(rows.known, adaptation, problems, corpus.kind)} />
      {filters && (
        <TextInput
          aria-label="Filter categories"
          placeholder="Filter categories by name"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          maw="20rem"
        />
      )}
      {rows.unknown.length > 0 && (
        <UnknownCategories
          key={corpus.id}
          rows={rows.unknown}
          known={source.categories}
          filter={filters ? filter : ''}
          disabled={running}
          onDismiss={(proposal, categories) => dismissProposals(source, corpus, proposal, categories)}
        />
      )}
      {working !== null && (
        <Text size="sm" c="dimmed" role="status">
          Seeing what the source model makes of them: {Math.floor(100 * working)} %
        </Text>
      )}
      <KnownCategories
        rows={rows.known}
        lookedFor={lookedFor(adaptation, corpus, source)}
        byHand={adaptation.annotated !== 'corpus'}
        ofTags={corpus.kind === 'tags'}
        filter={filters ? filter : ''}
        disabled={running}
      />
      {open && <NobodyLookedFor adaptation={adaptation} disabled={running} />}
      {adaptation.newCategories.length > 0 && (
        <PanelSection title="How the new rows begin" purpose="The weights of new categories before the first step.">
          <Choices
            label="How the new rows begin"
            choices={initialisationChoices}
            value={adaptation.initialisation}
            onChange={(initialisation) => setAdaptation({ initialisation })}
            disabled={running}
          />
        </PanelSection>
      )}
      <KeepKnown adaptation={adaptation} target={corpus} source={source} disabled={running} />
      <PanelSection title="How much may change, and what comes out">
        <Switch
          label="Freeze everything but the output layer"
          description="Faster, and the network below stays as it was, a decoder too but for its label embeddings; new categories usually come out weaker."
          checked={adaptation.freeze}
          onChange={(event) => setAdaptation({ freeze: event.currentTarget.checked })}
          disabled={running}
        />
        <Switch
          label="Also train from random weights, for comparison"
          description="Doubles the time, and shows what the source model is worth on this corpus."
          checked={adaptation.compareWithRandom}
          onChange={(event) => setAdaptation({ compareWithRandom: event.currentTarget.checked })}
          disabled={running}
        />
        <ResultName disabled={running} />
      </PanelSection>
      {plan && <OutputLayer plan={plan} source={source} />}
      <Group>
        <Onward to="train" />
        {adaptation.newCategories.length === 0 && (
          <Text size="sm" c="dimmed">
            Without a new category the model learns more about those it knows.
          </Text>
        )}
      </Group>
    </>
  );
}
