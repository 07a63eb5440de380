/** `graft evaluate`: a model's scores on a corpus, as the table that conlleval prints. */
import { Command } from 'commander';
import type { BackendPreference } from '../../workers/protocol/configuration.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import { formatConlleval } from '../../workers/text/conlleval.ts';
import { errorLines } from '../../workers/text/errorLines.ts';
import { evaluationReport, json } from '../../workers/text/runReport.ts';
import { addBeamOption, modelUse } from '../beamOption.ts';
import type { Context } from '../context.ts';
import { checkAnnotated, checkKind } from '../corpusKind.ts';
import { addCorpusOptions, type CorpusOptions, corpusOptionsIn, fileList, importFiles } from '../corpusOptions.ts';
import { checkOutputs, writeWhole } from '../files.ts';
import { filesOfModel, loadModel, modelHelp, readModel } from '../modelFiles.ts';
import { Progress } from '../progress.ts';
import { addBackendOption, openEngine } from '../runOptions.ts';

interface EvaluateOptions extends CorpusOptions {
  readonly model: string;
  readonly test: readonly string[];
  readonly json?: string;
  readonly errors?: string;
  readonly beam?: number;
  readonly backend: BackendPreference;
}

export function evaluateCommand(context: Context): Command {
  const command = new Command('evaluate')
    .description('score a model on a corpus, as conlleval does')
    .requiredOption('--model <file>', modelHelp)
    .requiredOption('--test <file>', 'sentences with their right answers; several --test are taken together', fileList)
    .option('--json <file>', 'where the report goes')
    .option('--errors <file>', 'where every mistake goes, one a line, as JSON Lines');
  addBackendOption(addBeamOption(command));
  return addCorpusOptions(command).action((options: EvaluateOptions) => evaluate(context, options));
}

async function evaluate(context: Context, options: EvaluateOptions): Promise<void> {
  checkOutputs(
    { '--json': options.json, '--errors': options.errors },
    { '--model': filesOfModel(options.model), '--test': options.test },
  );
  const progress = new Progress(context);
  const files = await readModel(options.model);
  const corpora = await context.openCorpora();
  const { test } = options;
  const corpus = await importFiles(corpora, { test }, corpusOptionsIn(options), progress);
  checkAnnotated(corpus);
  const engine = await openEngine(context, corpora, progress, options.backend);
  const model = await loadModel(engine, files, progress, modelUse(options));
  checkKind(model, corpus);
  if (options.errors !== undefined && model.kind === 'tags') throw errorsOfTags(options.model);
  const unknown = corpus.categories.filter((category) => !model.categories.includes(category));
  if (unknown.length > 0) {
    progress.line(
      `Warning: the model does not know ${unknown.join(', ')}; whatever is annotated so counts as missed. ` +
        'If it has other names for them, give it these (graft edit --rename).',
    );
  }
  const evaluation = await engine.evaluate(model.id, corpus, 'test', progress.onProgress);
  progress.clear();
  if (options.json !== undefined) await writeWhole(options.json, json(evaluationReport(evaluation, corpus)));
  if (options.errors !== undefined) await writeWhole(options.errors, errorLines(evaluation));
  context.out(`${formatConlleval(evaluation.scores)}\n`);
}

function errorsOfTags(file: string): GraftError {
  return new GraftError({
    code: 'errors-of-tags',
    message: '--errors lists spans that are wrong, and this model gives every token a tag.',
    remedy: 'Leave --errors out: the confusion of tags stands in the report (--json).',
    file,
  });
}
