/**
 * The headers that the studio is served with: cross-origin isolation (threads and exact clocks), and the content security policy
 * that holds the page to its promise that nothing leaves the machine. Development, preview and the service worker send them; the
 * built page carries the policy itself too, for servers that send no headers.
 */

export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** What a document and a worker may load and do. Text becomes script or markup only by what `trustedScripts.ts` lets through. */
export const policy = [
  "default-src 'self'",
  "connect-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  // Mantine writes its theme's variables into a style element; charts place their parts by style attributes.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ');
