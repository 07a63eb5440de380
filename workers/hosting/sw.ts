/**
 * The service worker: keeps the studio and its demo in the browser, so that it starts without a network, and gives what it keeps the
 * headers that a plain server of files does not send. A newer studio waits until no tab has the old one: nothing changes within a
 * session.
 */
import { clientsClaim } from 'workbox-core';
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';
import type { PrecacheEntry } from 'workbox-precaching/_types.d.ts';
import { isolation, policy } from './headers.ts';

/** What the build says that there is: each file with its hash. */
declare const self: { readonly __WB_MANIFEST: readonly PrecacheEntry[] };

function withHeaders(response: Response): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolation)) headers.set(name, value);
  headers.set('Content-Security-Policy', policy);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

// A first visit is kept from its beginning on, and isolated once it loads again.
clientsClaim();
cleanupOutdatedCaches();
addPlugins([{ handlerWillRespond: ({ response }) => Promise.resolve(withHeaders(response)) }]);
precacheAndRoute([...self.__WB_MANIFEST], { ignoreURLParametersMatching: [/^private$/] });
