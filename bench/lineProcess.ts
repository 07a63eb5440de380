/** A process that answers lines of JSON, one for one. Any program may take turns with ours. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class LineProcess {
  private constructor(
    private readonly exchange: (line: string) => Promise<string>,
    /** Ends the process. */
    readonly end: () => void,
    /** Its first line, before any request. */
    readonly greeting: unknown,
  ) {}

  /** @throws Error with the process's stderr, if it ends before its first line. */
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

  /** @throws Error if the process ends instead of answering. */
  async ask(question: unknown): Promise<unknown> {
    return JSON.parse(await this.exchange(JSON.stringify(question)));
  }
}
