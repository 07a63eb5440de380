/**
 * A run at a glance, in one row: the model it starts from, what it learns from, what is new. Of the run that is shown,
 * by the names that things had then; before there is one, of what is set up.
 */
import type { ReactNode } from 'react';
import { architectureLabel } from '../../../workers/protocol/architectures.ts';
import type { BackendInfo } from '../../../workers/protocol/backend.ts';
import { backendTitles } from '../../backendTitles.ts';
import { counted } from '../../charts/figures.ts';
import { CategoryChip } from '../../components/CategoryChip.tsx';
import { plannedOutline } from '../../engine/runs.ts';
import { useBackend } from '../../store/backend.ts';
import { useSourceCorpora, useTargetCorpus } from '../../store/corpora.ts';
import { sharedInWords } from '../../store/jointChoice.ts';
import { useSourceModel } from '../../store/models.ts';
import { namesOrCount, outlineChanges, type RunOutline } from '../../store/outline.ts';
import { useRunUnderWay, useShownRun } from '../../store/runs.ts';
import { useSetup } from '../../store/setup.ts';
import classes from './RunFacts.module.css';

/** A device may call itself by its backend's name already. */
function describeBackend({ name, device }: BackendInfo): string {
  const label = backendTitles[name];
  return device.startsWith(label) ? device : `${label}, ${device}`;
}

interface FactProps {
  readonly label: string;
  /** The whole of what may be cut. */
  readonly title?: string;
  readonly children: ReactNode;
}

function Fact({ label, title, children }: FactProps) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd title={title}>{children}</dd>
    </div>
  );
}

/** More chips than these would be rows of their own; the score table names all. */
const mostChips = 2;

function NewCategories({ categories }: { readonly categories: readonly string[] }) {
  if (categories.length === 0) return 'none';
  if (categories.length > mostChips) return counted(categories.length, 'category', 'categories');
  return categories.map((category) => <CategoryChip key={category} category={category} />);
}

/** What is set up, as an outline; null as long as something is missing. */
function useNext() {
  // Whatever the outline is made of.
  useSetup();
  useTargetCorpus();
  useSourceCorpora();
  useSourceModel();
  return plannedOutline();
}

/** Of the target, at its labelling rate. */
function learnedSentences({ sentences, rate }: RunOutline): string {
  const all = counted(sentences, 'sentence');
  return rate < 1 ? `${Number((100 * rate).toPrecision(3))} % of ${all}` : all;
}

export function RunFacts() {
  const run = useShownRun(({ outline }) => outline);
  const ranOn = useShownRun(({ result }) => result?.backend);
  const backend = useBackend((state) => state.info);
  const next = useNext();
  const shown = run ?? next;
  if (!shown) return null;
  const device = ranOn ? backendTitles[ranOn] : backend && backendTitles[backend.name];
  return (
    <dl className={classes.facts} aria-label={run ? 'The run shown' : 'What is set up'}>
      <Fact label="Architecture">{architectureLabel(shown.architecture)}</Fact>
      <Fact label="Starts from" title={shown.start}>
        {shown.start}
      </Fact>
      <Fact label="Learns from" title={shown.corpus}>
        <bdi>{shown.corpus}</bdi>, {learnedSentences(shown)}
      </Fact>
      {shown.joint && (
        <>
          <Fact label="Together with" title={shown.together.join(', ')}>
            <bdi>{namesOrCount(shown.together, 'corpora') || 'nothing yet'}</bdi>
          </Fact>
          <Fact label="Shared">{sharedInWords(shown.joint.sharing)}</Fact>
        </>
      )}
      {shown.task === 'adapt' && (
        <Fact label="New categories" title={shown.newCategories.join(', ')}>
          <NewCategories categories={shown.newCategories} />
        </Fact>
      )}
      {shown.how !== 'seeds' && <Fact label="Seed">{shown.seed}</Fact>}
      {shown.how !== 'once' && <Fact label="Runs">{shown.often}</Fact>}
      <Fact label="Computes on" title={backend ? describeBackend(backend) : undefined}>
        {device ?? 'being chosen'}
      </Fact>
    </dl>
  );
}

/** What is set up otherwise by now than it was for the run that is shown. */
export function NextRun() {
  const run = useShownRun(({ outline }) => outline);
  const running = useRunUnderWay();
  const next = useNext();
  const changes = run && next && !running ? outlineChanges(run, next) : [];
  if (changes.length === 0) return null;
  return <p className={classes.next}>Start training would now be another run: {changes.join('; ')}.</p>;
}
