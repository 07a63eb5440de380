/** The model as a file: as a `.graft`, or as a folder that other tools read; what is in it, and how it is used. */
import { Button, Select, Switch, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { counted } from '../../charts/figures.ts';
import { Alternatives } from '../../components/Alternatives.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { download } from '../../download.ts';
import { exportScripts } from '../../engine/exportScripts.ts';
import { studio } from '../../engine/studio.ts';
import { fileName } from '../../fileNames.ts';
import { listed } from '../../listed.ts';
import { noteSaved } from '../../store/saved.ts';
import { useAttempt } from '../../useAttempt.ts';
import classes from './ExportPanel.module.css';
import { endings, formObstacle, type Held, heldIn, type ModelForm, modelForms, usageOf } from './modelForms.ts';
import { Snippet } from './Snippet.tsx';

interface ModelExportProps {
  readonly models: readonly ModelSummary[];
  readonly model: ModelSummary;
  readonly onChoose: (modelId: string) => void;
}

export function ModelExport({ models, model, onChoose }: ModelExportProps) {
  const { busy, problem, attempt } = useAttempt();
  const [form, setForm] = useState<ModelForm>('graft');
  const [withSample, setWithSample] = useState(true);
  const file = `${fileName(model.name, 'model')}${endings[form]}`;
  const { sample } = model;
  const carries = sample !== undefined && withSample;
  const obstacle = formObstacle(form, model);
  const save = () =>
    attempt(async () => {
      const { engine } = studio();
      if (form !== 'graft') {
        const scripts = await exportScripts(form, model);
        download(file, await engine.exportFolder(model.id, form, scripts), 'application/zip');
        return;
      }
      download(file, await engine.exportModel(model.id, model.name, withSample), 'application/zip');
      noteSaved(model);
    });
  return (
    <PanelSection
      title="Model"
      purpose={purposeOf(form, carries)}
      actions={
        <Button
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={busy}
          disabled={obstacle !== null}
          onClick={() => void save()}
        >
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
      <Alternatives label="Form of the model" data={modelForms} value={form} onChange={setForm} />
      {sample && form === 'graft' && (
        <Switch
          label={`With the ${counted(sample.measured + sample.rehearsed, 'sentence')} of ${sample.corpus} that it carries`}
          description="By them is seen whether it keeps its categories where it is adapted later. Whoever has the file can read them."
          checked={withSample}
          onChange={(event) => setWithSample(event.currentTarget.checked)}
        />
      )}
      {problem && <ProblemAlert problem={problem} />}
      {obstacle !== null ? (
        <Text>{obstacle}</Text>
      ) : (
        <>
          <Text fw={600}>What the file holds</Text>
          <dl className={classes.holds}>
            {(form === 'graft' ? heldInGraft(model, carries) : heldIn(form, model)).map(([name, what]) => (
              <Fragment key={name}>
                <dt>{name}</dt>
                <dd>{what}</dd>
              </Fragment>
            ))}
          </dl>
          {usageOf(form, file, model).map((usage) => (
            <Snippet key={usage.title} {...usage} />
          ))}
        </>
      )}
    </PanelSection>
  );
}

function purposeOf(form: ModelForm, carries: boolean): string {
  if (form === 'graft') {
    return `One file that this studio and the command line read. It holds what the model has learned; of the texts it learned from, their words${carries ? ', and the sentences that it carries' : ' alone'}.`;
  }
  return form === 'onnx'
    ? 'A zip of a folder for ONNX runtimes, transformers.js among them, that tags without this studio. It cannot be adapted further.'
    : 'A zip of a folder that transformers loads.';
}

function heldInGraft(model: ModelSummary, carries: boolean): Held {
  const { categories, tags, parameters, specification, facts, importance } = model;
  const asked = specification.consulted ? ', those of the model that it asks as well among them' : '';
  const texts = facts.map(({ label, value }) => counted(value, label.replace(/s$/, ''), label));
  return [
    [
      'model.json',
      `Architecture, settings, ${counted(categories.length, 'category', 'categories')} as ${counted(tags.length, 'tag')}, and its history: what was trained on what, with which scores`,
    ],
    ['weights.safetensors', `${counted(parameters, 'parameter')}${asked}`],
    ['texts.json', `What it reads by: ${listed(texts)}`],
    ...(carries ? [['sample.json', 'The sentences that it carries, with their annotation'] as const] : []),
    ...(importance
      ? [['importance.safetensors', 'How much each of its numbers matters, for later adaptations'] as const]
      : []),
    ['README.md', 'A model card for people: what it finds and how well, what it was trained on, how to use it'],
  ];
}
