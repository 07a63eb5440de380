/** Registers the CRF's operations for tfjs's `webgpu`. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import {
  CRF_BEST_PATH,
  CRF_GRADIENT,
  CRF_LOG_PARTITION,
  CRF_LOSS,
  CRF_LOSS_GRADIENT,
  CRF_MARGIN,
  CRF_MARGIN_GRADIENT,
} from './operation.ts';
import type { Parts } from './webgpuCommon.ts';
import { backwardOnWebgpu, forwardOnWebgpu } from './webgpuForwardBackward.ts';
import { bestPathOnWebgpu, marginGradientOnWebgpu, marginOnWebgpu } from './webgpuPath.ts';

const kernels: Record<string, (parts: Parts, backend: WebGPUBackend) => TensorInfo[]> = {
  [CRF_LOG_PARTITION]: (parts, backend) => forwardOnWebgpu(1, parts, backend),
  [CRF_GRADIENT]: (parts, backend) => backwardOnWebgpu(1, parts, backend),
  [CRF_LOSS]: (parts, backend) => forwardOnWebgpu(2, parts, backend),
  [CRF_LOSS_GRADIENT]: (parts, backend) => backwardOnWebgpu(2, parts, backend),
  [CRF_BEST_PATH]: bestPathOnWebgpu,
  [CRF_MARGIN]: marginOnWebgpu,
  [CRF_MARGIN_GRADIENT]: marginGradientOnWebgpu,
};

export function registerCrfWebgpu(): void {
  for (const [kernelName, run] of Object.entries(kernels)) {
    registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, backend }) => run(inputs as Parts, backend as WebGPUBackend),
    });
  }
}
