/**
 * Names by which corpora, models and runs are told apart. They are stored, and what is stored speaks of others by them: so they must
 * not come round again in another session. No result depends on them, which is why they need no seed.
 */
export function newId(kind: string): string {
  const drawn = crypto.getRandomValues(new Uint8Array(6));
  return `${kind} ${Array.from(drawn, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
