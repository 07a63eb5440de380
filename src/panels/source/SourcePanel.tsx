/** Where the work begins: a tagger that knows some categories already, or the recipe for a new one. */
import { Group, Stack, Text } from '@mantine/core';
import { IconFolderOpen, IconSeeding } from '@tabler/icons-react';
import { EmptyPanel } from '../../components/EmptyPanel.tsx';
import { FileOpener } from '../../components/FileOpener.tsx';
import { Onward } from '../../components/Onward.tsx';
import { Panel, PanelSection } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { TimedProgress } from '../../components/TimedProgress.tsx';
import { isCheckpoint, loadCheckpoint } from '../../engine/checkpoints.ts';
import { chosenFiles } from '../../engine/droppedFiles.ts';
import { loadSourceModel } from '../../engine/models.ts';
import { readFile } from '../../engine/readFile.ts';
import { useCorpora } from '../../store/corpora.ts';
import { useModels, useSourceModel } from '../../store/models.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { useSetup } from '../../store/setup.ts';
import { Gazetteers } from './Gazetteers.tsx';
import { ModelCard } from './ModelCard.tsx';
import { ModelChoice } from './ModelChoice.tsx';
import { NewSourceForm } from './NewSourceForm.tsx';
import { TaskChoice } from './TaskChoice.tsx';
import { TrainingNeeds } from './TrainingNeeds.tsx';
import { WordVectors } from './WordVectors.tsx';

async function openModel(files: readonly File[]): Promise<void> {
  const [file] = files;
  if (isCheckpoint(files)) await loadCheckpoint(chosenFiles(files));
  else if (file) await loadSourceModel(file.name, readFile(file));
}

function LoadButton({ primary }: { readonly primary: boolean }) {
  const running = useRunUnderWay();
  const loading = useModels((state) => state.loading !== null);
  return (
    <FileOpener
      takes="Source model (.graft), or a checkpoint’s files"
      accept=".graft,.zip,.json,.txt,.safetensors,.model"
      multiple
      onFiles={(files) => void openModel(files)}
      variant={primary ? 'filled' : 'default'}
      leftSection={<IconFolderOpen size={18} aria-hidden />}
      loading={loading}
      disabled={running}
    >
      Load source model
    </FileOpener>
  );
}

export function SourcePanel() {
  const source = useSourceModel();
  const problem = useModels((state) => state.problem);
  const loading = useModels((state) => state.loading);
  const running = useRunUnderWay();
  const task = useSetup((state) => state.task);
  const hasCorpus = useCorpora(({ roles }) => roles.target !== null);
  const readsWords = useSetup(({ specification }) =>
    task === 'adapt'
      ? source?.specification.encoder.kind !== 'transformer'
      : specification.encoder.kind !== 'transformer',
  );
  const encoder = source?.specification.encoder;
  const hasModels = useModels(({ models }) => models.length > 0);

  return (
    <Panel
      title="Source"
      purpose="The tagger to start from. It already knows some categories; you teach it more, and see what that does to the ones it knew."
      actions={task === 'adapt' && hasModels ? <LoadButton primary={false} /> : undefined}
    >
      <TaskChoice task={task} disabled={running} />
      {running && (
        <Text size="sm" c="dimmed">
          A run is under way: what it starts from can be changed when it has ended.
        </Text>
      )}
      {problem && (
        <ProblemAlert
          problem={problem}
          {...(problem.file !== undefined && { title: 'The model was not loaded' })}
          onClose={() => useModels.setState({ problem: null })}
        />
      )}
      {loading && <TimedProgress progress={loading} />}
      {task !== 'adapt' && <NewSourceForm />}
      {task === 'adapt' && !source && hasModels && (
        <>
          <Text>Choose the model that the work begins with, or load another.</Text>
          <ModelChoice />
        </>
      )}
      {task === 'adapt' && !hasModels && (
        <EmptyPanel icon={IconSeeding} title="No source model yet" action={<LoadButton primary={false} />}>
          Load a <code>.graft</code> file that you or somebody else exported, or train one from a corpus. The demo
          brings its own: a small tagger of support-desk conversations that has never seen an address.
        </EmptyPanel>
      )}
      {task === 'adapt' && source && (
        <Stack gap="xl">
          <ModelChoice />
          <ModelCard model={source} />
          {encoder?.kind === 'transformer' && (
            <PanelSection title="What an adaptation takes">
              <TrainingNeeds specification={encoder} disabled={running} />
            </PanelSection>
          )}
        </Stack>
      )}
      {(task !== 'adapt' || source) && readsWords && <WordVectors />}
      {task !== 'adapt' && <Gazetteers />}
      {task === 'adapt' && source && (
        <Group>
          <Onward to={hasCorpus ? 'labels' : 'corpus'} />
        </Group>
      )}
      {task !== 'adapt' && hasCorpus && (
        <Group>
          <Onward to="train" />
        </Group>
      )}
    </Panel>
  );
}
