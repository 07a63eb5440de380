/**
 * Takes the packing off a stream of bytes: none, gzip, or a zip archive, told apart by the first bytes. Everything
 * passes through; only one chunk is held at a time, so that archives larger than memory can be read.
 */
import { Inflate, Unzip, type UnzipDecoder, type UnzipFile, UnzipPassThrough } from 'fflate';
import { GraftError } from '../protocol/errors.ts';

/** Takes the unpacked bytes of one text. */
export interface ByteSink {
  /** `skip`: what follows of this entry is not needed. */
  push(bytes: Uint8Array): 'more' | 'skip';
  /** All bytes have been given; not called for an entry that was skipped. `next`: this was not what is looked for. */
  end(): 'found' | 'next';
}

export interface FeedOptions {
  readonly fileName: string;
  readonly onProgress: (bytes: number) => void;
  /** Called for each text; a zip archive's are opened one by one until one is found to be the right one. */
  readonly openEntry: (entryName: string | undefined) => ByteSink;
}

/** Reads the stream to its end, or until the right text has been read whole. */
export async function feedChunks(stream: ReadableStream<Uint8Array>, options: FeedOptions): Promise<void> {
  let bytesRead = 0;
  const chunks = withFirstBytes(chunksOf(stream), 4);
  const counted = async function* () {
    for await (const chunk of chunks) {
      bytesRead += chunk.length;
      yield chunk;
      options.onProgress(bytesRead);
    }
  };
  const source = counted();
  const first = await source.next();
  const start = first.done ? new Uint8Array() : first.value;
  const whole = async function* () {
    if (!first.done) yield start;
    yield* source;
  };
  if (startsWith(start, [0x50, 0x4b, 0x03, 0x04])) await feedZip(whole(), options);
  else if (startsWith(start, [0x1f, 0x8b])) await feedText(gunzip(whole(), options.fileName), options);
  else await feedText(whole(), options);
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Reached also when the consumer has enough: the rest need not be fetched. A stream that failed cannot be cancelled.
    await reader.cancel().catch(() => {});
  }
}

/** The same bytes, the first chunk at least `count` long where there are so many. */
async function* withFirstBytes(chunks: AsyncGenerator<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let start = new Uint8Array();
  for await (const chunk of chunks) {
    if (start.length >= count) {
      yield chunk;
      continue;
    }
    const joined = new Uint8Array(start.length + chunk.length);
    joined.set(start);
    joined.set(chunk, start.length);
    start = joined;
    if (start.length >= count) yield start;
  }
  if (start.length > 0 && start.length < count) yield start;
}

async function feedText(chunks: AsyncGenerator<Uint8Array>, { openEntry }: FeedOptions): Promise<void> {
  const sink = openEntry(undefined);
  for await (const chunk of chunks) if (sink.push(chunk) === 'skip') return;
  sink.end();
}

async function* gunzip(chunks: AsyncGenerator<Uint8Array>, fileName: string): AsyncGenerator<Uint8Array> {
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
  const reader = packed.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw damaged(fileName, `The gzip file ends too early or is damaged (${reasonOf(error)}).`);
      });
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function damaged(fileName: string, message: string): GraftError {
  return new GraftError({
    code: 'damaged-archive',
    file: fileName,
    message,
    remedy: 'Download the file again, or unpack it yourself and give the text file.',
  });
}

/** Entries that are never vectors, whatever is in them. */
const neverVectors = /(^|\/)(__MACOSX\/|\.|readme|licen[cs]e)|\/$|\.(md|pdf|html?|json|bin|py)$/i;

async function feedZip(chunks: AsyncGenerator<Uint8Array>, { fileName, openEntry }: FeedOptions): Promise<void> {
  let failure: unknown;
  /** An entry was begun and its end has not come yet. */
  let open = false;
  let read = false;

  class EntryInflate {
    static readonly compression = 8;
    private readonly inflate = new Inflate((bytes, final) => this.ondata(null, bytes, final));
    ondata: UnzipDecoder['ondata'] = () => {};

    constructor(private readonly name: string) {}

    push(bytes: Uint8Array, final: boolean): void {
      // Entries that nobody reads are passed over without unpacking them.
      if (!skipped.has(this.name)) this.inflate.push(bytes, final);
    }
  }

  const skipped = new Set<string>();
  const unzip = new Unzip((file: UnzipFile) => {
    if (read || neverVectors.test(file.name)) skipped.add(file.name);
    const sink = skipped.has(file.name) ? undefined : openEntry(file.name);
    if (sink) open = true;
    file.ondata = (error, bytes, final) => {
      if (error) throw error;
      if (!sink || skipped.has(file.name)) return;
      if (bytes.length > 0 && sink.push(bytes) === 'skip') {
        skipped.add(file.name);
        open = false;
      } else if (final) {
        read = sink.end() === 'found';
        open = false;
      }
    };
    file.start();
  });
  unzip.register(EntryInflate);
  unzip.register(UnzipPassThrough);

  try {
    for await (const chunk of chunks) {
      unzip.push(chunk, false);
      if (read) return;
    }
    unzip.push(new Uint8Array(), true);
  } catch (error) {
    failure = error;
  }
  if (failure instanceof GraftError) throw failure;
  if (failure !== undefined) throw damaged(fileName, `The zip archive is damaged (${reasonOf(failure)}).`);
  if (open) throw damaged(fileName, 'The zip archive ends too early.');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
