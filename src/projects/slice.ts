/**
 * A small thing that a project keeps of the page, taken from its store as plain data, and put back only as far as it is what it should
 * be, since project files come from anywhere.
 */
import { z } from 'zod';

export interface Slice {
  readonly name: string;
  /** A part of the work, and not only where the user is: with it the project has changed. */
  readonly isChoice: boolean;
  /** Plain data. */
  read(): unknown;
  /** Calls back when it may have changed. */
  watch(changed: () => void): () => void;
  /** It is large, and `watch` calls back only when it has changed: it is not compared with what was written. */
  readonly isLarge?: true;
  /** Leaves the page as it is where this is nothing that it could be. */
  restore(value: unknown): void;
}

interface Store<State> {
  getState(): State;
  subscribe(listener: () => void): () => void;
}

export function sliceOf<State, Value>(
  name: string,
  store: Store<State>,
  schema: z.ZodType<Value>,
  pick: (state: State) => Value,
  restore: (value: Value) => void,
): Slice {
  return {
    name,
    isChoice: false,
    read: () => pick(store.getState()),
    watch: (changed) => store.subscribe(changed),
    restore: (value) => {
      const parsed = schema.safeParse(value);
      if (parsed.success) restore(parsed.data);
    },
  };
}

/** What may name nothing. */
export const idSchema = z.string().nullable();
export const namesSchema = z.array(z.string());
