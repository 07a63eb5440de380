/**
 * The categories with their keys, how many spans of each the document holds, and which of them this annotator looks for: what is
 * looked for and not found is none, and what is not looked for stays unknown.
 */
import { Button, Group, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type FormEvent, useId, useMemo, useState } from 'react';
import type { Document } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { lookedForIn } from '../../../workers/text/annotation.ts';
import { nameFault } from '../../../workers/text/categoryNames.ts';
import { allSpans } from '../../../workers/text/spans.ts';
import { writeGuideline } from '../../engine/annotating.ts';
import { useAnnotating } from '../../store/annotating.ts';
import { useCategoryKeys } from '../../store/categoryKeys.ts';
import classes from './CategoryPalette.module.css';
import { CategoryRow } from './CategoryRow.tsx';
import { keysOf } from './categoryKeys.ts';

interface Props {
  readonly document: Document;
  readonly categories: readonly string[];
  readonly corpus: CorpusSummary;
  /** @param everywhere wherever the same words stand. */
  readonly onPick: (category: string, everywhere: boolean) => void;
}

export function CategoryPalette({ document, categories, corpus, onPick }: Props) {
  const heading = useId();
  const chosen = useCategoryKeys((state) => state.chosen);
  const passedOver = useAnnotating((state) => state.passedOver);
  const [changesKeys, setChangesKeys] = useState(false);
  const keys = useMemo(() => keysOf(categories, chosen), [categories, chosen]);
  // All of the corpus's is what `all` in a document means.
  const looked = lookedForIn(document, corpus.categories);
  const counts = new Map<string, number>();
  for (const { category } of allSpans(document)) counts.set(category, (counts.get(category) ?? 0) + 1);
  return (
    <section aria-labelledby={heading}>
      <Group justify="space-between" wrap="nowrap" mb="xs">
        <Text id={heading} component="h2" className={classes.heading}>
          Categories
        </Text>
        {categories.length > 0 && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-pressed={changesKeys}
            onClick={() => setChangesKeys(!changesKeys)}
          >
            {changesKeys ? 'Done' : 'Change keys'}
          </Button>
        )}
      </Group>
      {changesKeys && (
        <Text size="xs" c="dimmed" mb="xs">
          Go to a category and press its new key, a letter or a digit; Delete gives it the key of its place again. This
          browser keeps them.
        </Text>
      )}
      <ul className={classes.list}>
        {categories.map((category) => {
          const found = counts.get(category) ?? 0;
          return (
            <CategoryRow
              key={category}
              category={category}
              code={keys.get(category)}
              found={found > 0}
              state={
                found > 0
                  ? `${found} found`
                  : looked.includes(category)
                    ? 'none here'
                    : passedOver.includes(category)
                      ? 'not looked for'
                      : 'none yet'
              }
              guideline={Object.hasOwn(corpus.guidelines, category) ? (corpus.guidelines[category] ?? '') : ''}
              changesKeys={changesKeys}
              ownerOf={(code) => categories.find((each) => keys.get(each) === code)}
              onPick={onPick}
              onGuideline={(of, text) => void writeGuideline(corpus.id, of, text)}
            />
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
