/** The model as a `.graft` file: what is in it, and the command that uses it. */
import { ActionIcon, Button, Code, CopyButton, Select, Switch, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { counted } from '../../charts/figures.ts';
import { PanelSection } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { studio } from '../../engine/studio.ts';
import { listed } from '../../listed.ts';
import { noteSaved } from '../../store/saved.ts';
import { download } from './download.ts';
import classes from './ExportPanel.module.css';
import { fileName } from './fileNames.ts';
import { useAttempt } from './problem.ts';

interface ModelExportProps {
  readonly models: readonly ModelSummary[];
  readonly model: ModelSummary;
  readonly onChoose: (modelId: string) => void;
}

export function ModelExport({ models, model, onChoose }: ModelExportProps) {
  const { busy, problem, attempt } = useAttempt();
  const file = `${fileName(model.name, 'model')}.graft`;
  const command = `npm run graft -- tag --model ${file} --in text.txt`;
  const { sample } = model;
  const [withSample, setWithSample] = useState(true);
  const save = () =>
    attempt(async () => {
      download(file, await studio().engine.exportModel(model.id, model.name, withSample), 'application/zip');
      noteSaved(model);
    });
  return (
    <PanelSection
      title="Model"
      purpose={`One file that this studio and the command line read. It holds what the model has learned; of the texts it learned from, their words${sample && withSample ? ', and the sentences that it carries' : ' alone'}.`}
      actions={
        <Button leftSection={<IconDownload size={18} aria-hidden />} loading={busy} onClick={() => void save()}>
          Export model
        </Button>
      }
    >
      {models.length > 1 && (
        <Select
          label="Model to export"
          data={models.map(({ id, name }) => ({ value: id, label: name }))}
          value={model.id}
          onChange={(id) => id !== null && onChoose(id)}
          allowDeselect={false}
          maw="24rem"
        />
      )}
      {sample && (
        <Switch
          label={`With the ${counted(sample.measured + sample.rehearsed, 'sentence')} of ${sample.corpus} that it carries`}
          description="By them is seen whether it keeps its categories where it is adapted later. Whoever has the file can read them."
          checked={withSample}
          onChange={(event) => setWithSample(event.currentTarget.checked)}
        />
      )}
      {problem && <ProblemAlert problem={problem} />}
      <Text fw={600}>What the file holds</Text>
      <dl className={classes.holds}>
        <dt>model.json</dt>
        <dd>
          Architecture, settings, {counted(model.categories.length, 'category', 'categories')} as{' '}
          {counted(model.tags.length, 'tag')}, and its history: what was trained on what, with which scores
        </dd>
        <dt>weights.safetensors</dt>
        <dd>
          {counted(model.parameters, 'parameter')}
          {model.specification.consulted && ', those of the model that it asks as well among them'}
        </dd>
        <dt>texts.json</dt>
        <dd>
          What it reads by:{' '}
          {listed(model.facts.map(({ label, value }) => counted(value, label.replace(/s$/, ''), label)))}
        </dd>
        {sample && withSample && (
          <>
            <dt>sample.json</dt>
            <dd>The sentences that it carries, with their annotation</dd>
          </>
        )}
        {model.importance && (
          <>
            <dt>importance.safetensors</dt>
            <dd>How much each of its numbers matters, for later adaptations</dd>
          </>
        )}
        <dt>README.md</dt>
        <dd>A model card for people: what it finds and how well, what it was trained on, how to use it</dd>
      </dl>
      <Text fw={600} mt="xs">
        Use it in the terminal
      </Text>
      <div className={classes.snippet}>
        <Code block>{command}</Code>
        <CopyButton value={command}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? 'Copied' : 'Copy'}>
              <ActionIcon variant="default" size="lg" aria-label="Copy the command" onClick={copy}>
                {copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </div>
    </PanelSection>
  );
}
