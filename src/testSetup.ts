/** What Mantine asks of a browser and jsdom does not have. */
import { cleanup } from '@testing-library/react';
import { afterAll, afterEach } from 'vitest';

window.matchMedia = (query: string) =>
  ({
    matches: false,
    media: query,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
    addEventListener: () => {},
    removeEventListener: () => {},
    dispatchEvent: () => false,
  }) satisfies MediaQueryList;

class NoResizeObserver implements ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
window.ResizeObserver = NoResizeObserver;
window.Blob.prototype.arrayBuffer = function arrayBuffer(this: Blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(this);
  });
};
window.HTMLElement.prototype.scrollIntoView = () => {};
// Text areas that grow measure themselves again when a font has come in.
Object.defineProperty(document, 'fonts', { value: new EventTarget() });

afterEach(cleanup);

/** Longer than a transition of the components: one under way when a file ends would call for a window that is gone. */
const longestTransition = 300;
afterAll(() => new Promise<void>((resolve) => setTimeout(resolve, longestTransition)));
