/** How the files are to be read, where the readers' own judgement is not wanted, with a preview of what comes of it. */
import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Table, TextInput } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import {
  type CorpusKind,
  type FormatName,
  type PartName,
  partNames,
  type SentenceEnds,
} from '../../../workers/protocol/corpus.ts';
import { encodings } from '../../../workers/text/encodings/languages.ts';
import { partFromName } from '../../../workers/text/partOfFile.ts';
import { ReasonedButton } from '../../components/ReasonedButton.tsx';
import { useCorpora } from '../../store/corpora.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { formats } from './formats.ts';
import { ImportPreview } from './ImportPreview.tsx';
import { changeSettings, giveUpUnread, type ImportSettings, readFiles, unread, useImporting } from './importing.ts';

const kinds: readonly { value: CorpusKind; label: string }[] = [
  { value: 'spans', label: 'Spans (names, chunks)' },
  { value: 'tags', label: 'One tag a word (parts of speech)' },
];
const sentenceEnds: readonly { value: SentenceEnds; label: string }[] = [
  { value: 'lines', label: 'At empty lines' },
  { value: 'marks', label: 'At final marks too' },
];
const encodingChoices = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'windows-1252', label: 'Latin-1 / Windows-1252' },
  { value: 'utf-16', label: 'UTF-16' },
  ...encodings.filter(({ name }) => name !== 'windows-1252').map(({ name, label }) => ({ value: name, label })),
];
const formatsOfColumns: readonly (FormatName | null)[] = [null, 'conll', 'conllu', 'webanno', 'csv'];

interface ColumnInputProps {
  readonly label: string;
  /** 0-based; negative from the end; null where it is worked out. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

/** People count columns from 1. */
function ColumnInput({ label, value, onChange }: ColumnInputProps) {
  return (
    <NumberInput
      label={label}
      description="Counted from 1; −1 is the last."
      placeholder="Worked out"
      value={value === null ? '' : value < 0 ? value : value + 1}
      onChange={(next) => onChange(typeof next !== 'number' || next === 0 ? null : next > 0 ? next - 1 : next)}
      allowDecimal={false}
    />
  );
}

function Parts({ settingsKey, files }: { readonly settingsKey: string; readonly files: ImportSettings['files'] }) {
  const several = files.length > 1;
  const told = files.some(({ file, part }) => part ?? partFromName(file.name));
  const byItself = (name: string) => (several && told ? `By its name: ${partFromName(name) ?? 'train'}` : 'Divide it');
  return (
    <Table aria-label="Files and their parts" maw="34rem" verticalSpacing={4}>
      <Table.Tbody>
        {files.map(({ file, part }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: files of two folders may have one name, and none moves.
          <Table.Tr key={index}>
            <Table.Th scope="row" fw={500} style={{ overflowWrap: 'anywhere' }}>
              {file.name}
            </Table.Th>
            <Table.Td w={190}>
              <Select
                aria-label={`Part of ${file.name}`}
                placeholder={byItself(file.name)}
                data={[...partNames]}
                value={part}
                onChange={(value) =>
                  changeSettings(settingsKey, {
                    files: files.map((chosen, other) =>
                      other === index ? { ...chosen, part: value as PartName | null } : chosen,
                    ),
                  })
                }
                clearable
                size="sm"
              />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** @param settingsKey the corpus that the files became, or `unread`. */
export function ImportSettingsForm({ settingsKey }: { readonly settingsKey: string }) {
  const settings = useImporting((state) => state.settings[settingsKey]);
  const importing = useCorpora((state) => state.importing !== null);
  const running = useRunUnderWay();
  if (!settings) return null;
  const { files, format } = settings;
  const change = (part: Partial<ImportSettings>) => changeSettings(settingsKey, part);
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="md" verticalSpacing="sm">
        <Select
          label="Format"
          description="Of the files."
          placeholder="Worked out"
          data={formats}
          value={format}
          onChange={(value) => change({ format: value as FormatName | null })}
          clearable
        />
        {formatsOfColumns.includes(format) && (
          <>
            <ColumnInput
              label="Word column"
              value={settings.wordColumn}
              onChange={(wordColumn) => change({ wordColumn })}
            />
            <ColumnInput
              label="Tag column"
              value={settings.tagColumn}
              onChange={(tagColumn) => change({ tagColumn })}
            />
          </>
        )}
        <Select
          label="What is marked"
          description="Spans of words, or every word."
          placeholder="Worked out"
          data={kinds}
          value={settings.kind}
          onChange={(value) => change({ kind: value as CorpusKind | null })}
          clearable
        />
        {formatsOfColumns.includes(format) && (
          <>
            <Select
              label="Sentences end"
              description="In files of a word a line."
              placeholder="Worked out"
              data={sentenceEnds}
              value={settings.sentenceEnds}
              onChange={(value) => change({ sentenceEnds: value as SentenceEnds | null })}
              clearable
            />
            <TextInput
              label="Name of the category"
              description="Where tags are B, I and O alone."
              placeholder="As the files say"
              value={settings.category}
              onChange={(event) => change({ category: event.currentTarget.value })}
            />
          </>
        )}
        <Select
          label="Encoding"
          description="If letters look wrong."
          placeholder="Worked out"
          data={encodingChoices}
          value={settings.encoding}
          onChange={(encoding) => change({ encoding })}
          clearable
        />
        <TextInput
          label="Categories looked for"
          description="With commas, if not all of them."
          placeholder="As the files say"
          value={settings.annotated}
          onChange={(event) => change({ annotated: event.currentTarget.value })}
        />
        <NumberInput
          label="Seed of the division"
          description="Where a part is missing."
          value={settings.splitSeed}
          onChange={(value) => typeof value === 'number' && change({ splitSeed: value })}
          min={0}
          allowDecimal={false}
        />
      </SimpleGrid>
      <Parts settingsKey={settingsKey} files={files} />
      <ImportPreview settings={settings} />
      <Group gap="sm">
        <ReasonedButton
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={importing}
          whyNot={running ? 'A run is under way: corpora can be changed when it has ended.' : null}
          onClick={() => void readFiles(settingsKey)}
        >
          Read again
        </ReasonedButton>
        {settingsKey === unread && (
          <Button variant="subtle" color="gray" onClick={giveUpUnread}>
            Leave these files
          </Button>
        )}
      </Group>
    </Stack>
  );
}
