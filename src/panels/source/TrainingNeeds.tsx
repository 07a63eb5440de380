/** What training over the transformer at hand takes of memory and time here, and what to do where that is much. */
import { Button, Group, List, Stack, Text } from '@mantine/core';
import type { EncoderSpecifications } from '../../../workers/protocol/specification.ts';
import { bytesInWords } from '../../../workers/text/byteSizes.ts';
import { sentencesToLearn } from '../../../workers/text/standings.ts';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { ReasonedButton } from '../../components/ReasonedButton.tsx';
import { measureCost } from '../../engine/costs.ts';
import { describeSeconds } from '../../engine/progress.ts';
import { useTargetCorpus } from '../../store/corpora.ts';
import { useCosts, useMeasuredCost } from '../../store/costs.ts';
import { setField, useSetup } from '../../store/setup.ts';
import { adviceFor, loadOf, memoryOf, type Needs } from './costAdvice.ts';

interface Props {
  readonly specification: EncoderSpecifications['transformer'];
  readonly disabled: boolean;
}

/** In powers of two, and by Chromium alone: `deviceMemory`, in gigabytes. */
function machineBytes(): number | null {
  const { deviceMemory } = navigator as Navigator & { deviceMemory?: number };
  return deviceMemory === undefined ? null : deviceMemory * 1e9;
}

export function TrainingNeeds({ specification, disabled }: Props) {
  const settings = useSetup((state) => state.settings[state.task]);
  const task = useSetup((state) => state.task);
  const corpus = useTargetCorpus();
  const cost = useMeasuredCost();
  const measuring = useCosts((state) => state.measuring);
  const problem = useCosts((state) => state.problem);
  if (task === 'joint') return null;
  const sentences = corpus && sentencesToLearn(corpus);
  const needs: Needs = { specification, settings, sentences, cost, machine: machineBytes() };
  const whyNot = corpus ? null : 'There is no corpus yet: import the one to learn from.';
  return (
    <Stack gap={6} align="flex-start">
      <MemoryNeeded needs={needs} />
      <Group gap="sm">
        {cost && <TimeNeeded needs={needs} secondsAnEpoch={cost.secondsAnEpoch} measuredWith={cost.settings} />}
        <ReasonedButton
          size="compact-sm"
          variant="default"
          whyNot={disabled ? 'A run is under way.' : whyNot}
          loading={measuring}
          onClick={() => void measureCost()}
        >
          {cost ? 'Measure again' : 'Measure how long an epoch takes'}
        </ReasonedButton>
      </Group>
      {problem && <ProblemAlert problem={problem} onClose={() => useCosts.setState({ problem: null })} />}
      {adviceFor(needs).map(({ text, label, change }) => (
        <Group key={label} gap="sm">
          <Text size="sm">{text}</Text>
          <Button
            size="compact-sm"
            variant="light"
            disabled={disabled}
            onClick={() => {
              for (const [key, value] of Object.entries(change)) setField(key, value);
            }}
          >
            {label}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}

const counted = (count: number) => count.toLocaleString('en');

function MemoryNeeded({ needs }: { readonly needs: Needs }) {
  const { weights, moments, gradients, activations, frozenStates, total } = memoryOf(needs);
  const { longest, differentPieces } = loadOf(needs);
  const { vocabularySize } = needs.specification;
  const used =
    differentPieces < vocabularySize ? `${counted(differentPieces)} of the ${counted(vocabularySize)}` : 'all';
  const { frozenLayers, loraRank } = needs.settings;
  const ofTable = frozenLayers === 0 && loraRank === 0 ? `, with ${needs.cost ? '' : 'about '}${used} pieces` : '';
  const { batching, batchSize, batchTokens } = needs.settings;
  const batch = batching === 'tokens' ? `${batchTokens} words` : `${batchSize} sentences`;
  const parts = [
    `weights ${bytesInWords(weights)}${ofTable}`,
    `the optimizer ${bytesInWords(moments)}`,
    `gradients ${bytesInWords(gradients)}`,
    `a batch of ${batch}, the longest of ${longest} pieces${needs.cost ? '' : ' if that is long for this corpus'}, ${bytesInWords(activations)}`,
    ...(frozenStates > 0 ? [`what frozen layers make of the sentences ${bytesInWords(frozenStates)}`] : []),
  ];
  return (
    <>
      <Text size="sm">
        Training takes about <b>{bytesInWords(total)}</b> of memory here:
      </Text>
      <List size="sm" c="dimmed">
        {parts.map((part) => (
          <List.Item key={part}>{part}</List.Item>
        ))}
      </List>
    </>
  );
}

interface TimeProps {
  readonly needs: Needs;
  readonly secondsAnEpoch: number;
  readonly measuredWith: Needs['settings'];
}

function TimeNeeded({ needs: { settings }, secondsAnEpoch, measuredWith }: TimeProps) {
  const asNow = (['frozenLayers', 'loraRank', 'batchSize', 'batching', 'batchTokens', 'optimizer'] as const).every(
    (key) => settings[key] === measuredWith[key],
  );
  const all = describeSeconds(secondsAnEpoch * settings.epochs);
  return (
    <Text size="sm">
      An epoch of this corpus takes about <b>{describeSeconds(secondsAnEpoch)}</b> here, {settings.epochs} of them at
      most {all}
      {asNow ? '.' : ', as measured with other settings.'}
    </Text>
  );
}
