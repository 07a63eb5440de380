/** The pretrained encoder that a new model may begin with: what it is, and where to get it from. */
import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { IconDownload, IconFolderOpen, IconTrash } from '@tabler/icons-react';
import type { EncoderSummary } from '../../../workers/protocol/checkpoint.ts';
import { bytesInWords } from '../../../workers/text/byteSizes.ts';
import { DropTarget } from '../../components/DropTarget.tsx';
import { FileOpener } from '../../components/FileOpener.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import { download } from '../../download.ts';
import { beginWith, loadCheckpoint, removeEncoder } from '../../engine/checkpoints.ts';
import { chosenFiles } from '../../engine/droppedFiles.ts';
import { encoderZip } from '../../engine/pretraining.ts';
import { fileName } from '../../fileNames.ts';
import { useEncoders } from '../../store/encoders.ts';
import { useModels } from '../../store/models.ts';
import { OfferedEncoders } from './OfferedEncoders.tsx';
import { Pretraining } from './Pretraining.tsx';
import { TrainingNeeds } from './TrainingNeeds.tsx';

export function PretrainedEncoder({ disabled }: { readonly disabled: boolean }) {
  const encoder = useEncoders((state) => state.encoder);
  const encoders = useEncoders((state) => state.encoders);
  const loading = useModels((state) => state.loading !== null);
  return (
    <DropTarget
      call="Drop the folder of a checkpoint, or a zip of it"
      disabled={disabled || loading}
      onFiles={(files) => void loadCheckpoint(files)}
    >
      <PanelSection
        title="Pretrained encoder"
        purpose="A transformer that has read much text begins with more than random weights. Take the folder of a checkpoint from your disk (BERT, RoBERTa, XLM-R, DistilBERT, ELECTRA or ModernBERT: config.json, model.safetensors and a tokenizer), or a zip of it. It stays on this machine."
      >
        <Stack gap="sm" align="flex-start">
          {encoders.length > 1 && (
            <Radio.Group label="A new model begins with" value={encoder?.id ?? null} onChange={beginWith}>
              <Stack gap="xs" mt="xs">
                {encoders.map(({ id, name }) => (
                  <Radio key={id} value={id} label={name} disabled={disabled} />
                ))}
              </Stack>
            </Radio.Group>
          )}
          {encoder && <EncoderFacts encoder={encoder} />}
          {encoder?.specification.kind === 'transformer' && (
            <TrainingNeeds specification={encoder.specification} disabled={disabled} />
          )}
          <Group>
            <FileOpener
              takes="Folder of a checkpoint"
              folder
              onFiles={(files) => void loadCheckpoint(chosenFiles(files))}
              variant="default"
              leftSection={<IconFolderOpen size={18} aria-hidden />}
              loading={loading}
              disabled={disabled}
            >
              {encoder ? 'Load another checkpoint' : 'Load a checkpoint'}
            </FileOpener>
            <FileOpener
              takes="Files of a checkpoint, or a zip of them"
              accept=".json,.txt,.safetensors,.model,.zip"
              multiple
              onFiles={(files) => void loadCheckpoint(chosenFiles(files))}
              variant="subtle"
              disabled={disabled || loading}
            >
              Choose its files, or a zip
            </FileOpener>
            {encoder && (
              <Button
                variant="subtle"
                leftSection={<IconDownload size={16} aria-hidden />}
                disabled={disabled}
                title="A zip of the folder: config.json, model.safetensors and the tokenizer, as transformers loads them."
                onClick={() => void save(encoder)}
              >
                Download the encoder
              </Button>
            )}
            {encoder && (
              <Button
                variant="subtle"
                color="gray"
                leftSection={<IconTrash size={16} aria-hidden />}
                disabled={disabled}
                onClick={() => void removeEncoder()}
              >
                Remove the encoder
              </Button>
            )}
          </Group>
          <OfferedEncoders disabled={disabled || loading} />
        </Stack>
        {encoder && <Pretraining encoder={encoder} disabled={disabled} />}
      </PanelSection>
    </DropTarget>
  );
}

async function save(encoder: EncoderSummary): Promise<void> {
  const folder = fileName(encoder.name, 'encoder');
  const zip = await encoderZip(encoder, folder);
  if (zip) download(`${folder}.zip`, zip, 'application/zip');
}

function EncoderFacts({ encoder }: { readonly encoder: EncoderSummary }) {
  const { name, family, parameters, specification, notes } = encoder;
  return (
    <div>
      <Text fw={600}>{name}</Text>
      <Text size="sm">
        {family}, {(parameters / 1e6).toFixed(1)} million numbers
        {specification.kind === 'transformer' &&
          `: ${specification.layers} layers, ${specification.hiddenSize} wide, ${specification.vocabularySize.toLocaleString('en')} pieces, ${bytesInWords(4 * parameters)} as a model's file`}
        .
      </Text>
      {notes.map((note) => (
        <Text key={note} size="sm" c="dimmed">
          {note}
        </Text>
      ))}
    </div>
  );
}
