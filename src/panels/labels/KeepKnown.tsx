/** What is done so that the model keeps its old categories, and by which sentences it is measured whether it does. */
import { NativeSelect, Stack, Switch, Text } from '@mantine/core';
import { automaticRemedies } from '../../../workers/protocol/automaticRemedies.ts';
import type { AdaptationConfiguration } from '../../../workers/protocol/configuration.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { counted } from '../../charts/figures.ts';
import { PanelSection } from '../../components/Panel.tsx';
import { setYardstick, useCorpora, useYardstickCorpus } from '../../store/corpora.ts';
import { canBeAsked, canImagine, canRehearse, canTeach, remediesOn } from '../../store/remedies.ts';
import { setAdaptation, setKeeping, useSetup } from '../../store/setup.ts';
import { AskedAsWell } from './AskedAsWell.tsx';
import { WeighedRemedy } from './WeighedRemedy.tsx';

/** The weight of `--remedy pull`. */
const usualPull = 10;

interface Props {
  readonly adaptation: AdaptationConfiguration;
  readonly target: CorpusSummary;
  readonly source: ModelSummary;
  readonly disabled: boolean;
}

export function KeepKnown({ adaptation, target, source, disabled }: Props) {
  const keeping = useSetup((state) => state.keeping);
  const automatic = keeping === 'automatic';
  const { rehearse, imagine, distil, pull, mix, consult } = remediesOn(adaptation, keeping, source);
  const held = disabled || automatic;
  const carried = source.sample;
  const atTheEnd = automaticRemedies(source).mix ? 'a mixture with it is taken' : 'it is asked as well';
  const [teaches, rehearses, imagines] = [canTeach(source), canRehearse(source), canImagine(source)];
  return (
    <PanelSection
      title="Keep what it knew"
      purpose="A model that learns new categories forgets old ones where the corpus does not hold them. The target’s own sentences cannot show it."
    >
      <MeasuredBy target={target} source={source} disabled={disabled} />
      <Stack gap="md" role="group" aria-label="Against forgetting">
        <Switch
          label="Choose for me"
          description={
            rehearses
              ? 'Of what is below, what suits this model: it carries sentences, so it rehearses them.'
              : teaches
                ? `Of what is below, what suits this model: it teaches by its probabilities, and at the end ${atTheEnd}.`
                : `Of what is below, what suits this model: its weights are drawn back a little, and at the end ${atTheEnd}.`
          }
          checked={automatic}
          onChange={(event) => {
            if (!event.currentTarget.checked) setAdaptation({ rehearse, imagine, distil, pull, mix, consult });
            setKeeping(event.currentTarget.checked ? 'automatic' : 'chosen');
          }}
          disabled={disabled}
        />
        <WeighedRemedy
          remedy="rehearse"
          label="Rehearse"
          description={
            carried && rehearses
              ? `Learns the ${counted(carried.rehearsed, 'sentence')} again that the model carries to that end.`
              : 'The model carries no sentences that could be learned again. A model is given some where it is trained.'
          }
          weight={rehearse}
          measure="How often in an epoch"
          possible={rehearses}
          disabled={held}
        />
        <WeighedRemedy
          remedy="imagine"
          label="Make sentences up"
          description={
            imagines
              ? 'Of each sentence others are made, in which words give way to some that the source model knows, and what it says of them is learned (pseudo-rehearsal: Robins 1995).'
              : 'For models that mark spans alone.'
          }
          weight={imagine}
          measure="For each sentence in an epoch"
          possible={imagines}
          disabled={held}
        />
        <WeighedRemedy
          remedy="distil"
          label="Learn from the source model"
          description={
            teaches
              ? 'What it says of each word is learned beside the annotation (distillation: Li and Hoiem 2017; for taggers Monaikul and others 2021).'
              : 'A decoder gives no probability for each tag, so that it cannot teach by them.'
          }
          weight={distil}
          measure="How much that weighs"
          possible={teaches}
          disabled={held}
        />
        <WeighedRemedy
          remedy="pull"
          label="Stay near its weights"
          description={
            source.importance
              ? 'After each step the weights are drawn back to the source model’s, by how much each matters, which it carries (elastic weight consolidation; Kirkpatrick and others 2017).'
              : 'After each step the weights are drawn back to the source model’s (Li, Grandvalet and Davoine 2018).'
          }
          weight={pull}
          usual={usualPull}
          measure="How strongly"
          most={10_000}
          disabled={held}
        />
        <Switch
          label="Take the best mixture"
          description="After the training, the point on the line between the weights before and after that keeps most and costs nothing on dev (Wortsman and others 2022). Where the yardstick counts, the best by both. Nothing more is learned."
          checked={mix}
          onChange={(event) => setAdaptation({ mix: event.currentTarget.checked })}
          disabled={held}
        />
        <AskedAsWell share={consult} possible={canBeAsked(source)} disabled={held} />
      </Stack>
    </PanelSection>
  );
}

function MeasuredBy({ target, source, disabled }: Omit<Props, 'adaptation'>) {
  const corpora = useCorpora((state) => state.corpora);
  const yardstick = useYardstickCorpus();
  const { sample } = source;
  const others = corpora.filter(
    ({ id, kind, categories }) =>
      id !== target.id && kind === source.kind && categories.some((category) => source.categories.includes(category)),
  );
  const own = sample ? `${counted(sample.measured, 'sentence')} of ${sample.corpus} that the model carries` : 'nothing';
  if (others.length === 0) {
    return (
      <Text size="sm">
        {sample
          ? `Measured by ${own}: F1 of the old categories on them is drawn beside the target’s, and a warning comes before one is lost.`
          : 'Nothing measures it: the model carries no sentences of its own. Import sentences in its categories in Corpus, and choose the target there again; they can then be chosen here.'}
      </Text>
    );
  }
  return (
    <NativeSelect
      label="Measured by"
      description="F1 of the old categories on these sentences is drawn beside the target’s, and a warning comes before one is lost. Corpora that hold some of the model’s categories can be chosen."
      data={[{ value: '', label: own }, ...others.map(({ id, name }) => ({ value: id, label: name }))]}
      value={yardstick?.id ?? ''}
      onChange={(event) => setYardstick(event.currentTarget.value || null)}
      disabled={disabled}
      maw="34rem"
    />
  );
}
