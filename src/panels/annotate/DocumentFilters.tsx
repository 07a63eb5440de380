/** Which documents are gone through: by text, category and model, by where they stand, by what is still to be looked for in them. */
import { Checkbox, Chip, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type DocumentStanding, documentStandings } from '../../../workers/protocol/documents.ts';
import type { PartSummary } from '../../../workers/protocol/engine.ts';
import { type ModelFinding, modelFindings } from '../../../workers/protocol/suggestions.ts';
import { count } from '../../charts/figures.ts';
import { setFilters, useAnnotating } from '../../store/annotating.ts';
import { useSuggesting, useSuggestingModel } from '../../store/suggesting.ts';
import classes from './DocumentFilters.module.css';
import { standingLabels } from './StandingMark.tsx';

interface Props {
  readonly part: PartSummary;
  readonly categories: readonly string[];
}

const findings: Readonly<Record<ModelFinding, string>> = {
  unsure: 'The model is not sure',
  differs: 'Model and annotation differ',
};

export function DocumentFilters({ part, categories }: Props) {
  const filters = useAnnotating((state) => state.filters);
  return (
    <fieldset className={classes.filters} aria-label="Which documents are gone through">
      <TextInput
        aria-label="Search documents"
        placeholder="Search"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={filters.text ?? ''}
        onChange={(event) => setFilters({ text: event.currentTarget.value })}
      />
      <Select
        aria-label="Only documents with this category"
        placeholder="Any category"
        data={[...categories]}
        value={filters.category ?? null}
        onChange={(category) => setFilters({ category: category ?? undefined })}
        clearable
        searchable={categories.length > 8}
      />
      <ByModel />
      <Chip.Group
        value={filters.standing ?? 'all'}
        onChange={(standing) =>
          setFilters({ standing: standing === 'all' ? undefined : (standing as DocumentStanding) })
        }
      >
        <div className={classes.standings} role="radiogroup" aria-label="Where documents stand">
          {(['all', ...documentStandings] as const).map((standing) => (
            <Chip key={standing} value={standing} variant="outline" radius="sm" size="xs">
              {standing === 'all' ? 'All' : standingLabels[standing]}{' '}
              <span className={classes.number}>
                {count(standing === 'all' ? part.documents : part.standings[standing])}
              </span>
            </Chip>
          ))}
        </div>
      </Chip.Group>
      <Checkbox
        label="Something left to look for"
        checked={filters.unfinished ?? false}
        onChange={(event) => setFilters({ unfinished: event.currentTarget.checked || undefined })}
      />
    </fieldset>
  );
}

function ByModel() {
  const finding = useSuggesting((state) => state.finding);
  const model = useSuggestingModel();
  return (
    <Select
      aria-label="Only documents of which the model says"
      placeholder="Whatever the model says"
      data={modelFindings.map((value) => ({ value, label: findings[value] }))}
      value={finding}
      onChange={(value) => useSuggesting.setState({ finding: value as ModelFinding | null })}
      disabled={!model && finding === null}
      clearable
    />
  );
}
