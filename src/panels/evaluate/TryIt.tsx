/** A text of one's own, tagged before and after: by the source model and by the model that is evaluated. */
import { Text, Textarea, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { ModelSummary, TaggedSpan, TaggedText } from '../../../workers/protocol/engine.ts';
import { type Problem, problemFrom } from '../../../workers/protocol/errors.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { HighlightedText } from '../../components/HighlightedText.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { studio } from '../../engine/studio.ts';
import { useCategoryColour } from '../../store/colours.ts';
import classes from './EvaluatePanel.module.css';

interface TryItProps {
  /** The source model, where there is one, and the model that came of it. */
  readonly models: readonly { readonly role: string; readonly model: ModelSummary }[];
}

const sample =
  'Hello, this is Marta Voss. Please change my address to 14 Weaver Lane, Leeds, and call me on 0113 555 0182 when it is done.';

/** Milliseconds without a keystroke before the models are asked. */
const patience = 300;

export function TryIt({ models }: TryItProps) {
  const [text, setText] = useState(sample);
  const [settled] = useDebouncedValue(text, patience);
  return (
    <>
      <Textarea
        label="Text to tag"
        description="Type or paste anything. It stays on this machine."
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={10}
        maw="44rem"
      />
      <div className={classes.columns}>
        {models.map(({ role, model }) => (
          <Tagged key={model.id} role={role} model={model} text={settled} />
        ))}
      </div>
    </>
  );
}

interface TaggedProps {
  readonly role: string;
  readonly model: ModelSummary;
  readonly text: string;
}

function Tagged({ role, model, text }: TaggedProps) {
  const [tagged, setTagged] = useState<TaggedText | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let current = true;
    if (text.trim() === '' || model.kind === 'tags') {
      setTagged(null);
      return;
    }
    studio()
      .engine.tagText(model.id, text)
      .then(
        (answer) => {
          if (!current) return;
          setTagged(answer);
          setProblem(null);
        },
        (thrown) => current && setProblem(problemFrom(thrown)),
      );
    return () => {
      current = false;
    };
  }, [model.id, model.kind, text]);
  return (
    <section aria-label={`${role}: ${model.name}`}>
      <Title order={3} size="h4">
        {role}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {model.name}
      </Text>
      {model.kind === 'tags' && (
        <Text size="sm">This model gives every word a tag of its own; it finds no spans to mark in a text.</Text>
      )}
      {problem && <ProblemAlert problem={problem} />}
      {tagged && !problem && (
        <>
          <HighlightedText text={tagged.text} spans={tagged.spans.map(({ confidence: _, ...span }) => span)} />
          <Found text={tagged.text} spans={tagged.spans} />
        </>
      )}
    </section>
  );
}

function Found({ text, spans }: { readonly text: string; readonly spans: readonly TaggedSpan[] }) {
  const colourOf = useCategoryColour();
  if (spans.length === 0) {
    return (
      <Text size="sm" c="dimmed" mt="sm">
        Nothing found.
      </Text>
    );
  }
  return (
    <ul className={classes.found} aria-label="Found, with confidence">
      {spans.map(({ start, end, category, confidence }) => {
        const percent = Math.round(confidence * 100);
        return (
          <li key={start}>
            <span title={text.slice(start, end)}>{text.slice(start, end)}</span>
            <CategoryChip category={category} />
            <span className={classes.bar} aria-hidden="true">
              <span style={{ width: `${percent}%`, background: colourOf(category).css }} />
            </span>
            <span className={classes.number}>{percent} %</span>
          </li>
        );
      })}
    </ul>
  );
}
