/**
 * A run on one sheet: what it was set up with, what was planned and how it went, each a line. Two sheets beside each other
 * show what was different.
 */
import type { AdaptationPlan } from '../../../workers/protocol/adaptationPlan.ts';
import { architectureLabel } from '../../../workers/protocol/architectures.ts';
import {
  type AdaptationConfiguration,
  type JointLearning,
  type SingleConfiguration,
  singleRunOf,
} from '../../../workers/protocol/configuration.ts';
import type { RunRequest } from '../../../workers/protocol/engine.ts';
import type { Field, FieldValue } from '../../../workers/protocol/fields.ts';
import { labellingRateField } from '../../../workers/protocol/labellingRate.ts';
import { settingsFields } from '../../../workers/protocol/settings.ts';
import { specificationFields } from '../../../workers/protocol/specification.ts';
import { mainStage } from '../../../workers/text/runResult.ts';
import { backendTitles } from '../../backendTitles.ts';
import { count, lossFigure, percent } from '../../charts/figures.ts';
import { describeSeconds } from '../../engine/progress.ts';
import { jointFields, sharedInWords } from '../../store/jointChoice.ts';
import type { RunOutline } from '../../store/outline.ts';
import { mainStageSoFar, type RunState } from '../../store/runState.ts';

export type SheetGroup = 'Set-up' | 'Settings' | 'Plan' | 'Course';

export interface SheetLine {
  readonly group: SheetGroup;
  readonly label: string;
  readonly value: string;
}

const initialisationWords: Readonly<Record<AdaptationConfiguration['initialisation'], string>> = {
  matched: 'like the others',
  zeros: 'at zero',
  normal: 'at random',
  best: 'all three tried',
};
const unannotatedWords: Readonly<Record<AdaptationConfiguration['unannotated'], string>> = {
  pseudo: 'labelled by the source model',
  'as-o': 'taken as nothing',
  marginal: 'summed over',
};

function lines(group: SheetGroup, values: Readonly<Record<string, string>>): SheetLine[] {
  return Object.entries(values).map(([label, value]) => ({ group, label, value }));
}

