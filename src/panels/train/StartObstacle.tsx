/** Why Start cannot be pressed, with the button that mends it. */
import { Button, Group, VisuallyHidden } from '@mantine/core';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { namesOrCount } from '../../store/outline.ts';
import { takeBackCategories } from '../../store/setup.ts';
import { panelTitles, showPanel } from '../../store/view.ts';
import type { Obstacle } from './oneObstacle.ts';

interface StartObstacleProps {
  /** By which Start refers to it. */
  readonly id: string;
  readonly obstacle: Obstacle;
}

export function StartObstacle({ id, obstacle: { problem, panel, unfit } }: StartObstacleProps) {
  return (
    <div>
      {/* The alert goes by its title, so that a reference to it would say no more than that. */}
      <VisuallyHidden id={id}>
        {problem.message} {problem.remedy}
      </VisuallyHidden>
      <ProblemAlert problem={problem} severity="warning" title="Training cannot start">
        <Group mt="sm" gap="sm">
          {unfit.length > 0 && (
            <Button size="compact-sm" onClick={() => takeBackCategories(unfit)}>
              Take back {namesOrCount(unfit)}
            </Button>
          )}
          {panel !== 'train' && (
            <Button size="compact-sm" variant="default" onClick={() => showPanel(panel)}>
              Go to {panelTitles[panel]}
            </Button>
          )}
        </Group>
      </ProblemAlert>
    </div>
  );
}
