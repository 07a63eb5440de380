/**
 * The categories with their keys, how many spans of each the document holds, and which of them this annotator looks for: what is
 * looked for and not found is none, and what is not looked for stays unknown.
 */
import { Button, Checkbox, Group, Kbd, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useId, useState } from 'react';
import type { Document } from '../../../workers/protocol/corpus.ts';
import { lookedForIn } from '../../../workers/text/annotation.ts';
import { nameFault } from '../../../workers/text/categoryNames.ts';
import { allSpans } from '../../../workers/text/spans.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { useAnnotating } from '../../store/annotating.ts';
import classes from './CategoryPalette.module.css';
import { keyName } from './categoryKeys.ts';

interface Props {
  readonly document: Document;
  readonly categories: readonly string[];
  /** Those of the corpus, which `all` in a document means. */
  readonly ofCorpus: readonly string[];
  readonly onPick: (category: string) => void;
}

export function CategoryPalette({ document, categories, ofCorpus, onPick }: Props) {
  const heading = useId();
  const sticky = useAnnotating((state) => state.sticky);
  const passedOver = useAnnotating((state) => state.passedOver);
  const looked = lookedForIn(document, ofCorpus);
  const counts = new Map<string, number>();
  for (const { category } of allSpans(document)) counts.set(category, (counts.get(category) ?? 0) + 1);
  return (
    <section aria-labelledby={heading}>
      <Text id={heading} component="h2" className={classes.heading}>
        Categories
      </Text>
      <ul className={classes.list}>
        {categories.map((category, index) => {
          const found = counts.get(category) ?? 0;
          const key = keyName(index);
          return (
            <li key={category} className={classes.row}>
              <UnstyledButton
                className={classes.pick}
                data-sticky={sticky === category || undefined}
                aria-pressed={sticky === category}
                aria-keyshortcuts={key?.toUpperCase()}
                onClick={() => onPick(category)}
              >
                <Kbd className={classes.key}>{key ?? ' '}</Kbd>
                <CategoryChip category={category} />
              </UnstyledButton>
              <Text size="sm" className={classes.state} c={found > 0 ? undefined : 'dimmed'}>
                {found > 0 ? `${found} found` : looked.includes(category) ? 'none here' : 'not looked for'}
              </Text>
              <Checkbox
                aria-label={`I look for ${category}`}
                checked={!passedOver.includes(category)}
                onChange={(event) => lookFor(category, event.currentTarget.checked)}
              />
            </li>
          );
        })}
      </ul>
      <AddCategory categories={categories} />
      <Text size="xs" c="dimmed" mt="sm">
        Tick what you look for. When a document is submitted, ticked categories without a span count as none there; the
        others stay unknown.
      </Text>
    </section>
  );
}

function lookFor(category: string, on: boolean): void {
  useAnnotating.setState(({ passedOver }) => ({
    passedOver: on ? passedOver.filter((each) => each !== category) : [...passedOver, category],
  }));
}

function AddCategory({ categories }: { readonly categories: readonly string[] }) {
  const [name, setName] = useState('');
  const trimmed = name.trim();
  const fault = trimmed === '' ? undefined : nameFault(trimmed);
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (trimmed === '' || fault || categories.includes(trimmed)) return;
    useAnnotating.setState(({ added }) => ({ added: [...added, trimmed] }));
    setName('');
  };
  return (
    <form onSubmit={add}>
      <Group gap="xs" mt="sm" wrap="nowrap" align="flex-start">
        <TextInput
          aria-label="New category"
          placeholder="New category"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={
            fault
              ? `A category cannot have ${fault}.`
              : categories.includes(trimmed)
                ? 'It is there already.'
                : undefined
          }
          style={{ flex: 1 }}
        />
        <Button
          type="submit"
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={trimmed === ''}
        >
          Add
        </Button>
      </Group>
    </form>
  );
}
