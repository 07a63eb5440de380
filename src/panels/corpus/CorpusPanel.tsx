/** The texts: bringing them in, reading them, seeing what was understood. The text comes first. */
import { Button, Stack, Text } from '@mantine/core';
import { IconBook2, IconFileImport } from '@tabler/icons-react';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { DemoButton } from '../../components/DemoButton.tsx';
import { EmptyPanel } from '../../components/EmptyPanel.tsx';
import { FileOpener } from '../../components/FileOpener.tsx';
import { Onward } from '../../components/Onward.tsx';
import { Panel, PanelSection } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { TimedProgress } from '../../components/TimedProgress.tsx';
import { useCorpora, useTargetCorpus } from '../../store/corpora.ts';
import { useDemo } from '../../store/demo.ts';
import { useSourceModel } from '../../store/models.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { useSetup } from '../../store/setup.ts';
import { showPanel } from '../../store/view.ts';
import { CategoryEditor } from './CategoryEditor.tsx';
import { CorpusBar } from './CorpusBar.tsx';
import { CorpusNotes } from './CorpusNotes.tsx';
import classes from './CorpusPanel.module.css';
import { CountsTable } from './CountsTable.tsx';
import { DropArea } from './DropArea.tsx';
import { HowItWasRead } from './HowItWasRead.tsx';
import { ImportSettingsForm } from './ImportSettingsForm.tsx';
import { openFiles, unread, useImporting } from './importing.ts';
import { SentenceBrowser } from './SentenceBrowser.tsx';

const takes = 'Corpus files (CoNLL, CoNLL-U, word/TAG, JSONL, JSON, CSV or plain text)';

function ImportButton() {
  const importing = useCorpora((state) => state.importing !== null);
  const running = useRunUnderWay();
  return (
    <FileOpener
      takes={takes}
      multiple
      onFiles={(files) => void openFiles(files)}
      variant="default"
      leftSection={<IconFileImport size={18} aria-hidden />}
      loading={importing}
      whyNot={running ? 'A run is under way: a corpus can be imported when it has ended.' : null}
    >
      Import corpus
    </FileOpener>
  );
}

/** Where the work goes on from here. */
function NextPanel({ corpus }: { readonly corpus: CorpusSummary }) {
  const task = useSetup((state) => state.task);
  const source = useSourceModel();
  if (hasNothing(corpus)) return <Onward to="annotate" />;
  return <Onward to={task !== 'adapt' ? 'train' : source ? 'labels' : 'source'} />;
}

/** Whether it is text alone, in which nobody has marked anything yet. */
const hasNothing = ({ kind, categories }: CorpusSummary) => kind === 'spans' && categories.length === 0;

function NothingYet() {
  return (
    <>
      <Text c="dimmed">Nothing is annotated yet.</Text>
      <div>
        <Button variant="default" onClick={() => showPanel('annotate')}>
          Annotate it
        </Button>
      </div>
    </>
  );
}

export function CorpusPanel() {
  const hasDemo = useDemo(({ corpus: ofDemo }) => ofDemo !== null);
  const corpus = useTargetCorpus();
  const importing = useCorpora((state) => state.importing);
  const problem = useCorpora((state) => state.problem);
  const hasUnread = useImporting(({ settings }) => settings[unread] !== undefined);
  const running = useRunUnderWay();
  const failed = hasUnread && importing === null;
  const empty = !corpus && !importing && !failed;

  return (
    <>
      <DropArea disabled={running || importing !== null} />
      <Panel
        title="Corpus"
        purpose={
          corpus
            ? undefined
            : 'Sentences in which somebody marked what the model should find. Drop files anywhere on this page: one to be divided, or train, dev and test.'
        }
        actions={
          !empty && (
            <>
              <ImportButton />
              {corpus && !hasDemo && <DemoButton variant="default" />}
              {corpus && <NextPanel corpus={corpus} />}
            </>
          )
        }
        wide={corpus ? 'large' : false}
      >
        {importing && <TimedProgress progress={importing} />}
        {problem && (
          <ProblemAlert
            problem={problem}
            title={failed ? 'The files could not be read' : 'That did not work'}
            onClose={() => useCorpora.setState({ problem: null })}
          />
        )}
        {failed && (
          <PanelSection title="Read the files another way">
            <ImportSettingsForm settingsKey={unread} />
          </PanelSection>
        )}
        {empty && (
          <EmptyPanel icon={IconBook2} title="No corpus yet" action={<ImportButton />}>
            CoNLL columns, CoNLL-U, word/TAG lines, brat, WebAnno, JSON with spans, CSV or plain text, alone or in a
            zip. Graft works out which, and says what it assumed. The demo brings several thousand sentences.
          </EmptyPanel>
        )}
        {corpus && (
          <div className={classes.corpus}>
            <Stack gap="sm">
              <div>
                <CorpusBar corpus={corpus} />
                <HowItWasRead key={corpus.name} corpus={corpus} />
                <CorpusNotes key={corpus.id} corpus={corpus} />
              </div>
              <SentenceBrowser key={corpus.id} corpus={corpus} />
            </Stack>
            <PanelSection title="Counts" purpose={corpus.kind === 'tags' ? 'Tokens by tag.' : 'Spans by category.'}>
              {hasNothing(corpus) ? <NothingYet /> : <CountsTable corpus={corpus} />}
            </PanelSection>
            <PanelSection
              title="Categories"
              purpose="Two categories with the same name become one. What is left out counts as not annotated. The files themselves are not changed."
            >
              <CategoryEditor key={`${corpus.id} ${corpus.categories.join(' ')}`} corpus={corpus} />
            </PanelSection>
          </div>
        )}
      </Panel>
    </>
  );
}
