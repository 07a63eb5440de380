/** The beginning of a file as it stands, and the sentences that it would become: both change as settings are chosen. */
import { Group, Select, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ColumnsRead } from '../../../workers/protocol/corpus.ts';
import type { CorpusPreview, PreviewReading } from '../../../workers/protocol/preview.ts';
import { counted } from '../../charts/figures.ts';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { WideTable } from '../../components/WideTable.tsx';
import { inPage } from '../../inPage.ts';
import { useCorpora } from '../../store/corpora.ts';
import { CorpusSentence } from './CorpusSentence.tsx';
import { formatLabel } from './formats.ts';
import classes from './ImportPreview.module.css';
import { type ImportSettings, optionsOf } from './importing.ts';
import { usePreview } from './usePreview.ts';

const shownRows = 8;

function Rows({ columns }: { readonly columns: ColumnsRead }) {
  const { wordColumn, tagColumn, header, rows } = columns;
  const shown = rows.slice(0, shownRows);
  const width = Math.max(...shown.map((row) => row.length), header?.length ?? 0, wordColumn + 1, tagColumn + 1);
  const places = Array.from({ length: width }, (_, place) => place);
  const roleOf = (place: number) => (place === wordColumn ? 'words' : place === tagColumn ? 'tags' : undefined);
  return (
    <WideTable label="First rows of the file" minWidth={0}>
      <table className={classes.rows} aria-label="First rows of the file">
        <thead>
          <tr>
            {places.map((place) => (
              <th key={place} scope="col" data-role={roleOf(place)}>
                {place + 1}
                {roleOf(place) && `: ${roleOf(place)}`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...(header ? [header] : []), ...shown].map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing but their place.
            <tr key={index} data-named={(header && index === 0) || undefined}>
              {places.map((place) => (
                <td key={place} dir="auto" data-role={roleOf(place)} title={row[place]}>
                  {row[place] ?? ''}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

function inWords({ format, kind, kept, categories }: PreviewReading, whole: boolean): string {
  const sentences = counted(kept.sentences, 'sentence');
  const where = whole ? 'In the file' : 'In the beginning of the file';
  if (kind === 'tags') return `${formatLabel(format)}. ${where}: ${sentences}, ${counted(categories.length, 'tag')}.`;
  const spans = counted(kept.spans + kept.furtherSpans, 'span');
  const names = counted(categories.length, 'category', 'categories');
  return `${formatLabel(format)}. ${where}: ${sentences}, ${spans} of ${names}.`;
}

function Result({ preview }: { readonly preview: CorpusPreview }) {
  const { lines, whole, reading, problem } = preview;
  // What the import failed with stands above, and once is enough.
  const failure = useCorpora((state) => state.problem);
  const isTold = problem?.code === failure?.code && problem?.message === failure?.message;
  if (lines.length === 0 && !reading && isTold) {
    return (
      <Text size="sm" c="dimmed">
        There is no text in it to show.
      </Text>
    );
  }
  return (
    <>
      {reading?.columns ? (
        <Rows columns={reading.columns} />
      ) : (
        lines.length > 0 && (
          <WideTable label="First lines of the file" minWidth={0}>
            <pre className={classes.lines}>{lines.slice(0, shownRows).join('\n')}</pre>
          </WideTable>
        )
      )}
      {problem && !isTold && <ProblemAlert problem={problem} severity="warning" title="Like this it cannot be read" />}
      {reading && (
        <>
          {reading.assumed.length > 0 && (
            <Text size="sm" c="dimmed">
              Worked out: {inPage(reading.assumed.join('; '))}.
            </Text>
          )}
          <ol className={classes.sentences} aria-label="First sentences">
            {reading.sentences.slice(0, 5).map((sentence, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: sentences have nothing but their place.
              <li key={index}>
                <CorpusSentence sentence={sentence} />
              </li>
            ))}
          </ol>
          {reading.problems.length > 0 && (
            <Text size="sm">
              {counted(reading.problems.length, 'note')}, the first: {inPage(reading.problems[0]?.message ?? '')}
            </Text>
          )}
        </>
      )}
      <Text size="sm" c="dimmed" role="status">
        {reading ? inWords(reading, whole) : ''}
      </Text>
    </>
  );
}

export function ImportPreview({ settings }: { readonly settings: ImportSettings }) {
  const [place, setPlace] = useState(0);
  const { files } = settings;
  const chosen = files[place] ?? files[0];
  return (
    <section className={classes.preview} aria-label="Preview">
      <Group gap="sm">
        <Text fw={600} size="sm">
          Preview
        </Text>
        {files.length > 1 && (
          <Select
            aria-label="File in the preview"
            size="xs"
            data={files.map(({ file }, index) => ({ value: String(index), label: file.name }))}
            value={String(place)}
            onChange={(value) => setPlace(Number(value))}
            allowDeselect={false}
          />
        )}
      </Group>
      {chosen && <Look file={chosen.file} settings={settings} />}
    </section>
  );
}

function Look({ file, settings }: { readonly file: File; readonly settings: ImportSettings }) {
  const { files } = settings;
  const all = useMemo(() => files.map((chosen) => chosen.file), [files]);
  const preview = usePreview(file, all, optionsOf(settings));
  return preview && <Result preview={preview} />;
}
