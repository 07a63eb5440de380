/** What the adaptation does: which categories are new, and what happens to the ones the model knew. */
import { Button, Group, Switch, Text } from '@mantine/core';
import { IconArrowRight, IconTags } from '@tabler/icons-react';
import type { AdaptationConfiguration } from '../../../workers/protocol/configuration.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { EmptyPanel } from '../../components/EmptyPanel.tsx';
import { Panel, PanelSection } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { ResultName } from '../../components/ResultName.tsx';
import { useTargetCorpus } from '../../store/corpora.ts';
import { useSourceModel } from '../../store/models.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { setAdaptation, useAdaptation, useSetup } from '../../store/setup.ts';
import { showPanel } from '../../store/view.ts';
import { AddCategory } from './AddCategory.tsx';
import { CategoryTable } from './CategoryTable.tsx';
import { Choices, initialisationChoices, unannotatedChoices } from './Choices.tsx';
import { NamesInCorpus } from './NamesInCorpus.tsx';
import { OutputLayer } from './OutputLayer.tsx';

const purpose = 'What the model is to learn, and what becomes of what it knows.';

function Missing({ corpus, source }: { readonly corpus: boolean; readonly source: boolean }) {
  const what = source && corpus ? 'a source model and a corpus' : source ? 'a source model' : 'a corpus';
  const next = source ? 'source' : 'corpus';
  return (
    <EmptyPanel
      icon={IconTags}
      title="Categories meet here"
      action={
        <Button variant="default" onClick={() => showPanel(next)}>
          {source ? 'Go to Source' : 'Go to Corpus'}
        </Button>
      }
    >
      What the source model knows is held against what the corpus has, and you pick what is new. For that, {what}{' '}
      {source && corpus ? 'are' : 'is'} still missing.
    </EmptyPanel>
  );
}

/** Training from random weights: there is nothing to choose, and the panel says so. */
function FromScratch({ categories }: { readonly categories: readonly string[] }) {
  return (
    <PanelSection
      title="All of them are new"
      purpose="A source model is trained from random weights, so it learns every category of the corpus. Categories can be renamed, merged or left out in Corpus."
    >
      <Group gap={8}>
        {categories.map((category) => (
          <CategoryChip key={category} category={category} />
        ))}
      </Group>
    </PanelSection>
  );
}

function Adaptation({ adaptation }: { readonly adaptation: AdaptationConfiguration }) {
  const plan = useSetup((state) => state.plan);
  const planProblem = useSetup((state) => state.planProblem);
  const running = useRunUnderWay();
  const corpus = useTargetCorpus();
  const source = useSourceModel();
  if (!corpus || !source) return null;
  const unknown = plan?.categories.some(({ state, annotated }) => state !== 'left-out' && !annotated) ?? false;
  // What is left out stands in the table, with a way to add it.
  const problems = plan?.problems.filter(({ code }) => code !== 'category-left-out') ?? [];
  return (
    <>
      {planProblem && <ProblemAlert problem={planProblem} title="It cannot be done like this" />}
      {problems.map((problem) => (
        <ProblemAlert key={problem.message} problem={problem} severity="warning" />
      ))}
      {plan && (
        <>
          <CategoryTable plan={plan} adaptation={adaptation} disabled={running} />
          <OutputLayer plan={plan} source={source} />
        </>
      )}
      {unknown && (
        <PanelSection
          title="What nobody looked for"
          purpose="Some categories of the model are not annotated in this corpus. Their mentions are in the text all the same, unmarked."
        >
          <Choices
            label="What nobody looked for"
            choices={unannotatedChoices}
            value={adaptation.unannotated}
            onChange={(unannotated) => setAdaptation({ unannotated })}
            disabled={running}
          />
        </PanelSection>
      )}
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
      <NamesInCorpus corpus={corpus} known={source.categories} adaptation={adaptation} disabled={running} />
      <PanelSection title="How much may change, and what comes out">
        <Switch
          label="Freeze everything but the output layer"
          description="Faster, and the encoder stays as it was; new categories usually come out weaker."
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
      <Group>
        <Button rightSection={<IconArrowRight size={18} aria-hidden />} onClick={() => showPanel('train')}>
          Go to Train
        </Button>
        {adaptation.newCategories.length === 0 && (
          <Text size="sm" c="dimmed">
            Without a new category the model learns more about those it knows.
          </Text>
        )}
      </Group>
    </>
  );
}

export function LabelsPanel() {
  const corpus = useTargetCorpus();
  const source = useSourceModel();
  const adaptation = useAdaptation();
  const missing = !corpus || (adaptation && !source);
  return (
    <Panel title="Labels" purpose={purpose} actions={!missing && adaptation && <AddCategory adaptation={adaptation} />}>
      {missing && <Missing corpus={!corpus} source={adaptation !== null && !source} />}
      {corpus && !adaptation && <FromScratch categories={corpus.categories} />}
      {!missing && adaptation && <Adaptation adaptation={adaptation} />}
    </Panel>
  );
}
