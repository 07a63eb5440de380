/** The categories that the model knows: what the corpus has of each. Those of which nothing needs to be said are folded. */
import { Button, Switch, Table, Text, UnstyledButton } from '@mantine/core';
import {
  IconArrowRight,
  IconChevronDown,
  IconChevronRight,
  IconCircleCheck,
  IconCircleMinus,
  IconEyeOff,
} from '@tabler/icons-react';
import { useState } from 'react';
import { count, counted } from '../../charts/figures.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import stacked from '../../components/StackedTable.module.css';
import { useSorting } from '../../components/sorting.ts';
import { listed } from '../../listed.ts';
import { nameAllInModel, setAdaptation, setAnnotated } from '../../store/setup.ts';
import classes from './CategoryRows.module.css';
import { CategoryTableHead, inColumn, type RowKey } from './CategoryTableHead.tsx';
import { once } from './once.ts';
import { RowMenu } from './RowMenu.tsx';
import { type KnownRow, matches } from './rows.ts';

interface Props {
  readonly rows: readonly KnownRow[];
  /** What counts as looked for now, new categories among it. */
  readonly lookedFor: readonly string[];
  /** The user has said it, in place of the corpus. */
  readonly byHand: boolean;
  /** One tag a token: whether somebody looked is no question then. */
  readonly ofTags: boolean;
  readonly filter: string;
  readonly disabled: boolean;
}

const namedInFold = 4;

function State({ row: { name, calledHere, goesTo, hasExamples } }: { readonly row: KnownRow }) {
  if (goesTo !== undefined) {
    return (
      <span className={classes.stateLine}>
        {goesTo === null ? <IconCircleMinus size={16} aria-hidden /> : <IconArrowRight size={16} aria-hidden />}
        <span>{goesTo === null ? `known; the corpus’s ${name} is left out` : 'here it is the model’s'}</span>
        {goesTo !== null && <CategoryChip category={goesTo} />}
      </span>
    );
  }
  const Icon = hasExamples ? IconCircleCheck : IconEyeOff;
  return (
    <span className={classes.stateLine}>
      <Icon size={16} stroke={1.7} aria-hidden />
      <span>{!hasExamples ? 'known, no example here' : calledHere.length > 0 ? 'known, here called' : 'known'}</span>
      {calledHere.map((category) => (
        <CategoryChip key={category} category={category} />
      ))}
    </span>
  );
}

export function KnownCategories({ rows, lookedFor, byHand, ofTags, filter, disabled }: Props) {
  const [open, setOpen] = useState(false);
  const { inOrder, head } = useSorting<KnownRow, RowKey>(inColumn, ['name']);
  const filtering = filter.trim() !== '';
  const wanted = rows.filter(({ name }) => matches(name, filter));
  const shown = open || filtering ? wanted : wanted.filter(({ asItIs }) => !asItIs);
  const folded = rows.filter(({ asItIs }) => asItIs).map(({ name }) => name);
  const known = rows.map(({ name }) => name);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <PanelSection
      title="Known to the model"
      purpose={
        ofTags
          ? 'Examples are tokens of the training part.'
          : 'Examples are spans in the training sentences. Annotated means that somebody looked for the category in all of them, so that what is unmarked is none.'
      }
      actions={
        byHand &&
        !ofTags && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            disabled={disabled}
            onClick={() => setAdaptation({ annotated: 'corpus' })}
          >
            Annotated: as it was
          </Button>
        )
      }
    >
      {shown.length > 0 && (
        <Table
          aria-label="Categories of the model"
          className={`${stacked.stacked} ${classes.table} ${classes.known}`}
          verticalSpacing={6}
        >
          <CategoryTableHead head={head} annotated={!ofTags} />
          <Table.Tbody>
            {inOrder(shown).map((row) => (
              <Table.Tr key={row.name} data-names={row.calledHere.length > 0 || row.goesTo !== undefined || undefined}>
                <Table.Th scope="row" className={classes.name}>
                  <CategoryChip category={row.name} />
                </Table.Th>
                <Table.Td className={classes.state}>
                  <State row={row} />
                </Table.Td>
                <Table.Td className={classes.examples} data-none={!row.hasExamples || undefined}>
                  {count(row.examples)}
                  <span className={classes.unit}> {row.examples === 1 ? 'example' : 'examples'}</span>
                </Table.Td>
                {!ofTags && (
                  <Table.Td className={classes.annotated}>
                    <Switch
                      size="sm"
                      aria-label={`${row.name} is annotated`}
                      label={
                        <>
                          <span className={classes.unit}>annotated: </span>
                          {row.lookedFor ? 'yes' : 'no'}
                        </>
                      }
                      checked={row.lookedFor}
                      disabled={disabled}
                      onChange={(event) => setAnnotated(row.name, event.currentTarget.checked, lookedFor)}
                    />
                  </Table.Td>
                )}
                <Table.Td className={classes.change}>
                  <Change row={row} known={known} disabled={disabled} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {filtering && wanted.length === 0 && (
        <Text size="sm" c="dimmed">
          None of these has “{filter.trim()}” in its name.
        </Text>
      )}
      {!filtering && folded.length > 0 && (
        <UnstyledButton className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Chevron size={16} aria-hidden />
          <span>
            {counted(folded.length, 'category', 'categories')} as {folded.length === 1 ? 'it is' : 'they are'}
            <span className={classes.foldNames}>: {listed(folded, namedInFold)}</span>
          </span>
        </UnstyledButton>
      )}
    </PanelSection>
  );
}

interface ChangeProps {
  readonly row: KnownRow;
  readonly known: readonly string[];
  readonly disabled: boolean;
}

function Change({ row: { name, calledHere, goesTo, hasExamples }, known, disabled }: ChangeProps) {
  const decided = goesTo === undefined ? calledHere : [...calledHere, name];
  return (
    <div className={classes.buttons}>
      {decided.length > 0 && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          disabled={disabled}
          onClick={once(() => nameAllInModel(decided.map((category) => [category, undefined])))}
        >
          Take back<span className={classes.hidden}> {name}</span>
        </Button>
      )}
      {hasExamples && decided.length === 0 && (
        <RowMenu isNew={false} category={name} known={known} disabled={disabled} />
      )}
    </div>
  );
}
