/** Why corpora cannot be learned together as it is set up. The engine refuses the same; here it is known before Start. */
import type { JointLearning } from '../../../workers/protocol/configuration.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import { type ModelSpecification, outputKinds } from '../../../workers/protocol/specification.ts';
import { type Obstacle, obstacle } from './oneObstacle.ts';

type Corpus = Pick<CorpusSummary, 'name' | 'kind' | 'categories' | 'parts'>;

export interface JointSetup {
  readonly joint: JointLearning;
  readonly specification: ModelSpecification;
  readonly sources: readonly Corpus[];
  /** Whether there is another corpus than the target at all. */
  readonly hasOthers: boolean;
}

const kindWords = { spans: 'spans', tags: 'one tag a word' } as const;

export function jointObstacle(target: Corpus, setup: JointSetup): Obstacle | null {
  const { joint, sources, hasOthers } = setup;
  const { sharing, rate, targetShare } = joint;
  if (sources.length === 0) {
    const message = `There is no corpus to learn together with ${target.name}.`;
    return hasOthers
      ? obstacle('no-source-corpus', message, 'Tick one under “Together with”, or train on the target alone.', 'train')
      : obstacle('no-source-corpus', message, 'Import another, or train on the target alone.', 'corpus');
  }
  for (const source of sources) {
    const found = notLearnable(source);
    if (found) return found;
  }
  if (sharing !== 'all' && (rate === 0 || targetShare === 0)) {
    const when = rate === 0 ? 'At a labelling rate of 0' : 'Where no step learns from it';
    const message = `${when} the target has an output that learns nothing.`;
    return obstacle('labelling-rate', message, 'Share everything (T-A), or give more than 0.', 'train');
  }
  return sharing === 'all' ? sharedOutputObstacle(target, setup) : null;
}

function notLearnable({ name, parts }: Corpus): Obstacle | null {
  const untick = 'or take it out of what is learned together.';
  if (parts.train.sentences === 0) {
    return obstacle('empty-part', `${name} has no training sentences.`, `Import it with some, ${untick}`, 'corpus');
  }
  if (Object.values(parts.train.categories).some((number) => number > 0)) return null;
  const message = `The training sentences of ${name} hold no annotation: there is nothing to learn.`;
  return obstacle('nothing-annotated', message, `Choose another column of tags, ${untick}`, 'corpus');
}

/** Whether a label of the source may mean several, or one of the two corpora lacks what the other has. */
function leavesOpen(target: Corpus, { categories }: Corpus, labelMap: JointSetup['joint']['labelMap']): boolean {
  const meanings = categories.map((each) => (Object.hasOwn(labelMap, each) ? (labelMap[each] as string[]) : [each]));
  if (meanings.some(({ length }) => length > 1)) return true;
  if (target.kind === 'tags') return false;
  const shared = new Set(meanings.flat());
  return shared.size > target.categories.length || target.categories.some((each) => !shared.has(each));
}

function sharedOutputObstacle(target: Corpus, { joint, specification, sources }: JointSetup): Obstacle | null {
  const other = sources.find(({ kind }) => kind !== target.kind);
  if (other) {
    const message = `${target.name} and ${other.name} cannot share one output: one holds ${kindWords[target.kind]}, the other ${kindWords[other.kind]}.`;
    return obstacle(
      'corpus-kind',
      message,
      'Share all but the output (T-B), or choose another column of tags.',
      'train',
    );
  }
  const { accepts, label } = outputKinds[specification.output.kind];
  if (accepts.partial || !sources.some((source) => leavesOpen(target, source, joint.labelMap))) return null;
  const message = `The output ${label} cannot learn from labels that leave open which of several is meant.`;
  return obstacle(
    'output-partial',
    message,
    'Choose another architecture, or share all but the output (T-B).',
    'source',
  );
}
