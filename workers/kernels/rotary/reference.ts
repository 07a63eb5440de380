/**
 * The definition of rotary positions (Su et al. 2021, equation 34), with a head's halves paired as in GPT-NeoX: numbers
 * n and n + size / 2 are turned by the angle position · base^(−2n / size).
 *
 * An angle is kept in turns, in units of 2⁻³² turns. Its product with a position wraps around by itself, so no driver's
 * sine of a large number matters. At position 8,192 the angle is within 6e-6 of its value.
 */

/** The angles per position, as the int32 of the same bits: [size / 2]. */
export function turnsOf(size: number, base: number): Int32Array {
  return Int32Array.from(
    { length: size / 2 },
    (_, n) => Math.round((base ** ((-2 * n) / size) / (2 * Math.PI)) * 2 ** 32) | 0,
  );
}

export function rotated(
  projected: Float32Array, // [pieces, 3·heads·size]
  positions: Int32Array, // [pieces]
  turns: Int32Array, // [size / 2]
  heads: number,
  back: boolean,
): Float32Array {
  const half = turns.length;
  const result = projected.slice();
  const width = 6 * heads * half;
  positions.forEach((position, piece) => {
    for (let n = 0; n < half; n++) {
      const angle = (Math.imul(position, turns[n]!) / 2 ** 32) * 2 * Math.PI * (back ? -1 : 1);
      const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
      for (let head = 0; head < 2 * heads; head++) {
        const first = piece * width + head * 2 * half + n;
        const [a, b] = [projected[first]!, projected[first + half]!];
        result[first] = a * cosine - b * sine;
        result[first + half] = b * cosine + a * sine;
      }
    }
  });
  return result;
}
