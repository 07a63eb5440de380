/** Rotary positions (defined in ../../rotary/reference.ts). */
import { madd } from './math';
import { get, put } from './vectors';

/**
 * Cosine and sine of angles in units of 2⁻³² turns, by the quadrant and polynomials within ±π/4 (Cephes). Error below
 * 2e-7.
 */
// @ts-ignore: decorator
@inline
function cosineAndSine(angle: v128, cosine: usize, sine: usize, whole: bool): void {
  const quadrant = i32x4.shr_u(i32x4.add(angle, i32x4.splat(0x20000000)), 30);
  const rest = f32x4.convert_i32x4_s(i32x4.sub(angle, i32x4.shl(quadrant, 30)));
  const x = f32x4.mul(rest, f32x4.splat(1.4629180792671596e-9));
  const square = f32x4.mul(x, x);
  let s = madd(square, f32x4.splat(-1.9515295891e-4), f32x4.splat(8.3321608736e-3));
  s = madd(square, s, f32x4.splat(-1.6666654611e-1));
  s = madd(f32x4.mul(square, x), s, x);
  let c = madd(square, f32x4.splat(2.443315711809948e-5), f32x4.splat(-1.388731625493765e-3));
  c = madd(square, c, f32x4.splat(4.166664568298827e-2));
  c = madd(f32x4.mul(square, square), c, madd(square, f32x4.splat(-0.5), f32x4.splat(1)));
  const odd = i32x4.eq(v128.and(quadrant, i32x4.splat(1)), i32x4.splat(1));
  const two = i32x4.splat(2);
  const cosineSign = i32x4.shl(v128.and(i32x4.add(quadrant, i32x4.splat(1)), two), 30);
  const sineSign = i32x4.shl(v128.and(quadrant, two), 30);
  put(cosine, v128.xor(v128.bitselect(s, c, odd), cosineSign), whole);
  put(sine, v128.xor(v128.bitselect(c, s, odd), sineSign), whole);
}

/** Turns the pairs of one head: `first` and `second` are its halves. */
// @ts-ignore: decorator
@inline
function turn(first: usize, second: usize, to: usize, half: usize, cosine: usize, sine: usize, whole: bool): void {
  const a = get(first, whole);
  const b = get(second, whole);
  const c = get(cosine, whole);
  const s = get(sine, whole);
  put(to, f32x4.sub(f32x4.mul(a, c), f32x4.mul(b, s)), whole);
  put(to + half, madd(b, c, f32x4.mul(a, s)), whole);
}

/** projected [pieces, 3·heads·2·half], turned forward (`direction` 1) or back (−1). `work` has 8·half bytes. */
export function rotary(
  projected: usize, positions: usize, turns: usize, result: usize, work: usize, pieces: i32, heads: i32, half: i32,
  direction: i32,
): void {
  const sines = work + 4 * half;
  const whole: usize = 4 * (half & ~3);
  const bytes: usize = 4 * half;
  for (let piece = 0; piece < pieces; piece++) {
    const position = i32x4.splat(direction * load<i32>(positions + 4 * piece));
    for (let at: usize = 0; at < bytes; ) {
      const full = at < whole;
      cosineAndSine(i32x4.mul(position, get(turns + at, full)), work + at, sines + at, full);
      at += full ? 16 : 4;
    }
    for (let head = 0; head < 2 * heads; head++, projected += 2 * bytes, result += 2 * bytes) {
      for (let at: usize = 0; at < bytes; ) {
        const full = at < whole;
        turn(projected + at, projected + bytes + at, result + at, bytes, work + at, sines + at, full);
        at += full ? 16 : 4;
      }
    }
    const values: usize = 2 * bytes * heads;
    memory.copy(result, projected, values);
    projected += values;
    result += values;
  }
}
