/**
 * What annotators write about the document, for themselves and for one another. It is kept when the field is left, and whenever the
 * writer pauses.
 */
import { Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Document } from '../../../workers/protocol/corpus.ts';
import { writeNote } from '../../engine/annotating.ts';
import { useAnnotating } from '../../store/annotating.ts';

/** Milliseconds. */
const pause = 1500;

export function DocumentNote({ document }: { readonly document: Document }) {
  const { corpusId, part } = useAnnotating();
  const kept = document.note ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const write = () => {
    if (typed !== null) writeNote(typed, { corpusId, part, document });
  };
  const latest = useRef(write);
  latest.current = write;
  useEffect(() => {
    if (typed === null) return;
    const waiting = setTimeout(() => latest.current(), pause);
    return () => clearTimeout(waiting);
  }, [typed]);
  // By then another document may be open: it is written to its own.
  useEffect(() => () => latest.current(), []);
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
        write();
        setTyped(null);
      }}
    />
  );
}
