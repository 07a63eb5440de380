/**
 * WebGPU in Node: the `webgpu` package (Dawn) over whatever Vulkan, Metal or D3D12 driver the machine has. tfjs looks for
 * `navigator.gpu` and for the GPU classes among the globals, so these are put there before anything of tfjs is made.
 */
import { tmpdir } from 'node:os';

let opened: Promise<GPU | null> | undefined;

/**
 * Opens Node's WebGPU once a process. Gives null where the package or a driver is missing, for then the command line
 * runs on WASM. A process that opened it must end by `process.exit`, since Dawn keeps Node's loop alive.
 */
export function openNodeGpu(): Promise<GPU | null> {
  opened ??= open();
  return opened;
}

async function open(): Promise<GPU | null> {
  try {
    const { create, globals } = await import('webgpu');
    // Vulkan's loader would complain on stderr of a folder for sockets that it has no need of.
    process.env.XDG_RUNTIME_DIR ??= tmpdir();
    const gpu: GPU = create([]);
    if ((await gpu.requestAdapter()) === null) return null;
    Object.assign(globalThis, globals);
    const navigator = Object.assign(Object.create(globalThis.navigator ?? null), { gpu });
    Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true, writable: true });
    return gpu;
  } catch {
    return null;
  }
}
