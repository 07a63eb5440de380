/** What computes, why, and how much memory it holds. */
import { create } from 'zustand';
import type { BackendInfo, MemoryInfo } from '../../workers/protocol/backend.ts';
import type { BackendPreference } from '../../workers/protocol/configuration.ts';
import type { Problem } from '../../workers/protocol/errors.ts';

interface BackendState {
  readonly preference: BackendPreference;
  readonly info: BackendInfo | null;
  /** While the backends are being tested and timed. */
  readonly choosing: boolean;
  readonly memory: MemoryInfo | null;
  readonly problem: Problem | null;
}

export const useBackend = create<BackendState>()(() => ({
  preference: 'auto',
  info: null,
  choosing: false,
  memory: null,
  problem: null,
}));
