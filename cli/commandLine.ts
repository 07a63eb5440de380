/** The whole command line as one function, from arguments to an exit status. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { describeProblem, problemFrom } from '../workers/protocol/errors.ts';
import { settingsFields } from '../workers/protocol/settings.ts';
import { raiseLimits } from '../workers/text/limits.ts';
import { adaptCommand } from './commands/adapt.ts';
import { agreeCommand } from './commands/agree.ts';
import { compareCommand } from './commands/compare.ts';
import { convertCommand } from './commands/convert.ts';
import { deidentifyCommand } from './commands/deidentify.ts';
import { editCommand } from './commands/edit.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { experimentCommand } from './commands/experiment.ts';
import { exportCommand } from './commands/export.ts';
import { fetchCommand } from './commands/fetch.ts';
import { inspectCommand } from './commands/inspect.ts';
import { jointCommand } from './commands/joint.ts';
import { offerCommand } from './commands/offer.ts';
import { pretrainCommand } from './commands/pretrain.ts';
import { searchCommand } from './commands/search.ts';
import { shrinkCommand } from './commands/shrink.ts';
import { tagCommand } from './commands/tag.ts';
import { trainCommand } from './commands/train.ts';
import type { Context } from './context.ts';
import { exitStatus, isBrokenPipe, isWrongUsage, UsageError } from './failure.ts';

const commands = [
  trainCommand,
  adaptCommand,
  jointCommand,
  pretrainCommand,
  shrinkCommand,
  searchCommand,
  evaluateCommand,
  compareCommand,
  agreeCommand,
  tagCommand,
  deidentifyCommand,
  convertCommand,
  inspectCommand,
  editCommand,
  exportCommand,
  fetchCommand,
  offerCommand,
  experimentCommand,
];

/** @param words What stands behind `graft`. @returns The exit status, see `exitStatus`. */
export async function runCommandLine(words: readonly string[], context: Context): Promise<number> {
  const program = new Command('graft')
    .version(version(), '--version', 'print the version')
    .description('Teaches named-entity taggers new categories, on this machine.')
    .addHelpText(
      'after',
      '\nProgress goes to stderr, results to stdout. Exit status: 0 fine, 1 failed, 2 wrong usage,\n' +
        '130 ended by Ctrl-C, 141 the reader of the results has gone.',
    );
  for (const command of commands)
    program.addCommand(command(context).allowExcessArguments().hook('preAction', checkWords));
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .showHelpAfterError('Say --help after a command for its options.')
      .configureOutput({ writeOut: context.out, writeErr: context.note });
  }
  try {
    raiseLimits(process.env.GRAFT_LIMITS ?? '');
    await program.parseAsync(words, { from: 'user' });
    return exitStatus.fine;
  } catch (thrown) {
    return statusOf(thrown, context);
  }
}

function version(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

/** A word behind no option: mostly the second of several files, as `*.conll` gives them. @throws UsageError */
function checkWords(_: Command, { args, registeredArguments }: Command): void {
  const extra = args[registeredArguments.length];
  if (extra === undefined || registeredArguments.at(-1)?.variadic) return;
  throw new UsageError(
    `“${extra}” stands behind no option. Give the option again before each further value, as in --train a --train b, ` +
      'and put a value with blanks in quotation marks.',
  );
}

function statusOf(thrown: unknown, context: Context): number {
  if (thrown instanceof CommanderError) {
    const setting = /unknown option '--(\w+)'/.exec(thrown.message)?.[1];
    if (setting !== undefined && Object.hasOwn(settingsFields, setting))
      context.note(`${setting} is a setting: --set ${setting}=VALUE, where the command takes settings.\n`);
    return thrown.exitCode === 0 ? exitStatus.fine : exitStatus.wrongUsage;
  }
  if (thrown instanceof UsageError) {
    context.note(`error: ${thrown.message}\n`);
    return exitStatus.wrongUsage;
  }
  if (isBrokenPipe(thrown)) return exitStatus.unread;
  const problem = problemFrom(thrown);
  context.note(`error: ${describeProblem(problem)}\n`);
  if (problem.code === 'unexpected' && thrown instanceof Error) context.note(`${thrown.stack}\n`);
  if (problem.code === 'run-stopped') return exitStatus.interrupted;
  return isWrongUsage(problem) ? exitStatus.wrongUsage : exitStatus.failed;
}
