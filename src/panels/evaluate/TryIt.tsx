/** A text of one's own, tagged before and after: by the source model and by the model that is evaluated. */
import { Text, Textarea, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ClipboardEvent, useMemo } from 'react';
import type { PartName } from '../../../workers/protocol/corpus.ts';
import type { CorpusSummary } from '../../../workers/protocol/engine.ts';
import type { TaggedSpan } from '../../../workers/protocol/evaluation.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { count } from '../../charts/figures.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { HighlightedText } from '../../components/HighlightedText.tsx';
import { ProblemAlert } from '../../components/ProblemAlert.tsx';
import { useCategoryColour } from '../../store/colours.ts';
import { setTriedText, useEvaluation } from '../../store/evaluation.ts';
import classes from './EvaluatePanel.module.css';
import { LongTagged } from './LongTagged.tsx';
import { longText, piecesOf } from './pieces.ts';
import { useSampleText } from './useSampleText.ts';
import { useTagged } from './useTagged.ts';

interface TryItProps {
  /** The source model, where there is one, and the model that came of it. */
  readonly models: readonly { readonly role: string; readonly model: ModelSummary }[];
  /** Where the first text comes from. */
  readonly corpus: CorpusSummary | null;
  readonly part: PartName;
}

/** Milliseconds without a keystroke before the models are asked. */
const patience = 300;
/** Letters on a line of the box, more or less. */
const lineLength = 75;
const [fewestRows, mostRows] = [2, 10];

/** The box is as high as its text, without measuring it: that takes the browser too long where the text is. */
function rowsOf(text: string): number {
  if (text.length > lineLength * mostRows) return mostRows;
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / lineLength)), 0);
  return Math.min(mostRows, Math.max(fewestRows, lines));
}

/** By its first letter, as `dir="auto"` says it, which takes the browser long where the text is. */
function directionOf(text: string): 'ltr' | 'rtl' {
  const first = /\p{Letter}/u.exec(text)?.[0] ?? '';
  return /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(first)
    ? 'rtl'
    : 'ltr';
}

/** The browser takes seconds to paste many lines as if they were typed; put in place at once, they take a fraction. */
function takeLongPaste(event: ClipboardEvent<HTMLTextAreaElement>): void {
  const pasted = event.clipboardData.getData('text/plain').replace(/\r\n?/g, '\n');
  if (pasted.length <= longText) return;
  event.preventDefault();
  const { value, selectionStart, selectionEnd } = event.currentTarget;
  setTriedText(value.slice(0, selectionStart) + pasted + value.slice(selectionEnd));
}

export function TryIt({ models, corpus, part }: TryItProps) {
  const typed = useEvaluation((state) => state.triedText);
  const sample = useSampleText(corpus, part);
  const text = typed ?? sample;
  const [settled] = useDebouncedValue(text, patience);
  const pieces = useMemo(() => (settled.length > longText ? piecesOf(settled) : null), [settled]);
  return (
    <>
      <Textarea
        label="Text to tag"
        description="Type or paste anything. It stays on this machine."
        attributes={{ input: { dir: text.length > longText ? directionOf(text) : 'auto' } }}
        value={text}
        onChange={(event) => setTriedText(event.currentTarget.value)}
        onPaste={takeLongPaste}
        rows={rowsOf(text)}
        resize="vertical"
        maw="44rem"
      />
      {pieces && (
        <Text size="sm" c="dimmed">
          {count(settled.length)} letters: each part is tagged when it comes into view.
        </Text>
      )}
      <div className={classes.columns}>
        {models.map(({ role, model }) => (
          <section key={model.id} aria-label={`${role}: ${model.name}`}>
            <Title order={3} size="h4">
              {role}
            </Title>
            <Text size="sm" c="dimmed" mb="xs" style={{ overflowWrap: 'anywhere' }}>
              {model.name}
            </Text>
            {model.kind === 'tags' ? (
              <Text size="sm">This model gives every word a tag of its own; it finds no spans to mark in a text.</Text>
            ) : pieces ? (
              <LongTagged model={model} pieces={pieces} />
            ) : (
              <Tagged model={model} text={settled} />
            )}
          </section>
        ))}
      </div>
    </>
  );
}

function Tagged({ model, text }: { readonly model: ModelSummary; readonly text: string }) {
  const { tagged, problem } = useTagged(model, text);
  if (problem) return <ProblemAlert problem={problem} />;
  if (!tagged) return null;
  return (
    <>
      <HighlightedText text={tagged.text} spans={tagged.spans.map(({ confidence: _, ...span }) => span)} />
      <Found text={tagged.text} spans={tagged.spans} />
    </>
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
            <span dir="auto" title={text.slice(start, end)}>
              {text.slice(start, end)}
            </span>
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
