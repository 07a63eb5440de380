/** Registers every operation for the cpu and wasm backends. WebGPU's are registered in webgpu/register.ts. */
// tfjs-core alone has no gradients of its own operations. Node can load them only with the whole of tfjs.
import '#tfjs-gradients';
import { registerActivationHostKernels } from './activation/host.ts';
import { registerAttentionDecoderHostKernels } from './attentionDecoder/host.ts';
import { registerAttentionSoftmaxHostKernels } from './attentionSoftmax/host.ts';
import { registerConvolutionHostKernels } from './convolution/host.ts';
import { registerCrfHostKernels } from './crf/host.ts';
import { registerCrossEntropyHostKernels } from './crossEntropy/host.ts';
import { registerDropoutHostKernels } from './dropout/host.ts';
import { registerEmbeddingHostKernels } from './embedding/host.ts';
import { registerGruHostKernels } from './gru/host.ts';
import { registerLabelAwareTagsHostKernels } from './labelAwareTags/host.ts';
import { registerLayerNormHostKernels } from './layerNorm/host.ts';
import { registerLinearHostKernels } from './linear/host.ts';
import { registerLstmHostKernels } from './lstm/host.ts';
import { registerOptimizerHostKernels } from './optimizer/host.ts';
import { registerPackedAttentionHostKernels } from './packedAttention/host.ts';
import { registerRotaryHostKernels } from './rotary/host.ts';
import { replaceTfjsKernels } from './wasm/tfjs.ts';

let registered = false;

/** Registers all operations for cpu and wasm, once. Needed before any of them runs. Further calls do nothing. */
export function registerHostKernels(): void {
  if (registered) return;
  registered = true;
  registerEmbeddingHostKernels();
  registerLstmHostKernels();
  registerGruHostKernels();
  registerCrfHostKernels();
  registerCrossEntropyHostKernels();
  registerOptimizerHostKernels();
  registerDropoutHostKernels();
  registerLinearHostKernels();
  registerLayerNormHostKernels();
  registerActivationHostKernels();
  registerAttentionSoftmaxHostKernels();
  registerPackedAttentionHostKernels();
  registerRotaryHostKernels();
  registerConvolutionHostKernels();
  registerAttentionDecoderHostKernels();
  registerLabelAwareTagsHostKernels();
  replaceTfjsKernels();
}
