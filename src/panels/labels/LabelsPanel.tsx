/** What the adaptation does: which categories are new, and what happens to the ones the model knew. */
import { Button, Group, VisuallyHidden } from '@mantine/core';
import { IconTags } from '@tabler/icons-react';
import { useId } from 'react';
import { CategoryList } from '../../components/CategoryList.tsx';
import { EmptyPanel } from '../../components/EmptyPanel.tsx';
import { Onward } from '../../components/Onward.tsx';
import { Panel, PanelSection } from '../../components/Panel.tsx';
import { useTargetCorpus } from '../../store/corpora.ts';
import { useSourceModel } from '../../store/models.ts';
import { useAdaptation, useSetup } from '../../store/setup.ts';
import { showPanel } from '../../store/view.ts';
import { Adaptation } from './Adaptation.tsx';
import { AddCategory } from './AddCategory.tsx';

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
  const names = useId();
  const joint = useSetup(({ task }) => task === 'joint');
  const learned = joint
    ? 'What is learned together begins with random weights, so the model learns every category of the corpus. What the labels of the other corpora are among these is chosen in Train.'
    : 'A source model that is trained begins without categories, so it learns every one of the corpus.';
  return (
    <>
      <PanelSection
        title="All of them are new"
        purpose={`${learned} Categories can be renamed, merged or left out in Corpus.`}
      >
        <VisuallyHidden id={names}>Categories of the corpus</VisuallyHidden>
        <CategoryList categories={categories} labelledBy={names} />
      </PanelSection>
      <Group>
        <Onward to="train" />
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
