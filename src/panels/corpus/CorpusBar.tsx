/** Which corpus is shown, by a name that can be changed, and how much there is in it. */
import { Select } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { partNames } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { counted } from '../../charts/figures.ts';
import { EditableName } from '../../components/EditableName.tsx';
import { ReasonedButton } from '../../components/ReasonedButton.tsx';
import { removeCorpus, renameCorpus } from '../../engine/corpora.ts';
import { setTarget, useCorpora } from '../../store/corpora.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import classes from './CorpusBar.module.css';

function figuresOf({ parts, categories, kind }: CorpusSummary): string {
  const sum = (field: 'documents' | 'sentences' | 'tokens') =>
    partNames.reduce((total, part) => total + parts[part][field], 0);
  return [
    counted(sum('documents'), 'document'),
    counted(sum('sentences'), 'sentence'),
    counted(sum('tokens'), 'word or sign', 'words and signs'),
    kind === 'tags' ? counted(categories.length, 'tag') : counted(categories.length, 'category', 'categories'),
  ].join(' · ');
}

export function CorpusBar({ corpus }: { readonly corpus: CorpusSummary }) {
  const corpora = useCorpora((state) => state.corpora);
  const running = useRunUnderWay();
  const several = corpora.length > 1;
  return (
    <div className={classes.bar}>
      <div className={classes.which}>
        {several && (
          <Select
            aria-label="Corpus"
            data={corpora.map(({ id, name }) => ({ value: id, label: name }))}
            value={corpus.id}
            onChange={setTarget}
            allowDeselect={false}
            disabled={running}
            w={{ base: 'calc(100% - 3rem)', xs: 300 }}
          />
        )}
        <EditableName
          key={corpus.id}
          name={corpus.name}
          what="corpus"
          taken={corpora.map(({ name }) => name)}
          disabled={running}
          bare={several}
          onRename={(name) => void renameCorpus(corpus.id, name)}
        />
        <ReasonedButton
          variant="subtle"
          color="gray"
          leftSection={<IconTrash size={16} aria-hidden />}
          whyNot={running ? 'A run is under way: corpora can be removed when it has ended.' : null}
          onClick={() => removeCorpus(corpus.id)}
        >
          Remove
        </ReasonedButton>
      </div>
      <span className={classes.figures}>{figuresOf(corpus)}</span>
    </div>
  );
}
