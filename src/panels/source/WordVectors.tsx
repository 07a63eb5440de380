/** A file of word vectors, read when the run starts and pruned to the words at hand. It may be of any size. */
import { Button, Group, Text } from '@mantine/core';
import { IconFileText, IconX } from '@tabler/icons-react';
import { FileOpener } from '../../components/FileOpener.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import { useRunUnderWay } from '../../store/runs.ts';
import { setVectors, useSetup } from '../../store/setup.ts';
import { VectorCoverage } from './VectorCoverage.tsx';

export function WordVectors() {
  const vectors = useSetup((state) => state.vectors);
  const adapting = useSetup(({ task }) => task === 'adapt');
  const running = useRunUnderWay();
  const purpose = adapting
    ? 'Optional. Words of the new corpus that the source model never saw take their vectors from here. Give the file that the source model was trained with: GloVe, word2vec or fastText in text form, plain, .gz or .zip.'
    : 'Optional, and worth it on small corpora: what words mean is then known before training begins. GloVe, word2vec or fastText in text form, plain, .gz or .zip.';
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
      {vectors && <VectorCoverage />}
    </PanelSection>
  );
}
