/** How much each number of a trained model matters, measured on dev sentences: it goes along with the model. */
import type { ModelState } from '../../models/state.ts';
import type { Corpus } from '../../protocol/corpus.ts';
import { outputKinds } from '../../protocol/specification.ts';
import { examplesOf } from '../../text/examples.ts';
import { type Importance, importanceOf } from '../../training/importance.ts';
import { type RunContext, reporting } from './context.ts';
import { indexOf } from './learner.ts';
import { withTagger } from './stage.ts';

/** More make it finer by little. */
const sentencesRead = 500;

export function measureImportance(context: RunContext, model: ModelState, dev: Corpus): Promise<Importance> {
  const { partial } = outputKinds[model.specification.output.kind].accepts;
  return withTagger(model, async (tagger) => {
    const all = examplesOf(dev, indexOf(tagger), partial ? 'open' : 'O');
    const drawn = context.random.fork('importance').shuffle(all).slice(0, sentencesRead);
    const losses = drawn.map((example) => () => tagger.loss([example], null));
    tagger.learnRows(drawn.map(({ words }) => words));
    const afterEach = reporting(context, 'Measuring how much each weight matters');
    return tagger.widened(await importanceOf(tagger.learningParameters, losses, afterEach));
  });
}
