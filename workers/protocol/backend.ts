/** Where the computing is done, and what is known of it. */

export type BackendName = 'webgpu' | 'wasm' | 'cpu';

export interface BackendInfo {
  readonly name: BackendName;
  /** The GPU as its driver calls it, or the kind of WASM. */
  readonly device: string;
  readonly software: boolean;
  /** Why this one, in words for the user. */
  readonly reason: string;
  readonly considered: readonly { readonly name: BackendName; readonly milliseconds?: number; readonly note: string }[];
}

export interface MemoryInfo {
  readonly tensors: number;
  readonly bytes: number;
  /** What the device holds, pools included. */
  readonly allocatedBytes: number;
}
