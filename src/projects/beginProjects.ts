/**
 * What the page begins with: the project that this tab or the last one had, or nothing. A first visit loads and asks nothing; a project
 * begins by itself when something is there that is worth keeping.
 */
import { problemFrom } from '../../workers/protocol/errors.ts';
import type { Keeping } from '../engine/client.ts';
import { goOnByItself } from '../engine/runs.ts';
import { studio } from '../engine/studio.ts';
import { useCorpora } from '../store/corpora.ts';
import { useModels } from '../store/models.ts';
import { useProject } from '../store/project.ts';
import { isPrivate, rememberNone, wantedProject } from './tab.ts';

/**
 * @param isLink whether the address is a set-up that somebody followed: it has a project of its own.
 * @param ready when models can be loaded.
 * @returns whether a project was brought back.
 */
export async function beginProjects(isLink: boolean, ready: Promise<unknown>): Promise<boolean> {
  const { keeping } = studio();
  if (!keeping || isPrivate()) {
    useProject.setState({ mode: 'private' });
    return false;
  }
  const wanted = isLink ? null : wantedProject();
  if (wanted) {
    try {
      const { openProject } = await import('./openProject.ts');
      if (await openProject(wanted, keeping, ready)) {
        void goOnByItself();
        return true;
      }
      rememberNone(wanted);
    } catch (thrown) {
      useProject.setState({ keeps: 'no', problem: problemFrom(thrown) });
      return true;
    }
  } else {
    rememberNone();
  }
  beginWhenWorthIt(keeping);
  return false;
}

/** Once: with the first corpus or model. */
function beginWhenWorthIt(keeping: Keeping): void {
  const look = () => {
    if (useCorpora.getState().corpora.length + useModels.getState().models.length === 0) return;
    for (const end of ends) end();
    import('./openProject.ts')
      .then(({ beginProject }) => beginProject(keeping))
      .catch((thrown) => useProject.setState({ keeps: 'no', problem: problemFrom(thrown) }));
  };
  const ends = [useCorpora.subscribe(look), useModels.subscribe(look)];
  look();
}
