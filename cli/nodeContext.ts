/** The real world of the command line: this process's streams, its signals, and the engine in this process. */
import { createCorpusService } from '../workers/engine/corpusService.ts';
import type { Context } from './context.ts';
import { exitStatus } from './failure.ts';

export function createNodeContext(): Context {
  return {
    out: (text) => void process.stdout.write(text),
    note: (text) => void process.stderr.write(text),
    terminal: process.stderr.isTTY === true,
    async readStandardInput() {
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks);
    },
    openCorpora: async () => createCorpusService(),
    async openEngine(corpora, preference) {
      // Loaded late: help and conversions need none of it. WebGPU has to be in place before tfjs is.
      if (preference === 'auto' || preference === 'webgpu') {
        const { openNodeGpu } = await import('./webgpu.ts');
        await openNodeGpu();
      }
      const { createEngine } = await import('../workers/engine/engine.ts');
      return createEngine({ corpora });
    },
    onInterrupt(stop) {
      let asked = false;
      const listener = () => {
        if (asked) process.exit(exitStatus.failed);
        asked = true;
        stop();
      };
      process.on('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
  };
}
