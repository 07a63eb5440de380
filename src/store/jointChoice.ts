/** Learning corpora together (paper 3) as people choose it and read of it: forms, run facts, sheets and links say the same. */
import { defaultJointLearning, type JointLearning, type Sharing } from '../../workers/protocol/configuration.ts';
import type { CorpusSummary } from '../../workers/protocol/engine.ts';
import type { NumberField } from '../../workers/protocol/fields.ts';
import { labellingRateField } from '../../workers/protocol/labellingRate.ts';
import type { ChosenField } from './chosenFields.ts';

interface SharingWords {
  /** The paper's own name. */
  readonly name: string;
  readonly title: string;
  readonly meaning: string;
}

export const sharingWords: Readonly<Record<Sharing, SharingWords>> = {
  all: {
    name: 'T-A',
    title: 'Everything',
    meaning:
      'One model with one output learns them all. A map says which labels are the same. For corpora that mark the same things.',
  },
  encoder: {
    name: 'T-B',
    title: 'All but the output',
    meaning:
      'Each corpus has an output of its own over the same words. For other labels: names, chunks, parts of speech.',
  },
  characters: {
    name: 'T-C',
    title: 'Characters alone',
    meaning: 'Words and all above them are each corpus’s own. For languages that are written alike.',
  },
};

/** `all but the output (T-B)`. */
export function sharedInWords(sharing: Sharing): string {
  const { title, name } = sharingWords[sharing];
  return `${title.toLowerCase()} (${name})`;
}

/** What is a number in {@link JointLearning}. */
export const jointFields = {
  rate: {
    ...labellingRateField,
    help: 'How much of the target’s training sentences is learned from: 0.1 is one in ten. At 0, which needs T-A, the target is learned from the other corpora alone.',
    minimum: 0,
  },
  targetShare: {
    kind: 'number',
    label: 'Steps from the target',
    help: 'How often a step learns from the target: 0.5 is every other one. The other corpora share the rest evenly.',
    default: defaultJointLearning.targetShare,
    minimum: 0,
    maximum: 1,
  },
} as const satisfies Readonly<Record<string, NumberField>>;

export function chosenJoint(joint: JointLearning): ChosenField[] {
  return Object.entries(jointFields).map(([key, field]) => {
    return { key, field, value: joint[key as keyof typeof jointFields], standard: field.default };
  });
}

type Labelled = Pick<CorpusSummary, 'categories'>;

/** As a run takes it: of the labels that the corpora have, and only where labels are shared. */
export function withFittingMap(joint: JointLearning, target: Labelled, sources: readonly Labelled[]): JointLearning {
  if (joint.sharing !== 'all') return { ...joint, labelMap: {} };
  const theirs = new Set(sources.flatMap(({ categories }) => categories));
  const fitting = Object.entries(joint.labelMap)
    .filter(([label]) => theirs.has(label))
    .map(([label, meanings]) => [label, meanings.filter((meaning) => target.categories.includes(meaning))] as const)
    .filter(([, meanings]) => meanings.length > 0);
  return { ...joint, labelMap: Object.fromEntries(fitting) };
}
