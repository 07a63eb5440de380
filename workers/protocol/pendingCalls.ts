/** Calls to another thread that must not wait for ever: a thread that died answers none of them. */
export class PendingCalls {
  private readonly waiting = new Set<(error: Error) => void>();

  /** The answer, unless all calls are ended before. */
  answerOf<Value>(call: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.waiting.add(reject);
      const isAnswered = () => this.waiting.delete(reject);
      call.then(resolve, reject).finally(isAnswered);
    });
  }

  /** All of them reject. */
  end(error: Error): void {
    for (const reject of this.waiting) reject(error);
    this.waiting.clear();
  }
}
