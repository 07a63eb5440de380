/** The corpus as a file, with the annotators' spans or the model's. */
import { Button, SegmentedControl, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { ExportFormatName, PartName } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { exportFormats } from '../../../workers/protocol/exportFormats.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { lossesOf } from '../../../workers/text/formats/write/losses.ts';
import { PanelSection } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { TimedProgress } from '../../components/TimedProgress.tsx';
import { download } from '../../download.ts';
import { type Progress, timedProgress } from '../../engine/progress.ts';
import { studio } from '../../engine/studio.ts';
import { fileName } from '../../fileNames.ts';
import { referenceTo } from '../../store/corpora.ts';
import { useAttempt } from '../../useAttempt.ts';
import classes from './ExportPanel.module.css';
import { FormatChoice } from './FormatChoice.tsx';
import { PartChoice } from './PartChoice.tsx';
import { sizeOf } from './sizeOf.ts';

interface CorpusExportProps {
  readonly corpus: CorpusSummary;
  readonly model: ModelSummary | null;
}

export function CorpusExport({ corpus, model }: CorpusExportProps) {
  const [tagger, setTagger] = useState<'annotators' | 'model'>('annotators');
  const [part, setPart] = useState<PartName | 'all'>('all');
  const [format, setFormat] = useState<ExportFormatName>('jsonl');
  const [progress, setProgress] = useState<Progress | null>(null);
  const { busy, problem, attempt } = useAttempt();
  const byModel = tagger === 'model' && model !== null;
  const size = sizeOf(corpus, part);
  // What the model tags is one span a word, and looked for everywhere.
  const losses = lossesOf(
    format,
    byModel ? { ...size, furtherSpans: 0, annotated: 'all', categories: model.categories } : { ...corpus, ...size },
  );

  const save = () =>
    attempt(async () => {
      const { ending, mediaType } = exportFormats[format];
      const call = new AbortController();
      const onProgress = timedProgress(setProgress, call.signal);
      const words = [corpus.name, part === 'all' ? '' : part, byModel ? `by ${model.name}` : ''].join(' ');
      try {
        const content = byModel
          ? await studio().engine.tagCorpus(model.id, referenceTo(corpus), part, format, onProgress)
          : await studio().corpora.exportCorpus(corpus.id, part, format);
        download(`${fileName(words, 'corpus')}.${ending}`, content, mediaType);
      } finally {
        call.abort();
        setProgress(null);
      }
    });

  return (
    <PanelSection title="Corpus" purpose={`${corpus.name}, with offsets as they were in the file it came from.`}>
      <div className={classes.row}>
        <SegmentedControl
          aria-label="Whose spans"
          value={byModel ? 'model' : 'annotators'}
          onChange={(value) => setTagger(value as 'annotators' | 'model')}
          disabled={busy}
          data={[
            { value: 'annotators', label: 'As annotated' },
            { value: 'model', label: 'As the model tags it', disabled: model === null },
          ]}
        />
        <PartChoice corpus={corpus} part={part} onChoose={setPart} disabled={busy} />
        <FormatChoice corpus={corpus} format={format} onChoose={setFormat} disabled={busy} />
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={busy}
          onClick={() => void save()}
        >
          Export corpus
        </Button>
      </div>
      {byModel && (
        <Text size="sm" c="dimmed">
          {model.name} tags every sentence anew; the annotators’ spans are left out.
        </Text>
      )}
      {losses.map((loss) => (
        <Text key={loss} size="sm" c="dimmed">
          {loss}
        </Text>
      ))}
      {progress && <TimedProgress progress={progress} />}
      {problem && <ProblemAlert problem={problem} />}
    </PanelSection>
  );
}
