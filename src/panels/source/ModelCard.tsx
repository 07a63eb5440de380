/** What there is to know about a model before one builds on it: what it tags, how it is made, where it has been. */
import { Stack, Text, Title } from '@mantine/core';
import { useId } from 'react';
import { architectureLabel } from '../../../workers/protocol/architectures.ts';
import type { HistoryEntry, RunEntry } from '../../../workers/protocol/history.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { adaptationInWords, consultedInWords } from '../../../workers/text/adaptationInWords.ts';
import { describeEdit } from '../../../workers/text/modelCategories.ts';
import { describeVectorCoverage } from '../../../workers/text/vectorWords.ts';
import { backendTitles } from '../../backendTitles.ts';
import { capitalised } from '../../capitalised.ts';
import { counted, percent } from '../../charts/figures.ts';
import { measured } from '../../charts/scoreOf.ts';
import { CategoryList } from '../../components/CategoryList.tsx';
import { CategoryMapForm } from '../../components/CategoryMapForm.tsx';
import { CategoryScores } from '../../components/CategoryScores.tsx';
import { EditableName } from '../../components/EditableName.tsx';
import { Figures } from '../../components/Figures.tsx';
import { Fold } from '../../components/Fold.tsx';
import { mapModelCategories } from '../../engine/models.ts';
import { describeSeconds } from '../../engine/progress.ts';
import { renameModel, useModels } from '../../store/models.ts';
import { namesOrCount } from '../../store/outline.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import classes from './ModelCard.module.css';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

function describeDate(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : day.format(date);
}

function HistoryItem({ entry, kind }: { readonly entry: HistoryEntry; readonly kind: ModelSummary['kind'] }) {
  if (entry.task !== 'edit') return <RunItem entry={entry} kind={kind} />;
  return (
    <li className={classes.entry}>
      <Text style={{ overflowWrap: 'anywhere' }}>{describeEdit(entry)}</Text>
      <Text size="sm" c="dimmed">
        {describeDate(entry.date)}
      </Text>
    </li>
  );
}

function RunItem({ entry, kind }: { readonly entry: RunEntry; readonly kind: ModelSummary['kind'] }) {
  const { task, corpus, sources = [], sentences, newCategories, epochs, seconds, backend, date, test, vectors } = entry;
  const measure = kind === 'tags' ? 'accuracy' : 'F1';
  const learned = namesOrCount(newCategories);
  const title = useId();
  return (
    <li className={classes.entry}>
      <Text style={{ overflowWrap: 'anywhere' }}>
        {task === 'adapt' ? 'Adapted to' : 'Trained on'} <b>{corpus}</b>
        {sources.length > 0 && `, together with ${sources.join(' and ')}`}
        {task === 'adapt' && newCategories.length > 0 && `, learning ${learned}`}
      </Text>
      <Text size="sm" c="dimmed">
        {counted(sentences, 'sentence')}, {counted(epochs, 'epoch')}, {describeSeconds(seconds)} on{' '}
        {backendTitles[backend]}, {describeDate(date)}
      </Text>
      {adaptationInWords(entry).map((sentence) => (
        <Text key={sentence} size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {sentence}
        </Text>
      ))}
      {vectors && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {describeVectorCoverage(vectors)}
        </Text>
      )}
      {task === 'adapt' && learned !== newCategories.join(', ') && (
        <Fold summary={<span id={title}>The {learned} that it learned</span>}>
          <CategoryList categories={newCategories} labelledBy={title} />
        </Fold>
      )}
      {test && (
        <Fold summary={`Test ${measure} ${percent(measured(test.overall)?.f1)}`}>
          <CategoryScores scores={test} caption="Test scores" />
        </Fold>
      )}
    </li>
  );
}

export function ModelCard({ model }: { readonly model: ModelSummary }) {
  const names = useId();
  const taken = useModels((state) => state.models).map(({ name }) => name);
  const running = useRunUnderWay();
  return (
    <article className={classes.card} aria-label={`Model card of ${model.name}`}>
      <header>
        <EditableName
          key={model.id}
          name={model.name}
          what="model"
          taken={taken}
          onRename={(name) => renameModel(model.id, name)}
        />
        <Text c="dimmed">{architectureLabel(model.architecture)}</Text>
      </header>
      <Stack gap="xs">
        <Title order={3} size="h5" id={names}>
          {model.kind === 'tags' ? 'Tags' : 'Knows'}
        </Title>
        <CategoryList categories={model.categories} labelledBy={names} />
        <Fold summary="Rename, merge or remove categories">
          <CategoryMapForm
            key={model.id}
            categories={model.categories}
            label="Categories to rename, merge or remove"
            from="In the model"
            gone="removed"
            apply="Make a model with these categories"
            locked={running ? 'A run is under way: categories can be changed when it has ended.' : null}
            onApply={(mapping) => mapModelCategories(model, mapping)}
          />
          <Text size="sm" c="dimmed" mt="xs">
            Two categories with the same name become one. The model as it is now stays among the source models.
          </Text>
        </Fold>
      </Stack>
      <Figures
        figures={[
          { label: 'Categories', value: model.categories.length },
          { label: 'Output rows (tags)', value: model.tags.length },
          ...model.facts.map(({ label, value }) => ({ label: capitalised(label), value })),
          { label: 'Weights', value: model.parameters },
        ]}
      />
      {consultedInWords(model).map((sentence) => (
        <Text key={sentence} size="sm">
          {sentence}
        </Text>
      ))}
      <Stack gap="xs">
        <Title order={3} size="h5">
          History
        </Title>
        {model.history.length === 0 ? (
          <Text c="dimmed">None recorded.</Text>
        ) : (
          <ol className={classes.history}>
            {model.history.map((entry, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be of the same moment, and none moves.
              <HistoryItem key={index} entry={entry} kind={model.kind} />
            ))}
          </ol>
        )}
      </Stack>
    </article>
  );
}
