/** What a conversation is made of: pools of templates that go together whichever of each is drawn. */
import type { Domain } from '../lists/things.ts';

/** The agent asks or says something, the customer answers. */
export interface Exchange {
  readonly asks: readonly string[];
  readonly replies: readonly string[];
  /** The agent repeats what was said. */
  readonly confirmations?: readonly string[];
}

/** What a conversation is about. */
export interface Topic {
  readonly name: string;
  readonly domains: readonly Domain[];
  /** The customer's first message. */
  readonly openings: readonly string[];
  readonly exchanges: readonly Exchange[];
  /** How the agent settles the matter. */
  readonly resolutions: readonly string[];
}
