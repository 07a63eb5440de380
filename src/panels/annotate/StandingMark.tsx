/** Where a document stands, as a sign with its name. */
import { IconCheck, IconCircle, IconPencil, IconX } from '@tabler/icons-react';
import type { DocumentStanding } from '../../../workers/protocol/documents.ts';

export const standingLabels: Readonly<Record<DocumentStanding, string>> = {
  waiting: 'Waiting',
  draft: 'Draft',
  submitted: 'Submitted',
  discarded: 'Discarded',
};

const icons = { waiting: IconCircle, draft: IconPencil, submitted: IconCheck, discarded: IconX } as const;

export function StandingMark({ standing }: { readonly standing: DocumentStanding }) {
  const Icon = icons[standing];
  return (
    <span role="img" aria-label={standingLabels[standing]} title={standingLabels[standing]} style={{ lineHeight: 0 }}>
      <Icon size={14} aria-hidden opacity={standing === 'waiting' ? 0.45 : 1} />
    </span>
  );
}
