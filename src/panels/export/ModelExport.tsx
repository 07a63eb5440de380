/** The model as a file: as a `.graft`, or as a folder that other tools read; what is in it, and how it is used. */
import { Button, Checkbox, Select, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { counted } from '../../charts/figures.ts';
import { Alternatives } from '../../components/Alternatives.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { download } from '../../download.ts';
import { englishVectorsFile } from '../../engine/englishVectors.ts';
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
  const [withRareWords, setWithRareWords] = useState(true);
  const { sample } = model;
  const carries = sample !== undefined && withSample;
  const obstacle = formObstacle(form, model);
  const hasWords = model.facts.some(({ label }) => label === 'words');
  const rareWords = hasWords && withRareWords;
  // Whoever finds both files must see which may be passed on.
  const lacks = [
    ...(form === 'graft' && sample && !withSample ? ['sentences'] : []),
    ...(hasWords && !withRareWords ? ['words'] : []),
  ];
  const without = lacks.length > 0 ? `-without-${lacks.join('-and-')}` : '';
  const file = `${fileName(model.name, 'model')}${without}${endings[form]}`;
  const save = () =>
    attempt(async () => {
      const { engine } = studio();
      const carried = {
        sentences: withSample,
        ...(hasWords && !withRareWords && { wordsOf: await englishVectorsFile() }),
      };
      if (form !== 'graft') {
        const scripts = await exportScripts(form, model);
        download(file, await engine.exportFolder(model.id, form, scripts, carried), 'application/zip');
        return;
      }
      download(file, await engine.exportModel(model.id, model.name, carried), 'application/zip');
      noteSaved(model);
    });
  return (
    <PanelSection
      title="Model"
      purpose={purposeOf(form, { carries, rareWords })}
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
        <Checkbox
          label={`With the ${counted(sample.measured + sample.rehearsed, 'sentence')} of ${sample.corpus} that it carries`}
          description="Whoever has the file can read them. Without them a later adaptation cannot measure what the model forgets, nor rehearse it."
          checked={withSample}
          onChange={(event) => setWithSample(event.currentTarget.checked)}
        />
      )}
      {hasWords && obstacle === null && (
        <Checkbox
          label="With the rare words of its training text, and the names of its lists"
          description="Whoever has the file can read them, names of people among them. Without them it keeps those of the 100,000 most usual English words alone, and reads every other word by its characters: it finds less, of other languages than English much less."
          checked={withRareWords}
          onChange={(event) => setWithRareWords(event.currentTarget.checked)}
        />
      )}
      {problem && <ProblemAlert problem={problem} />}
      {obstacle !== null ? (
        <Text>{obstacle}</Text>
      ) : (
        <>
          <Text fw={600}>What the file holds</Text>
          <dl className={classes.holds}>
            {(form === 'graft'
              ? heldInGraft(model, { carries, isWhole: rareWords || !hasWords })
              : heldIn(form, model)
            ).map(([name, what]) => (
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

function purposeOf(form: ModelForm, held: { readonly carries: boolean; readonly rareWords: boolean }): string {
  const words = held.rareWords ? 'their words' : 'usual words';
  if (form === 'graft') {
    return `One file that this studio and the command line read. It holds what the model has learned; of the texts it learned from, ${words}${held.carries ? ', and the sentences that it carries' : ' alone'}.`;
  }
  return form === 'onnx'
    ? `A zip of a folder for ONNX runtimes, transformers.js among them, that tags without this studio. It cannot be adapted further. It holds no sentence of the texts it learned from${held.rareWords ? ', but their words' : ''}.`
    : 'A zip of a folder that transformers loads. It holds no sentence of the texts it learned from; its vocabulary is that of its encoder.';
}

/** @param isWhole whether it has all its words: how many are usual ones is known once they are looked up. */
function heldInGraft(
  model: ModelSummary,
  { carries, isWhole }: { readonly carries: boolean; readonly isWhole: boolean },
): Held {
  const { categories, tags, parameters, specification, facts, importance } = model;
  const asked = specification.consulted ? ', those of the model that it asks as well among them' : '';
  const kept = facts.filter(({ label }) => isWhole || label !== 'words');
  const texts = kept.map(({ label, value }) => counted(value, label.replace(/s$/, ''), label));
  const ofWords = isWhole ? [] : ['usual words alone'];
  return [
    [
      'model.json',
      `Architecture, settings, ${counted(categories.length, 'category', 'categories')} as ${counted(tags.length, 'tag')}, and its history: what was trained on what, with which scores`,
    ],
    ['weights.safetensors', `${isWhole ? '' : 'At most '}${counted(parameters, 'parameter')}${asked}`],
    ['texts.json', `What it reads by: ${listed([...ofWords, ...texts])}`],
    ...(carries ? [['sample.json', 'The sentences that it carries, with their annotation'] as const] : []),
    ...(importance
      ? [['importance.safetensors', 'How much each of its numbers matters, for later adaptations'] as const]
      : []),
    ['README.md', 'A model card for people: what it finds and how well, what it was trained on, how to use it'],
  ];
}
