/** A file of word vectors, read when the run starts and pruned to the words at hand. It may be of any size. */
import { Button, Group, Text } from '@mantine/core';
import { IconFileText, IconLanguage, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { englishVectors } from '../../../workers/protocol/englishVectors.ts';
import { type Problem, problemFrom } from '../../../workers/protocol/errors.ts';
import { FileOpener } from '../../components/FileOpener.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { ReasonedButton } from '../../components/ReasonedButton.tsx';
import { bringEnglishVectors } from '../../engine/englishVectors.ts';
import { useSourceModel } from '../../store/models.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { largestKeptFile, setVectors, useSetup } from '../../store/setup.ts';
import { VectorCoverage } from './VectorCoverage.tsx';

export function WordVectors() {
  const vectors = useSetup((state) => state.vectors);
  const adapting = useSetup(({ task }) => task === 'adapt');
  const running = useRunUnderWay();
  const purpose = adapting
    ? 'Optional. Words of the new corpus that the source model never saw take their vectors from here. Give the file that the source model was trained with: GloVe, word2vec or fastText in text form, plain, .gz or .zip.'
    : 'Optional, and worth it on small corpora: what words mean is then known before training begins. For English the 100,000 most usual words of GloVe come with the page (5.6 MB); else give GloVe, word2vec or fastText in text form, plain, .gz or .zip.';
  return (
    <PanelSection title="Word vectors" purpose={purpose}>
      <Group>
        <FileOpener
          takes="Word vectors (GloVe, word2vec or fastText text, also .gz or .zip)"
          accept=".txt,.vec,.gz,.zip"
          onFiles={([file]) => file && setVectors({ name: file.name, blob: file })}
          variant="default"
          leftSection={<IconFileText size={18} aria-hidden />}
          disabled={running}
        >
          {vectors ? 'Choose other vectors' : 'Choose word vectors'}
        </FileOpener>
        {!vectors && <EnglishVectors running={running} />}
        {vectors && (
          <>
            <Text size="sm">
              {vectors.name}, {(vectors.blob.size / 1_000_000).toFixed(1)} MB
            </Text>
            <Button
              variant="subtle"
              color="gray"
              size="compact-sm"
              leftSection={<IconX size={14} aria-hidden />}
              onClick={() => setVectors(null)}
              disabled={running}
            >
              Without vectors
            </Button>
          </>
        )}
      </Group>
      {vectors && vectors.blob.size > largestKeptFile && (
        <Text size="sm" c="dimmed" mt="xs">
          A file of more than 1 GB is not stored with the project: choose it again when the page was reloaded.
        </Text>
      )}
      {vectors && <VectorCoverage />}
    </PanelSection>
  );
}

/** For those who have no file of vectors: the usual English words come with the page. */
function EnglishVectors({ running }: { readonly running: boolean }) {
  const [fetching, setFetching] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const source = useSourceModel();
  const adapting = useSetup(({ task }) => task === 'adapt');
  const encoder = adapting ? source?.specification.encoder : undefined;
  const size = encoder && 'wordEmbedding' in encoder ? encoder.wordEmbedding : undefined;
  const whyNot =
    size !== undefined && size !== englishVectors.dimension
      ? `The source model's words have ${size} numbers, and these vectors ${englishVectors.dimension}.`
      : running
        ? 'A run is going on.'
        : null;
  const bring = async () => {
    setFetching(true);
    setProblem(null);
    await bringEnglishVectors().catch((error: unknown) => setProblem(problemFrom(error)));
    setFetching(false);
  };
  return (
    <>
      <ReasonedButton
        variant="default"
        leftSection={<IconLanguage size={18} aria-hidden />}
        whyNot={whyNot}
        loading={fetching}
        onClick={() => void bring()}
      >
        Use English vectors
      </ReasonedButton>
      {problem && <ProblemAlert problem={problem} />}
    </>
  );
}
