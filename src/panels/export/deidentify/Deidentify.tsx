/** The corpus without names: what is replaced by what, a second look at what may have been missed, and the file. */
import { Button, Checkbox, Chip, NumberInput, SegmentedControl, Select, Text } from '@mantine/core';
import { IconDownload, IconZoomCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { ExportFormatName, PartName } from '../../../../workers/protocol/corpus.ts';
import { type Numbering, type Replacement, replacements } from '../../../../workers/protocol/deidentify.ts';
import type { CorpusSummary } from '../../../../workers/protocol/engine.ts';
import { exportFormats } from '../../../../workers/protocol/exportFormats.ts';
import type { ModelSummary } from '../../../../workers/protocol/model.ts';
import { lossesOf } from '../../../../workers/text/formats/write/losses.ts';
import { json } from '../../../../workers/text/runReport.ts';
import { counted } from '../../../charts/figures.ts';
import { CategoryMarker } from '../../../components/CategoryMarker.tsx';
import { PanelSection } from '../../../components/Panel.tsx';
import { ProblemAlert } from '../../../components/ProblemAlert.tsx';
import { ReasonedButton } from '../../../components/ReasonedButton.tsx';
import { TimedProgress } from '../../../components/TimedProgress.tsx';
import { download } from '../../../download.ts';
import { deidentify, keyOf, lookThrough, type Replacing } from '../../../engine/deidentifying.ts';
import { fileName } from '../../../fileNames.ts';
import { chooseReplacing, leaveOut, useDeidentifying } from '../../../store/deidentifying.ts';
import classes from '../ExportPanel.module.css';
import { FormatChoice } from '../FormatChoice.tsx';
import { PartChoice } from '../PartChoice.tsx';
import { sizeOf } from '../sizeOf.ts';
import { DoubtList } from './DoubtList.tsx';
import { ReplacedTable } from './ReplacedTable.tsx';
import { SurrogatesExport } from './SurrogatesExport.tsx';

const ways: Readonly<Record<Replacement, { readonly label: string; readonly does: string }>> = {
  placeholder: { label: '[PERSON]', does: 'The category stands in its place.' },
  numbered: {
    label: '[PERSON-1]',
    does: 'One number for one name, letter case and titles aside. A part of one longer name alone has that name’s number.',
  },
  surrogate: {
    label: 'Surrogates',
    does: 'Another of the same form: a name becomes another name, the same one throughout the project; digits become as many digits, and dates are all shifted by as many days.',
  },
};

interface Props {
  readonly corpus: CorpusSummary;
  readonly model: ModelSummary | null;
}

export function Deidentify({ corpus, model }: Props) {
  return (
    <PanelSection
      title="Without names"
      purpose="The corpus with names, numbers and dates replaced, so that it can be given away. Every annotation stays in its place."
    >
      {corpus.kind === 'tags' || corpus.categories.length === 0 ? (
        <Text c="dimmed">
          Spans are replaced, and {corpus.name} has none: annotate it first, or let a model tag it under Many texts in
          Evaluate.
        </Text>
      ) : (
        <Choices key={corpus.id} corpus={corpus} model={model?.kind === 'spans' ? model : null} />
      )}
    </PanelSection>
  );
}

function Choices({ corpus, model }: Props) {
  const { replacement, numbering, asksModel, reviewBelow, ...state } = useDeidentifying();
  const { working, problem, looked, replaced, ledger } = state;
  const leftOut = state.leftOut[corpus.id] ?? [];
  const [part, setPart] = useState<PartName | 'all'>('all');
  const [format, setFormat] = useState<ExportFormatName>('jsonl');
  const categories = corpus.categories.filter((category) => !leftOut.includes(category));
  const replacing: Replacing = { corpus, part, categories, model: asksModel ? model : null };
  const busy = working !== null;
  const whyNot = categories.length === 0 ? 'Nothing is chosen to be replaced.' : null;
  const isLooked = looked?.of === keyOf(replacing);
  const report = replaced?.of === keyOf(replacing) ? replaced.report : null;
  const name = fileName(corpus.name, 'corpus');

  const save = async () => {
    const { ending, mediaType } = exportFormats[format];
    const content = await deidentify(replacing, format);
    if (content !== null)
      download(`${fileName(`${corpus.name} without names`, 'corpus')}.${ending}`, content, mediaType);
  };

  return (
    <>
      <Chip.Group
        multiple
        value={[...categories]}
        onChange={(value) =>
          leaveOut(
            corpus.id,
            corpus.categories.filter((category) => !value.includes(category)),
          )
        }
      >
        <fieldset className={classes.chips}>
          <legend>What is replaced</legend>
          {corpus.categories.map((category) => (
            <Chip key={category} value={category} variant="outline" radius="sm" disabled={busy}>
              <CategoryMarker category={category} /> {category}
            </Chip>
          ))}
        </fieldset>
      </Chip.Group>
      <div className={classes.row}>
        <SegmentedControl
          aria-label="By what"
          value={replacement}
          onChange={(value) => chooseReplacing({ replacement: value as Replacement })}
          disabled={busy}
          data={replacements.map((value) => ({ value, label: ways[value].label }))}
        />
        {replacement === 'numbered' && (
          <Select
            label="Numbers begin anew in"
            data={[
              { value: 'document', label: 'each document' },
              { value: 'project', label: 'each project' },
            ]}
            value={numbering}
            onChange={(value) => value !== null && chooseReplacing({ numbering: value as Numbering })}
            allowDeselect={false}
            disabled={busy}
            w="12rem"
          />
        )}
      </div>
      <Text size="sm" c="dimmed">
        {ways[replacement].does}
      </Text>
      <div className={classes.row}>
        <PartChoice corpus={corpus} part={part} onChoose={setPart} disabled={busy} />
        {model && (
          <>
            <Checkbox
              label={`Ask ${model.name} as well`}
              checked={asksModel}
              onChange={(event) => chooseReplacing({ asksModel: event.currentTarget.checked })}
              disabled={busy}
              mb={8}
            />
            <NumberInput
              label="What it is less sure of"
              suffix=" %"
              value={Math.round(100 * reviewBelow)}
              onChange={(value) => typeof value === 'number' && chooseReplacing({ reviewBelow: value / 100 })}
              min={1}
              max={99}
              clampBehavior="strict"
              allowDecimal={false}
              disabled={busy || !asksModel}
              w="10rem"
            />
          </>
        )}
        <ReasonedButton
          variant="default"
          leftSection={<IconZoomCheck size={18} aria-hidden />}
          loading={busy}
          whyNot={whyNot}
          onClick={() => void lookThrough(replacing)}
        >
          Look through it first
        </ReasonedButton>
      </div>
      {working && <TimedProgress progress={working} />}
      {problem && <ProblemAlert problem={problem} />}
      {isLooked && <DoubtList corpus={corpus} doubts={looked.doubts} />}
      <div className={classes.row}>
        <FormatChoice corpus={corpus} format={format} onChoose={setFormat} disabled={busy} />
        <ReasonedButton
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={busy}
          whyNot={whyNot}
          onClick={() => void save()}
        >
          Export without names
        </ReasonedButton>
      </div>
      {lossesOf(format, { ...corpus, ...sizeOf(corpus, part) }).map((loss) => (
        <Text key={loss} size="sm" c="dimmed">
          {loss}
        </Text>
      ))}
      {!isLooked && (
        <Text size="sm" c="dimmed">
          A second look shows what the model was unsure of, and words that are replaced elsewhere and stand here.
        </Text>
      )}
      {report && (
        <>
          <ReplacedTable report={report} />
          <div className={classes.row}>
            <Button
              variant="default"
              size="xs"
              onClick={() => download(`${name}-replaced.json`, json({ replacement, ...report }), 'application/json')}
            >
              Save the report
            </Button>
            {ledger && replacement !== 'placeholder' && (
              <SurrogatesExport ledger={ledger} name={`${name}-surrogates`} />
            )}
          </div>
          <Text size="sm" c="dimmed">
            {counted(report.documents, 'document')} were numbered anew, since their names are often those of people.
          </Text>
        </>
      )}
    </>
  );
}
