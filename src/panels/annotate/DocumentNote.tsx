/** What annotators write about the document, for themselves and for one another. It is kept when the field is left. */
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Document } from '../../../workers/protocol/corpus.ts';
import { writeNote } from '../../engine/annotating.ts';

export function DocumentNote({ document }: { readonly document: Document }) {
  const kept = document.note ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Textarea
      label="Note on this document"
      size="sm"
      mt="sm"
      mb="sm"
      maw="42rem"
      autosize
      minRows={1}
      maxRows={6}
      value={typed ?? kept}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed !== null) writeNote(typed);
        setTyped(null);
      }}
    />
  );
}
