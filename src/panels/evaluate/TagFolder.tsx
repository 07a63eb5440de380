/** A folder of texts that the model tags in one go, and the documents of it that somebody should look at. */
import { Button, NumberInput, Text } from '@mantine/core';
import { IconFiles, IconFolder } from '@tabler/icons-react';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { counted } from '../../charts/figures.ts';
import { DropTarget } from '../../components/DropTarget.tsx';
import { FileOpener } from '../../components/FileOpener.tsx';
import { Fold } from '../../components/Fold.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { TimedProgress } from '../../components/TimedProgress.tsx';
import { chosenFiles, type PathedFile } from '../../engine/droppedFiles.ts';
import { stopTagging, tagFolder } from '../../engine/tagFolder.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { useTagging } from '../../store/tagging.ts';
import classes from './EvaluatePanel.module.css';
import { ReviewList } from './ReviewList.tsx';

export function TagFolder({ model }: { readonly model: ModelSummary }) {
  const { reviewBelow, tagging, problem, finished } = useTagging();
  const running = useRunUnderWay();
  if (model.kind === 'tags') {
    return <Text c="dimmed">This model gives every word a tag; it finds no spans to mark in texts.</Text>;
  }
  const whyNot = running ? 'A run is under way: texts can be tagged when it has ended.' : null;
  const busy = tagging !== null;
  const tag = (files: readonly PathedFile[]) => void tagFolder(model, files);
  const opener = {
    whyNot,
    variant: 'default',
    disabled: busy,
    onFiles: (files: readonly File[]) => tag(chosenFiles(files)),
  };
  return (
    <DropTarget
      call="Drop a folder of plain texts here"
      disabled={busy || whyNot !== null}
      depth={Number.POSITIVE_INFINITY}
      onFiles={tag}
    >
      <div className={classes.choice}>
        <NumberInput
          label="To be looked at below"
          suffix=" %"
          value={Math.round(100 * reviewBelow)}
          onChange={(value) => typeof value === 'number' && useTagging.setState({ reviewBelow: value / 100 })}
          min={0}
          max={99}
          clampBehavior="strict"
          allowDecimal={false}
          disabled={busy}
          w="11rem"
        />
        <FileOpener
          takes="Folder of plain texts"
          multiple
          folder
          leftSection={<IconFolder size={18} aria-hidden />}
          {...opener}
        >
          Tag a folder
        </FileOpener>
        <FileOpener takes="Plain texts" multiple leftSection={<IconFiles size={18} aria-hidden />} {...opener}>
          Tag files
        </FileOpener>
        {busy && (
          <Button variant="default" onClick={stopTagging}>
            Stop tagging
          </Button>
        )}
      </div>
      <Text size="sm" c="dimmed" mt="xs">
        Each file, in a zip too, becomes a document of one corpus with the model’s spans. Documents in which it was less
        sure of something wait to be looked at in Annotate.
      </Text>
      {tagging && <TimedProgress progress={tagging} />}
      {problem && <ProblemAlert problem={problem} />}
      {finished && (
        <>
          <Text mt="sm" aria-live="polite">
            {finished.model} found {counted(finished.spans, 'span')} in {counted(finished.documents, 'document')}: the
            corpus “{finished.name}”.
          </Text>
          {finished.told.length > 0 && (
            <Fold summary={`What was said of ${counted(finished.told.length, 'file')}`}>
              <ul>
                {finished.told.map((words) => (
                  <Text key={words} component="li" size="sm" style={{ overflowWrap: 'anywhere' }}>
                    {words}
                  </Text>
                ))}
              </ul>
            </Fold>
          )}
          <ReviewList corpusId={finished.corpusId} review={finished.review} below={finished.reviewBelow} />
        </>
      )}
    </DropTarget>
  );
}
