/** All notes on the set-up in one line that opens. */
import { Text } from '@mantine/core';
import { Fold } from '../../components/Fold.tsx';
import classes from './LabelNotes.module.css';
import type { Note } from './notes.ts';

export function LabelNotes({ notes }: { readonly notes: readonly Note[] }) {
  const [first] = notes;
  if (!first) return null;
  return (
    <section className={classes.notes} aria-label="Notes on the labels">
      <Fold summary={notes.length === 1 ? first.gist : `${notes.length} notes: ${first.gist}, …`}>
        {notes.map(({ gist, text }) => (
          <Text key={gist} size="sm" maw="46rem" mt={4}>
            {text}
          </Text>
        ))}
      </Fold>
    </section>
  );
}
