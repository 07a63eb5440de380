/** Sums and maxima over the invocations of a workgroup, for programs with a workgroup for each row. */

/** Invocations for a row of `count` numbers: a power of two up to 64, not above the next power of two of `count`. */
export const lanesFor = (count: number) => Math.min(64, 2 ** Math.ceil(Math.log2(count)));

/** `total(value, lane)` and `largest(value, lane)` over all `lanes` invocations, all of which must call it. */
export const reductionCode = (lanes: number) => `
const lanes = ${lanes}u;
var<workgroup> parts: array<f32, lanes>;
fn total(value: f32, lane: u32) -> f32 {
  workgroupBarrier();
  parts[lane] = value;
  for (var half = lanes / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { parts[lane] += parts[lane + half]; }
  }
  workgroupBarrier();
  return parts[0];
}
fn largest(value: f32, lane: u32) -> f32 {
  workgroupBarrier();
  parts[lane] = value;
  for (var half = lanes / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { parts[lane] = max(parts[lane], parts[lane + half]); }
  }
  workgroupBarrier();
  return parts[0];
}`;
