/** Something that keeps training from starting, with the place where it is mended. */
import type { Problem } from '../../../workers/protocol/errors.ts';
import type { PanelName } from '../../store/view.ts';

export interface Obstacle {
  readonly problem: Problem;
  /** The panel in which it can be mended. */
  readonly panel: PanelName;
  /** New categories that can be taken back to mend it. */
  readonly unfit: readonly string[];
}

/** One that has nothing to do with new categories. */
export function obstacle(code: string, message: string, remedy: string, panel: PanelName): Obstacle {
  return { problem: { code, message, remedy }, panel, unfit: [] };
}
