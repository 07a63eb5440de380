/** The output layer before and after, drawn: a cell a tag, and for a CRF the square of transitions with its new edge. */
import { Text } from '@mantine/core';
import type { AdaptationPlan } from '../../../workers/protocol/adaptationPlan.ts';
import type { ModelSummary } from '../../../workers/protocol/model.ts';
import { count, counted } from '../../charts/figures.ts';
import { PanelSection } from '../../components/Panel.tsx';
import { listed } from '../../listed.ts';
import { useCategoryColour } from '../../store/colours.ts';
import classes from './OutputLayer.module.css';

/** `B-Address` and `I-Address` belong to Address; O to none. */
function categoryOfTag(tag: string): string | null {
  const hyphen = tag.indexOf('-');
  if (hyphen === 1) return tag.slice(2);
  return tag === 'O' ? null : tag;
}

function TagRows({ tags, fresh }: { readonly tags: readonly string[]; readonly fresh: readonly string[] }) {
  const colourOf = useCategoryColour();
  const cell = (tag: string, isNew: boolean) => {
    const category = categoryOfTag(tag);
    const colour = category === null ? 'var(--graft-quiet)' : colourOf(category).css;
    return <li key={tag} className={classes.tag} data-new={isNew || undefined} style={{ color: colour }} title={tag} />;
  };
  return (
    <ol className={classes.tags} aria-hidden>
      {tags.map((tag) => cell(tag, false))}
      {fresh.map((tag) => cell(tag, true))}
    </ol>
  );
}

const mostNamed = 8;

/** The drawing in words. */
function newRows(fresh: readonly string[]): string {
  const which = fresh.length > mostNamed ? `${fresh.length} are new` : `new are ${listed(fresh)}`;
  return `${which}, the outlined ones`;
}

/** Everything that the new tags add to the square of transitions is an edge on its right and its bottom. */
function TransitionSquare({ before, after }: { readonly before: number; readonly after: number }) {
  const side = Math.sqrt(after);
  const kept = Math.sqrt(before);
  const grid = Array.from({ length: side - 1 }, (_, line) => line + 1);
  return (
    <svg className={classes.square} viewBox={`0 0 ${side} ${side}`} aria-hidden="true">
      <rect width={side} height={side} className={classes.fresh} />
      <rect width={kept} height={kept} className={classes.kept} />
      {side <= 60 &&
        grid.map((at) => <path key={at} d={`M${at} 0V${side}M0 ${at}H${side}`} className={classes.line} />)}
    </svg>
  );
}

export function OutputLayer({ plan, source }: { readonly plan: AdaptationPlan; readonly source: ModelSummary }) {
  const { tagsBefore, tagsAfter, transitions, newWords } = plan;
  const fresh = plan.categories.flatMap((row) => row.newTags);
  const grows = tagsAfter > tagsBefore;
  return (
    <PanelSection title="What it does to the output layer">
      <div className={classes.layer}>
        <div className={classes.words}>
          <p className={classes.figure}>
            {grows ? (
              <>
                {tagsBefore} <span aria-hidden>→</span> <span className={classes.hidden}>become</span> {tagsAfter}
              </>
            ) : (
              tagsBefore
            )}{' '}
            rows
          </p>
          <Text size="sm" c="dimmed">
            One for each tag{grows ? `; ${newRows(fresh)}` : ', as before'}.
          </Text>
          <TagRows tags={source.tags} fresh={fresh} />
        </div>
        {transitions && (
          <div className={classes.transitions}>
            <TransitionSquare {...transitions} />
            <div>
              <p className={classes.figure}>
                {transitions.after > transitions.before ? (
                  <>
                    {count(transitions.before)} <span aria-hidden>→</span>{' '}
                    <span className={classes.hidden}>become</span> {count(transitions.after)}
                  </>
                ) : (
                  count(transitions.before)
                )}
              </p>
              <Text size="sm" c="dimmed">
                transitions of the CRF, start and end included
              </Text>
            </div>
          </div>
        )}
      </div>
      <Text size="sm" c="dimmed">
        {newWords === 0
          ? 'The model knows every word of the corpus that is worth a row.'
          : `${counted(newWords, 'word')} of the corpus that the model never saw ${newWords === 1 ? 'gets' : 'get'} a row of ${newWords === 1 ? 'its' : 'their'} own.`}
      </Text>
    </PanelSection>
  );
}
