/**
 * What may become script or markup, where the browser has Trusted Types: addresses of the studio's own files, and styles, in which
 * no tag begins. A text of a corpus, a name or a file has no other way into the page than as text.
 */

export class UntrustedText extends Error {
  override name = 'UntrustedText';
}

/** @throws UntrustedText where the address is not of the studio's own origin. */
export function ownAddress(address: string, here: string): string {
  if (new URL(address, here).origin === new URL(here).origin) return address;
  throw new UntrustedText(`A script of another origin is not loaded: ${new URL(address, here).origin}`);
}

/** @throws UntrustedText where a tag begins. */
export function withoutTags(markup: string): string {
  if (!/<[a-z/!?]/i.test(markup)) return markup;
  throw new UntrustedText('Markup is not made of text.');
}

interface PolicyFactory {
  createPolicy(name: string, rules: Readonly<Record<string, (text: string) => string>>): unknown;
}

/** To be called before anything else, in the page and in each worker. */
export function trustOwnFilesAlone(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  trustedTypes?.createPolicy('default', {
    createScriptURL: (address) => ownAddress(address, globalThis.location.href),
    createHTML: withoutTags,
  });
}
