/**
 * The page's letters in a saved drawing: where it is opened nobody may have them, and even this browser draws an SVG as a
 * picture without the page's fonts. The page's own style sheets say where its fonts are and which scripts they hold; only
 * the ones that the drawing uses are put in.
 */
import type { Drawing } from './confusionSvg.ts';

const family = 'Inter Variable';

interface FontFace {
  readonly address: string;
  /** As the style sheet writes it: `U+0000-00FF, U+0131`. */
  readonly range: string;
}

/** Whether a font of this `unicode-range` holds a letter of the text. */
export function isUsed(range: string, text: string): boolean {
  const spans = range.split(',').map((span) => {
    const [from = '0', to = from] = span.trim().replace(/^U\+/i, '').split('-');
    return [Number.parseInt(from.replaceAll('?', '0'), 16), Number.parseInt(to.replaceAll('?', 'F'), 16)] as const;
  });
  return [...text].some((letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return spans.some(([from, to]) => code >= from && code <= to);
  });
}

function facesOfPage(): FontFace[] {
  return [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].flatMap((rule) => {
      if (typeof CSSFontFaceRule === 'undefined' || !(rule instanceof CSSFontFaceRule)) return [];
      const named = rule.style.getPropertyValue('font-family').replace(/["']/g, '');
      const source = /url\(["']?([^"')]+)/.exec(rule.style.getPropertyValue('src'))?.[1];
      if (named !== family || !source) return [];
      const address = new URL(source, sheet.href ?? document.baseURI).href;
      return [{ address, range: rule.style.getPropertyValue('unicode-range') || 'U+0-10FFFF' }];
    }),
  );
}

async function base64(address: string): Promise<string> {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** The same drawing with the fonts inside; without them where they cannot be read: it is drawn in others then. */
export async function withFonts(drawing: Drawing): Promise<Drawing> {
  try {
    const faces = await Promise.all(
      facesOfPage()
        // The names of its elements are Latin letters, which every drawing has anyway.
        .filter(({ range }) => isUsed(range, drawing.svg))
        .map(async ({ address, range }) => {
          const source = `url(data:font/woff2;base64,${await base64(address)}) format("woff2")`;
          return `@font-face{font-family:"${family}";font-weight:100 900;unicode-range:${range};src:${source}}`;
        }),
    );
    if (faces.length === 0) return drawing;
    const svg = drawing.svg.replace(/<svg[^>]*>/, (opening) => `${opening}<style>${faces.join('')}</style>`);
    return { ...drawing, svg };
  } catch {
    return drawing;
  }
}
