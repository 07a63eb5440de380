/** Corpora that are learned together, in an address: `share=encoder&with=CoNLL-2003&rate=0.1`. The numbers are fields there. */
import { defaultJointLearning, type JointLearning, jointSchema } from '../../workers/protocol/configuration.ts';
import { broken, checked } from './linkFaults.ts';

export const jointKeys = { single: ['share'], repeated: ['with', 'label'] } as const;

/** @param together the names of the corpora that are learned beside the target. */
export function writeJoint(link: URLSearchParams, joint: JointLearning, together: readonly string[]): void {
  link.set('share', joint.sharing);
  for (const name of together) link.append('with', name);
  for (const [label, meanings] of Object.entries(joint.labelMap)) {
    link.append('label', JSON.stringify([label, ...meanings]));
  }
}

/** What is shared and what labels mean; null where the link is about another task. */
export function readJoint(link: URLSearchParams): JointLearning | null {
  if (!link.has('share')) return null;
  return checked(
    jointSchema.safeParse({
      ...defaultJointLearning,
      sharing: link.get('share'),
      labelMap: Object.fromEntries(link.getAll('label').map(readLabel)),
    }),
  );
}

function readLabel(written: string): [string, unknown[]] {
  let read: unknown = null;
  try {
    read = JSON.parse(written);
  } catch {
    // Said below.
  }
  if (!Array.isArray(read) || typeof read[0] !== 'string') {
    throw broken(`"label" holds ${written}, which is not a label with what it means.`);
  }
  return [read[0], read.slice(1)];
}
