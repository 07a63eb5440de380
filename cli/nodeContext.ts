/** The real world of the command line: this process's streams, its signals, and the engine in this process. */
import { createCorpusService } from '../workers/engine/corpusService.ts';
import type { Context } from './context.ts';

export function createNodeContext(): Context {
  return {
    out: (content) => void process.stdout.write(content),
    note: (text) => void process.stderr.write(text),
    terminal: process.stderr.isTTY === true,
    async readStandardInput() {
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks);
    },
    openCorpora: async () => createCorpusService(),
    async openEngine(corpora) {
      // Loaded late: help and conversions need none of it.
      const { createNodeEngine } = await import('./nodeEngine.ts');
      return createNodeEngine(corpora);
    },
    onInterrupt(stop) {
      let asked = false;
      const listener = () => {
        if (asked) {
          // Without a listener the signal ends the program, and the shell is told that it did.
          process.off('SIGINT', listener);
          process.kill(process.pid, 'SIGINT');
        }
        asked = true;
        stop();
      };
      process.on('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
  };
}
