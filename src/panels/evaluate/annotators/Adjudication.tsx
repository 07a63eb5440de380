/** The differences of two annotators, one after another, and whose span is taken: by four keys, or by four buttons. */
import { Button, Group, Kbd, Text } from '@mantine/core';
import { IconArrowBackUp, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { type Decision, type Difference, decisions } from '../../../../workers/protocol/agreement.ts';
import type { CorpusSummary } from '../../../../workers/protocol/engine.ts';
import { count, counted } from '../../../charts/figures.ts';
import { HighlightedText } from '../../../components/HighlightedText.tsx';
import { makeAdjudicated } from '../../../engine/agreement.ts';
import { decide, isDecided, showDifference, undoDecision, useAgreement } from '../../../store/agreement.ts';
import classes from './Adjudication.module.css';

const titles: Readonly<Record<Decision, string>> = { a: 'Take A’s', b: 'Take B’s', both: 'Both', neither: 'Neither' };

/** Within a sentence; whose it is keeps its capital. */
const titlesInText: Readonly<Record<Decision, string>> = { a: 'A’s', b: 'B’s', both: 'both', neither: 'neither' };

const kinds = {
  missed: 'Marked by A alone',
  spurious: 'Marked by B alone',
  category: 'Another category',
  boundary: 'Another extent',
} as const;

interface Props {
  readonly a: CorpusSummary;
  readonly b: CorpusSummary;
  readonly differences: readonly Difference[];
  /** Whether somebody just asked for it, and goes on here by keys. */
  readonly hasFocus: boolean;
}

export function Adjudication({ a, b, differences, hasFocus }: Props) {
  const { decided, earlier, at } = useAgreement();
  const region = useRef<HTMLElement>(null);
  const difference = differences[at];
  // biome-ignore lint/correctness/useExhaustiveDependencies: each measurement is asked for anew.
  useEffect(() => {
    if (hasFocus) region.current?.focus();
  }, [differences]);
  const settled = differences.filter(({ key }) => isDecided(decided, key)).length;
  if (!difference) return <Text>The two annotators agree on every span.</Text>;
  // The keys go on working after a button was pressed.
  const then = (act: () => void) => () => {
    act();
    region.current?.focus();
  };
  const taken = decided[difference.key];
  return (
    <section
      ref={region}
      className={classes.difference}
      aria-label="Differences, one by one"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys decide here, and need a place for the focus.
      tabIndex={0}
    >
      <Group justify="space-between" gap="xs">
        <Text size="sm" aria-live="polite">
          <b>{kinds[difference.kind]}</b>, difference {count(at + 1)} of {count(differences.length)}, document{' '}
          {difference.documentId}, line {count(difference.line)}
          {taken && `. Decided: ${titlesInText[taken]}`}
        </Text>
        <Text size="sm" c="dimmed">
          {count(settled)} decided
        </Text>
      </Group>
      <dl className={classes.sides}>
        {(['a', 'b'] as const).map((side) => (
          <div key={side}>
            <dt>{side.toUpperCase()}</dt>
            <dd>
              <HighlightedText text={difference.text} spans={difference[side] ? [difference[side]] : []} />
            </dd>
          </div>
        ))}
      </dl>
      <Group gap="xs">
        {decisions.map((decision, place) => (
          <Button
            key={decision}
            variant={taken === decision ? 'filled' : 'default'}
            aria-pressed={taken === decision}
            leftSection={<Kbd aria-hidden>{place + 1}</Kbd>}
            onClick={then(() => decide(decision))}
          >
            {titles[decision]}
          </Button>
        ))}
      </Group>
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconChevronLeft size={16} aria-hidden />}
          disabled={at === 0}
          onClick={then(() => showDifference(-1))}
        >
          Previous
        </Button>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconChevronRight size={16} aria-hidden />}
          disabled={at >= differences.length - 1}
          onClick={then(() => showDifference(1))}
        >
          Next
        </Button>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          disabled={earlier.length === 0}
          onClick={then(undoDecision)}
        >
          Undo
        </Button>
        <Button size="xs" ml="auto" onClick={() => void makeAdjudicated(a, b)}>
          Make a corpus
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        Keys: 1 to 4 decide, ← and → go to the difference before and after, U takes the last decision back. The corpus
        has the documents in which nothing is left to decide
        {settled < differences.length && ` (${counted(differences.length - settled, 'difference')} left)`}.
      </Text>
    </section>
  );
}

/** From anywhere around the differences, but where keys mean text or another choice. */
export function decideByKey(event: KeyboardEvent): void {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  if (target instanceof HTMLInputElement) return;
  const isUndo = key.toLowerCase() === (ctrlKey || metaKey ? 'z' : 'u');
  const decision = decisions[Number(key) - 1];
  if (altKey || ((ctrlKey || metaKey) && !isUndo)) return;
  if (isUndo) undoDecision();
  else if (decision) decide(decision);
  else if (key === 'ArrowLeft' || key === 'ArrowRight') showDifference(key === 'ArrowLeft' ? -1 : 1);
  else return;
  event.preventDefault();
  // The page has an undo of its own.
  event.stopPropagation();
}
