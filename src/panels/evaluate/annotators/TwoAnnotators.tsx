/** Two annotators side by side: whose corpora, how far they agree, and where somebody has to decide. */
import { Button, Select, Text } from '@mantine/core';
import { useRef } from 'react';
import type { Kappa } from '../../../../workers/protocol/agreement.ts';
import type { CorpusSummary } from '../../../../workers/protocol/engine.ts';
import { counted, percent } from '../../../charts/figures.ts';
import { Figures } from '../../../components/Figures.tsx';
import { PanelSection } from '../../../components/Panel.tsx';
import { ProblemAlert } from '../../../components/ProblemAlert.tsx';
import { ReasonedButton } from '../../../components/ReasonedButton.tsx';
import { measureAgreement, stateOf } from '../../../engine/agreement.ts';
import { chooseAnnotators, useAgreement } from '../../../store/agreement.ts';
import { useCorpora } from '../../../store/corpora.ts';
import { showPanel } from '../../../store/view.ts';
import classes from '../EvaluatePanel.module.css';
import adjudicating from './Adjudication.module.css';
import { Adjudication, decideByKey } from './Adjudication.tsx';
import { SharedSpans } from './SharedSpans.tsx';

export function TwoAnnotators() {
  return (
    <PanelSection
      title="Two annotators"
      purpose="Two people marked the same texts: how far they agree, and what is right where they do not."
    >
      <Annotators />
    </PanelSection>
  );
}

function Annotators() {
  const corpora = useCorpora((state) => state.corpora).filter(({ kind }) => kind === 'spans');
  const { a: chosenA, b: chosenB, measuring, problem, measured } = useAgreement();
  const isAsked = useRef(false);
  const b = corpora.find(({ id }) => id === chosenB) ?? corpora.at(-1);
  const a = corpora.find(({ id }) => id === chosenA) ?? corpora.findLast(({ id }) => id !== b?.id);
  if (!a || !b) {
    return (
      <>
        <Text c="dimmed">Import what each annotator made, as a corpus of its own.</Text>
        <div>
          <Button variant="default" onClick={() => showPanel('corpus')}>
            Import a corpus
          </Button>
        </div>
      </>
    );
  }
  const isNow = measured?.of === stateOf(a, b);
  return (
    // A click on anything in it leaves the focus here, so that the keys that decide go on working.
    // biome-ignore lint/a11y/noStaticElementInteractions: only keys are taken, for the differences within.
    <div tabIndex={-1} className={adjudicating.keys} onKeyDown={measured && isNow ? decideByKey : undefined}>
      <div className={classes.choice}>
        <Choice
          label="Annotator A"
          corpora={corpora}
          chosen={a}
          onChoose={(id) => chooseAnnotators({ a: id, b: b.id })}
        />
        <Choice
          label="Annotator B"
          corpora={corpora}
          chosen={b}
          onChoose={(id) => chooseAnnotators({ a: a.id, b: id })}
        />
        <ReasonedButton
          variant="default"
          loading={measuring}
          whyNot={a.id === b.id ? 'Both are the same corpus: choose another one.' : null}
          onClick={() => {
            isAsked.current = true;
            void measureAgreement(a, b);
          }}
        >
          Measure agreement
        </ReasonedButton>
      </div>
      {problem && <ProblemAlert problem={problem} />}
      {measured && !isNow && <Text c="dimmed">A corpus was changed since: measure again. What was decided holds.</Text>}
      {measured && isNow && (
        <>
          <Figures
            figures={[
              { label: 'Kappa of categories', value: kappa(measured.categories.all) },
              { label: '… of tokens that either marked', value: kappa(measured.categories.annotated) },
              { label: 'F1 of spans', value: percent(measured.spans.overall.f1) },
              { label: 'Documents', value: measured.documents },
            ]}
          />
          <Text size="sm" c="dimmed">
            {counted(measured.tags.all.tokens, 'token')}, of which {counted(measured.tags.annotated.tokens, 'token')}{' '}
            are marked by either. Over IOB2 tags kappa is {kappa(measured.tags.all)}, and{' '}
            {kappa(measured.tags.annotated)} of those.
          </Text>
          {measured.problems.map(({ message, remedy }) => (
            <Text key={message} size="sm" c="dimmed">
              {message} {remedy}
            </Text>
          ))}
          <SharedSpans agreement={measured} names={measured.names} />
          <Adjudication a={a} b={b} differences={measured.differences} hasFocus={isAsked.current} />
        </>
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly corpora: readonly CorpusSummary[];
  readonly chosen: CorpusSummary;
  readonly onChoose: (id: string) => void;
}

function Choice({ label, corpora, chosen, onChoose }: ChoiceProps) {
  return (
    <Select
      label={label}
      data={corpora.map(({ id, name }) => ({ value: id, label: name }))}
      value={chosen.id}
      onChange={(id) => id !== null && onChoose(id)}
      allowDeselect={false}
      w="min(18rem, 100%)"
    />
  );
}

const kappa = ({ kappa: value }: Kappa) => (value === null ? '–' : value.toFixed(2));
