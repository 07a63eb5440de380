/** A process that stays and answers lines: JSON in, JSON out, one for one. What takes turns with us may be any program. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class LineProcess {
  private constructor(
    private readonly exchange: (line: string) => Promise<string>,
    /** Lets the process end. */
    readonly end: () => void,
    /** What it said first, unasked. */
    readonly greeting: unknown,
  ) {}

  /** @throws Error with what the process said on stderr, where it ends before it has greeted. */
  static async start(
    program: string,
    words: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<LineProcess> {
    const child = spawn(program, words, { env: { ...process.env, ...environment } });
    let complaints = '';
    child.stderr.on('data', (bytes) => {
      complaints += bytes;
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async () => {
      const line = await lines.next();
      if (line.done) throw new Error(`${program} ended: ${complaints.trim()}`);
      return line.value;
    };
    const ask = (line: string) => {
      child.stdin.write(`${line}\n`);
      return next();
    };
    return new LineProcess(ask, () => child.stdin.end(), JSON.parse(await next()));
  }

  /** @throws Error where the process ends instead of answering. */
  async ask(question: unknown): Promise<unknown> {
    return JSON.parse(await this.exchange(JSON.stringify(question)));
  }
}
