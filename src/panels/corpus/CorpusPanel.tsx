/** The texts: bringing them in, seeing what was understood, reading them. */
import { Button, Collapse, Group, Select, Stack, UnstyledButton } from '@mantine/core';
import { IconBook2, IconChevronDown, IconChevronRight, IconFileImport, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { EmptyPanel } from '../../components/EmptyPanel.tsx';
import { FileOpener } from '../../components/FileOpener.tsx';
import { Panel, PanelSection } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { TimedProgress } from '../../components/TimedProgress.tsx';
import { removeCorpus } from '../../engine/corpora.ts';
import { setTarget, useCorpora, useTargetCorpus } from '../../store/corpora.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { CategoryEditor } from './CategoryEditor.tsx';
import classes from './CorpusPanel.module.css';
import { CountsTable } from './CountsTable.tsx';
import { DropArea } from './DropArea.tsx';
import { ImportReport } from './ImportReport.tsx';
import { ImportSettingsForm } from './ImportSettingsForm.tsx';
import { openFiles, useImporting } from './importing.ts';
import { SentenceBrowser } from './SentenceBrowser.tsx';

const takes = 'Corpus files (CoNLL, CoNLL-U, word/TAG, JSONL, JSON, CSV or plain text)';

function ImportButton({ primary }: { readonly primary: boolean }) {
  const importing = useCorpora((state) => state.importing !== null);
  const running = useRunUnderWay();
  return (
    <FileOpener
      takes={takes}
      multiple
      onFiles={(files) => void openFiles(files)}
      variant={primary ? 'filled' : 'default'}
      leftSection={<IconFileImport size={18} aria-hidden />}
      loading={importing}
      disabled={running}
    >
      Import corpus
    </FileOpener>
  );
}

function CorpusChoice() {
  const corpora = useCorpora((state) => state.corpora);
  const targetId = useCorpora(({ roles }) => roles.target);
  const running = useRunUnderWay();
  return (
    <Group align="flex-end">
      <Select
        label="Corpus"
        data={corpora.map(({ id, name }) => ({ value: id, label: name }))}
        value={targetId}
        onChange={setTarget}
        allowDeselect={false}
        disabled={running}
        w={{ base: '100%', xs: 300 }}
      />
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconTrash size={16} aria-hidden />}
        disabled={running || !targetId}
        onClick={() => targetId && removeCorpus(targetId)}
      >
        Remove
      </Button>
    </Group>
  );
}

/** Settings of the import that made this corpus, or of one that failed; shown at once when it failed. */
function HowItWasRead({ failed }: { readonly failed: boolean }) {
  const [asked, setAsked] = useState(false);
  const open = asked || failed;
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <div>
      {!failed && (
        <UnstyledButton className={classes.toggle} aria-expanded={open} onClick={() => setAsked(!asked)}>
          <Chevron size={16} aria-hidden />
          Read the files another way
        </UnstyledButton>
      )}
      <Collapse expanded={open}>
        <ImportSettingsForm />
      </Collapse>
    </div>
  );
}

export function CorpusPanel() {
  const corpus = useTargetCorpus();
  const importing = useCorpora((state) => state.importing);
  const problem = useCorpora((state) => state.problem);
  const settings = useImporting((state) => state.settings);
  const madeHere = useImporting((state) => state.corpusId);
  const running = useRunUnderWay();
  const failed = settings !== null && madeHere === null && problem !== null;

  return (
    <>
      <DropArea disabled={running || importing !== null} />
      <Panel
        title="Corpus"
        purpose="Sentences in which somebody marked what the model should find. Drop files anywhere on this page: one to be divided, or train, dev and test."
        actions={corpus && <ImportButton primary={false} />}
      >
        {importing && <TimedProgress progress={importing} />}
        {problem && (
          <ProblemAlert
            problem={problem}
            title={failed ? 'The files could not be read' : 'That did not work'}
            onClose={() => useCorpora.setState({ problem: null })}
          />
        )}
        {failed && <HowItWasRead failed />}
        {!corpus && !importing && !failed && (
          <EmptyPanel icon={IconBook2} title="No corpus yet" action={<ImportButton primary={false} />}>
            CoNLL columns, CoNLL-U, word/TAG lines, JSONL or JSON with spans, CSV, or plain text. Graft works out which,
            and says what it assumed. The demo brings several thousand sentences.
          </EmptyPanel>
        )}
        {corpus && (
          <Stack gap="xl">
            <CorpusChoice />
            <ImportReport corpus={corpus} />
            {settings && madeHere === corpus.id && <HowItWasRead failed={false} />}
            <PanelSection title="Sentences">
              <SentenceBrowser key={corpus.id} corpus={corpus} />
            </PanelSection>
            <PanelSection title="Counts" purpose={corpus.kind === 'tags' ? 'Tokens by tag.' : 'Spans by category.'}>
              <CountsTable corpus={corpus} />
            </PanelSection>
            <PanelSection
              title="Categories"
              purpose="Two categories with the same name become one. What is left out counts as not annotated. The files themselves are not changed."
            >
              <CategoryEditor key={`${corpus.id} ${corpus.categories.join(' ')}`} corpus={corpus} />
            </PanelSection>
          </Stack>
        )}
      </Panel>
    </>
  );
}
