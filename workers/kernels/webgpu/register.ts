/** Registers every operation for tfjs's WebGPU backend. */
import { registerActivationWebgpu } from '../activation/webgpu.ts';
import { registerAttentionDecoderWebgpu } from '../attentionDecoder/webgpu.ts';
import { registerAttentionSoftmaxWebgpu } from '../attentionSoftmax/webgpu.ts';
import { registerConvolutionWebgpu } from '../convolution/webgpu.ts';
import { registerCrfWebgpu } from '../crf/webgpu.ts';
import { registerCrossEntropyWebgpu } from '../crossEntropy/webgpu.ts';
import { registerDropoutWebgpu } from '../dropout/webgpu.ts';
import { registerEmbeddingWebgpu } from '../embedding/webgpu.ts';
import { registerGruWebgpu } from '../gru/webgpu.ts';
import { registerLayerNormWebgpu } from '../layerNorm/webgpu.ts';
import { registerLinearWebgpu } from '../linear/webgpu.ts';
import { registerLstmWebgpu } from '../lstm/webgpu.ts';
import { registerOptimizerWebgpu } from '../optimizer/webgpu.ts';
import { registerPackedAttentionWebgpu } from '../packedAttention/webgpu.ts';
import { registerRotaryWebgpu } from '../rotary/webgpu.ts';

let registered = false;

/** Registers all operations for `webgpu`, once. Needed before any of them runs there. Further calls do nothing. */
export function registerWebgpuKernels(): void {
  if (registered) return;
  registered = true;
  registerEmbeddingWebgpu();
  registerLstmWebgpu();
  registerGruWebgpu();
  registerCrfWebgpu();
  registerCrossEntropyWebgpu();
  registerOptimizerWebgpu();
  registerDropoutWebgpu();
  registerLinearWebgpu();
  registerLayerNormWebgpu();
  registerActivationWebgpu();
  registerAttentionSoftmaxWebgpu();
  registerPackedAttentionWebgpu();
  registerRotaryWebgpu();
  registerConvolutionWebgpu();
  registerAttentionDecoderWebgpu();
}