function said(field: Field, value: FieldValue): string {
  if (field.kind === 'choice') return field.choices.find((choice) => choice.value === value)?.label ?? String(value);
  return field.kind === 'switch' ? yesNo(value === true) : String(value);
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

function setUpLines(outline: RunOutline, configuration: SingleConfiguration): SheetLine[] {
  const common = {
    Architecture: architectureLabel(outline.architecture),
    'Starts from': outline.start,
    'Learns from': outline.corpus,
    'Training sentences': count(outline.sentences),
    Seed: String(outline.seed),
    ...(outline.how !== 'once' && { Runs: outline.often }),
  };
  if (configuration.task !== 'adapt') {
    const learned =
      configuration.task === 'joint'
        ? jointValues(outline, configuration.joint)
        : { [labellingRateField.label]: String(outline.rate) };
    const shaping = specificationFields(configuration.specification).map(({ field, value }) => [
      field.label,
      said(field, value),
    ]);
    return lines('Set-up', { ...common, ...learned, ...Object.fromEntries(shaping) });
  }
  const { newCategories, annotated, unannotated, initialisation, freeze, categoryMap, compareWithRandom } =
    configuration.adaptation;
  const names = Object.entries(categoryMap).map(([from, to]) =>
    to === null ? `${from} left out` : `${from} is ${to}`,
  );
  return lines('Set-up', {
    ...common,
    'New categories': list(newCategories),
    Annotated: annotated === 'corpus' ? 'as the corpus says' : list(annotated),
    'What nobody looked for': unannotatedWords[unannotated],
    'New rows begin': initialisationWords[initialisation],
    'Only the output layer learns': yesNo(freeze),
    'Names in the corpus': list(names),
    'Compared with random weights': yesNo(compareWithRandom),
  });
}

function jointValues({ together }: RunOutline, { sharing, labelMap, rate, targetShare }: JointLearning) {
  const meanings = Object.entries(labelMap).map(([label, meant]) => `${label} is ${meant.join(' or ')}`);
  return {
    'Together with': list(together),
    Shared: sharedInWords(sharing),
    ...(sharing === 'all' && { 'Map of labels': meanings.length > 0 ? meanings.join('; ') : 'none' }),
    [jointFields.rate.label]: String(rate),
    [jointFields.targetShare.label]: String(targetShare),
  };
}

function planLines(plan: AdaptationPlan | null): SheetLine[] {
  if (!plan) return [];
  const { tagsBefore, tagsAfter, transitions, newWords, categories } = plan;
  const examples = categories
    .filter(({ state }) => state === 'new' || state === 'known')
    .map(({ name, examples: number }) => `${name} ${count(number)}`);
  return lines('Plan', {
    'Rows of the output layer': `${tagsBefore} → ${tagsAfter}`,
    ...(transitions && { Transitions: `${count(transitions.before)} → ${count(transitions.after)}` }),
    'New words': count(newWords),
    Examples: list(examples),
  });
}

const stopped = {
  'last epoch': 'all epochs done',
  'no better F1': 'F1 did not get better',
  'by the user': 'stopped by you',
} as const;

function courseLines(run: RunState): SheetLine[] {
  const stage = mainStageSoFar(run);
  if (!stage) return [];
  const kept = stage.records.find(({ epoch }) => epoch === stage.bestEpoch);
  const ended = run.result?.stages.find(({ id }) => id === run.result?.main)?.stopped;
  return lines('Course', {
    ...(run.result && run.result.repetitions.length > 0 && { Kept: stage.label }),
    'Kept epoch': `${stage.bestEpoch ?? '–'} of ${stage.records.length}`,
    'Mean training loss then': kept ? lossFigure(kept.loss) : '–',
    ...Object.fromEntries(
      (kept?.sources ?? []).map(({ corpus, dev }) => [`Dev F1 on ${corpus} then`, percent(dev.overall.f1)]),
    ),
    Ended: run.status === 'failed' ? 'failed' : ended ? stopped[ended] : 'under way',
    ...(run.result && {
      Took: describeSeconds(run.result.seconds),
      'Computed on': backendTitles[run.result.backend],
    }),
  });
}

export function runSheet(run: RunState): SheetLine[] {
  const { request, outline, plan } = run;
  if (!request || !outline) return courseLines(run);
  const configuration = keptConfiguration(run, request);
  const settings = Object.entries<Field>(settingsFields).flatMap(([key, field]) => {
    const value = configuration.settings[key as keyof typeof settingsFields];
    // What is for some encoders alone is told where somebody chose it.
    return field.encoders && value === field.default ? [] : [[field.label, said(field, value)]];
  });
  return [
    ...setUpLines(outline, configuration),
    ...lines('Settings', Object.fromEntries(settings)),
    ...planLines(plan),
    ...courseLines(run),
  ];
}

/** What a search drew for the model that it kept is what that model was set up with. */
function keptConfiguration({ result }: RunState, { configuration }: RunRequest): SingleConfiguration {
  if (configuration.task !== 'search' || !result) return singleRunOf(configuration);
  return { ...configuration.run, settings: mainStage(result).settings, specification: result.model.specification };
}

export interface PairedLine {
  readonly group: SheetGroup;
  readonly label: string;
  readonly values: readonly [string, string];
}

/** What the two runs do not have alike; a line that only one of them has is a dash in the other. */
export function sheetDifferences(one: RunState, other: RunState): PairedLine[] {
  const [first, second] = [runSheet(one), runSheet(other)];
  const find = (sheet: readonly SheetLine[], { group, label }: SheetLine) =>
    sheet.find((line) => line.group === group && line.label === label)?.value ?? '–';
  const all = [...first, ...second.filter((line) => find(first, line) === '–')];
  return all
    .map((line) => ({ ...line, values: [find(first, line), find(second, line)] as const }))
    .filter(({ values }) => values[0] !== values[1])
    .sort((a, b) => groupOrder.indexOf(a.group) - groupOrder.indexOf(b.group));
}

const groupOrder: readonly SheetGroup[] = ['Set-up', 'Settings', 'Plan', 'Course'];
