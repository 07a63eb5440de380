/** Files of names that a new model looks words up in. What was read of each stands beside it before the run. */
import { Button, Group, Text } from '@mantine/core';
import { IconListDetails, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { GazetteerList } from '../../../workers/protocol/engine.ts';
import { type Problem, problemFrom } from '../../../workers/protocol/errors.ts';
import { counted } from '../../charts/figures.ts';
import { FileOpener } from '../../components/FileOpener.tsx';
import { PanelSection } from '../../components/Panel.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { bringGazetteer } from '../../engine/gazetteers.ts';
import { namesOrCount } from '../../store/outline.ts';
import { useRunUnderWay } from '../../store/runs.ts';
import { removeGazetteer, useSetup } from '../../store/setup.ts';
import classes from './Gazetteers.module.css';

const purpose =
  'Optional. Lists of names, such as places or surnames: of every word the tagger is then told in which lists it stands, as in paper 3. One name a line, its words parted by blanks as the corpus parts them; a second column, after a tab, names the list of a name, and without one the list is called as the file. A name in lower case is found however it is written, any other as it stands. The lists stay with the model.';

/** `3 names`, and where the file names lists of its own, which. */
function described(lists: readonly GazetteerList[]): string {
  const names = lists.reduce((sum, list) => sum + list.names, 0);
  const called = namesOrCount(
    lists.map(({ name }) => name),
    'lists',
  );
  return `${counted(names, 'name')} in ${lists.length === 1 ? `the list ${called}` : called}`;
}

export function Gazetteers() {
  const gazetteers = useSetup((state) => state.gazetteers);
  const running = useRunUnderWay();
  const [reading, setReading] = useState(false);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const bring = async (files: readonly File[]) => {
    setReading(true);
    setProblems([]);
    for (const file of files) {
      await bringGazetteer(file).catch((thrown: unknown) => setProblems((all) => [...all, problemFrom(thrown)]));
    }
    setReading(false);
  };
  return (
    <PanelSection title="Gazetteers" purpose={purpose}>
      {gazetteers.length > 0 && (
        <ul className={classes.files} aria-label="Gazetteers">
          {gazetteers.map(({ name, lists }) => (
            <li key={name} className={classes.file}>
              <Text size="sm">
                {name}, {described(lists)}
              </Text>
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                leftSection={<IconX size={14} aria-hidden />}
                aria-label={`Remove ${name}`}
                onClick={() => removeGazetteer(name)}
                disabled={running}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Group>
        <FileOpener
          takes="Gazetteers (text, one name a line)"
          multiple
          onFiles={(files) => void bring(files)}
          variant="default"
          leftSection={<IconListDetails size={18} aria-hidden />}
          loading={reading}
          disabled={running}
        >
          {gazetteers.length > 0 ? 'Add a gazetteer' : 'Choose gazetteers'}
        </FileOpener>
      </Group>
      {problems.map((problem) => (
        <ProblemAlert
          key={`${problem.file} ${problem.code}`}
          problem={problem}
          title="This gazetteer cannot be used"
          onClose={() => setProblems((all) => all.filter((each) => each !== problem))}
        />
      ))}
    </PanelSection>
  );
}
