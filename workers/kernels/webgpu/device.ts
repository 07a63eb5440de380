/**
 * The WebGPU device, which we open and own. tfjs requests few of the adapter's limits. It handles neither a lost device
 * nor an uncaptured error, so a run would continue with wrong numbers. Here both are reported (`deviceErrors.ts`).
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { memoryUsedUp, reportDeviceError } from '../deviceErrors.ts';
import { boundBufferPool } from './bufferPool.ts';
import { uploadByQueue } from './upload.ts';

export interface OpenDevice {
  readonly device: GPUDevice;
  readonly backend: WebGPUBackend;
  /** The adapter in words, such as `NVIDIA GeForce RTX 3060`. */
  readonly description: string;
  /** The adapter computes on the CPU: 50 to 100 times slower than WASM. */
  readonly software: boolean;
}

let current: OpenDevice | undefined;

/** The device in use, if there is one. */
export function openedDevice(): OpenDevice | undefined {
  return current;
}

const wantedLimits = [
  'maxStorageBuffersPerShaderStage',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
  'maxUniformBufferBindingSize',
] as const;

const wantedFeatures: readonly GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query'];

/** WebGPU's high-performance adapter, with its description, before a device is opened. */
export async function findAdapter(
  gpu: GPU,
): Promise<{ adapter: GPUAdapter; description: string; software: boolean } | null> {
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  return adapter && { adapter, description: describeAdapter(adapter), software: isSoftwareAdapter(adapter) };
}

/** Opens a device with all of the adapter's limits, and registers tfjs's WebGPU backend on it. */
export async function openDevice(adapter: GPUAdapter): Promise<OpenDevice> {
  closeDevice();
  const requiredLimits: Record<string, number> = {};
  for (const limit of wantedLimits) requiredLimits[limit] = adapter.limits[limit];
  const requiredFeatures = wantedFeatures.filter((feature) => adapter.features.has(feature));
  const device = await adapter.requestDevice({ requiredLimits, requiredFeatures });

  device.onuncapturederror = ({ error }) => {
    if (error instanceof GPUOutOfMemoryError) {
      reportDeviceError({
        code: memoryUsedUp,
        message: `The graphics processor's memory is used up: ${error.message}`,
        remedy: 'Take smaller batches, freeze layers, or choose WASM.',
      });
      return;
    }
    reportDeviceError({
      code: 'gpu-error',
      message: `The graphics processor reported an error: ${error.message}`,
      remedy: 'Start the run again on WASM (choose it as the backend), and report the message.',
    });
  };
  device.lost.then(({ message }) => {
    // We closed it ourselves.
    if (current?.device !== device) return;
    current = undefined;
    reportDeviceError({
      code: 'gpu-lost',
      message: `The graphics processor was lost: ${message || 'the system gave no reason'}.`,
      remedy: 'Close other tabs that use the graphics processor, or choose WASM.',
    });
  });

  if (tf.engine().registryFactory.webgpu) tf.removeBackend('webgpu');
  const backend = new WebGPUBackend(device, adapter.info);
  boundBufferPool(backend);
  uploadByQueue(backend);
  tf.registerBackend('webgpu', () => backend, 3);
  current = { device, backend, description: describeAdapter(adapter), software: isSoftwareAdapter(adapter) };
  return current;
}

/** Closes the device. All tensors on it are lost. */
export function closeDevice(): void {
  if (!current) return;
  const { device } = current;
  current = undefined;
  tf.removeBackend('webgpu');
  device.destroy();
}

function describeAdapter({ info }: GPUAdapter): string {
  const described = info.description || info.device;
  return described || [info.vendor, info.architecture].filter(Boolean).join(' ') || 'an unnamed graphics processor';
}

const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|microsoft basic render|software/i;

/** Whether the adapter computes on the CPU, by its own flag or by its name. */
function isSoftwareAdapter(adapter: GPUAdapter): boolean {
  const { info } = adapter;
  // Older browsers have the flag on the adapter, newer ones in its info.
  const old = adapter as { readonly isFallbackAdapter?: boolean };
  if (old.isFallbackAdapter || info.isFallbackAdapter) return true;
  return [info.vendor, info.architecture, info.device, info.description].some((name) => softwareNames.test(name));
}
