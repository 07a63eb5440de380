/** How the files are to be read, where the readers' own judgement is not wanted. */
import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Table, TextInput } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { type CorpusKind, type FormatName, type PartName, partNames } from '../../../workers/protocol/corpus.ts';
import { encodings } from '../../../workers/text/encodings/languages.ts';
import { useCorpora } from '../../store/corpora.ts';
import { changeSettings, readFiles, useImporting } from './importing.ts';

const formats: readonly { value: FormatName; label: string }[] = [
  { value: 'conll', label: 'CoNLL columns' },
  { value: 'conllu', label: 'CoNLL-U' },
  { value: 'webanno', label: 'WebAnno TSV 3' },
  { value: 'brat', label: 'brat: .txt and .ann' },
  { value: 'word-tag', label: 'word/TAG lines' },
  { value: 'slots', label: 'word:TAG lines <=> intent' },
  { value: 'jsonl', label: 'JSONL with spans' },
  { value: 'json', label: 'JSON with spans' },
  { value: 'csv', label: 'CSV' },
  { value: 'text', label: 'Plain text' },
];
const kinds: readonly { value: CorpusKind; label: string }[] = [
  { value: 'spans', label: 'Spans (names, chunks)' },
  { value: 'tags', label: 'One tag a word (parts of speech)' },
];
const encodingChoices = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'windows-1252', label: 'Latin-1 / Windows-1252' },
  { value: 'utf-16', label: 'UTF-16' },
  ...encodings.filter(({ name }) => name !== 'windows-1252').map(({ name, label }) => ({ value: name, label })),
];

export function ImportSettingsForm() {
  const settings = useImporting((state) => state.settings);
  const importing = useCorpora((state) => state.importing !== null);
  if (!settings) return null;
  const { files, format } = settings;
  const columns = format === null || format === 'conll' || format === 'conllu' || format === 'webanno';
  const setPart = (index: number, part: PartName | null) =>
    changeSettings({ files: files.map((chosen, other) => (other === index ? { ...chosen, part } : chosen)) });
  return (
    <Stack gap="lg" pt="md">
      <Table aria-label="Files and their parts" maw="40rem" verticalSpacing={6}>
        <Table.Tbody>
          {files.map(({ file, part }, index) => (
            <Table.Tr key={file.name}>
              <Table.Th scope="row" fw={500}>
                {file.name}
              </Table.Th>
              <Table.Td w={190}>
                <Select
                  aria-label={`Part of ${file.name}`}
                  placeholder={files.length > 1 ? 'By its name' : 'Divide it'}
                  data={[...partNames]}
                  value={part}
                  onChange={(value) => setPart(index, value as PartName | null)}
                  clearable
                  size="sm"
                />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="lg" verticalSpacing="md">
        <TextInput
          label="Name"
          value={settings.name}
          onChange={(event) => changeSettings({ name: event.currentTarget.value })}
        />
        <Select
          label="Format"
          placeholder="Worked out"
          data={formats}
          value={format}
          onChange={(value) => changeSettings({ format: value as FormatName | null })}
          clearable
        />
        <Select
          label="What is marked"
          placeholder="Worked out"
          data={kinds}
          value={settings.kind}
          onChange={(value) => changeSettings({ kind: value as CorpusKind | null })}
          clearable
        />
        {columns && (
          <NumberInput
            label="Column of the tags"
            description="From 1; −1 is the last."
            placeholder="Worked out"
            value={
              settings.tagColumn === null ? '' : settings.tagColumn < 0 ? settings.tagColumn : settings.tagColumn + 1
            }
            onChange={(value) =>
              changeSettings({
                tagColumn: typeof value !== 'number' || value === 0 ? null : value > 0 ? value - 1 : value,
              })
            }
            allowDecimal={false}
          />
        )}
        <Select
          label="Encoding"
          placeholder="Worked out"
          data={encodingChoices}
          value={settings.encoding}
          onChange={(encoding) => changeSettings({ encoding })}
          clearable
        />
        <TextInput
          label="Categories looked for"
          description="Separated by commas, if not all of them."
          placeholder="As the files say"
          value={settings.annotated}
          onChange={(event) => changeSettings({ annotated: event.currentTarget.value })}
        />
        <NumberInput
          label="Seed of the division"
          description="Where a part is missing."
          value={settings.splitSeed}
          onChange={(value) => typeof value === 'number' && changeSettings({ splitSeed: value })}
          min={0}
          allowDecimal={false}
        />
      </SimpleGrid>
      <Group>
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          loading={importing}
          onClick={() => void readFiles()}
        >
          Read again
        </Button>
      </Group>
    </Stack>
  );
}
