/** Sizes of files as people read them. */
const units = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'KB'],
] as const;

/** Such as `90.9 MB`, in powers of a thousand as disks and browsers count them. */
export function bytesInWords(bytes: number): string {
  const [size, unit] = units.find(([least]) => bytes >= least) ?? [1, 'bytes'];
  const digits = unit === 'GB' || unit === 'MB' ? 1 : 0;
  return `${(bytes / size).toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
}
