import { describe, expect, it, vi } from 'vitest';
import type { CorpusService } from '../../workers/protocol/engine.ts';
import { GraftError } from '../../workers/protocol/errors.ts';
import { errorFromWorker, politeService } from './client.ts';

const problem = {
  code: 'empty-file',
  message: 'The file is empty.',
  remedy: 'Choose another.',
  file: 'a.txt',
  line: 1,
};

describe('the page’s side of a worker', () => {
  it('turns a problem that crossed the boundary into an error that carries it', async () => {
    const service = politeService<CorpusService>({ removeCorpus: () => Promise.reject({ problem }) });
    const failure = await service.removeCorpus('one').catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(GraftError);
    expect((failure as GraftError).problem).toEqual(problem);
  });

  it('calls anything else unexpected, and keeps its words', () => {
    expect(errorFromWorker(new TypeError('x is undefined')).problem).toMatchObject({
      code: 'unexpected',
      message: 'x is undefined',
    });
    expect(errorFromWorker({ problem: { code: 7 } }).problem.code).toBe('unexpected');
  });

  it('hands callbacks over so that they can be called from the other side', async () => {
    const remote = { importCorpus: vi.fn(async () => 'done') };
    const onProgress = vi.fn();
    await politeService<CorpusService>(remote).importCorpus('a', [], {}, onProgress);
    const handed = remote.importCorpus.mock.calls[0]?.at(3) as unknown;
    expect(handed).toBe(onProgress);
    // Comlink marks what it must not clone.
    expect(Object.getOwnPropertySymbols(onProgress).map(String)).toContain('Symbol(Comlink.proxy)');
  });

  it('is no promise, so that it can be returned from one', async () => {
    const service = politeService<CorpusService>({});
    expect(await Promise.resolve(service)).toBe(service);
  });
});
