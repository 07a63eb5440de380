/** How figures are written, so that every table and chart says them alike and columns stand still while they change. */

/** A true minus sign is as wide as a plus in tabular figures. */
const minus = '\u2212';

/** One decimal, as papers print percent; a dash where there is no figure. */
export function percent(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? '–' : value.toFixed(1);
}

/** Signed, so that the sign and not the colour says gain or loss: `+3.2`, `−0.8`, `±0.0`. */
export function signed(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const size = Math.abs(value).toFixed(1);
  if (size === '0.0') return `±${size}`;
  return `${value > 0 ? '+' : minus}${size}`;
}

/** Three significant figures for a loss, which spans orders of magnitude. */
export function lossFigure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return '0';
  const digits = Math.floor(Math.log10(Math.abs(value)));
  if (digits < -4 || digits > 5) return value.toExponential(1).replace('-', minus);
  return value.toFixed(Math.max(0, Math.min(4, 2 - digits)));
}

/** `1,234`, whatever the browser's language, since the page speaks English. */
export function count(value: number): string {
  return value.toLocaleString('en-GB');
}

/** `1 sentence`, `1,234 sentences`. @param plural where it is not the singular with an s. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)} ${value === 1 ? singular : plural}`;
}
