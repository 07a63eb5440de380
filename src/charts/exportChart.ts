/**
 * Charts as files. A saved SVG has no style sheet, so the styles that the page computed are written into a copy of it;
 * the PNG is that SVG drawn on a canvas, which stays readable by script because nothing outside the page is in it.
 */
import { GraftError } from '../../workers/protocol/errors.ts';
import type { Drawing } from './confusionSvg.ts';
import { withFonts } from './exportFonts.ts';

/** What decides how a shape or a letter looks and is inherited; everything else a chart leaves at its default. */
const inherited = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linejoin',
  'font-family',
  'font-size',
  'font-weight',
  'font-variant-numeric',
  'text-anchor',
] as const;

/** Writes what was computed for `from` into its copy, where it differs from what the copy inherits anyway. */
function inlineStyles(from: Element, to: Element, above: Readonly<Record<string, string>>): void {
  const computed = getComputedStyle(from);
  const own: Record<string, string> = {};
  for (const property of inherited) {
    const value = computed.getPropertyValue(property);
    own[property] = value;
    if (value !== above[property]) to.setAttribute(property, value);
    else to.removeAttribute(property);
  }
  if (computed.opacity === '1') to.removeAttribute('opacity');
  else to.setAttribute('opacity', computed.opacity);
  to.removeAttribute('class');
  to.removeAttribute('style');
  for (let i = 0; i < from.children.length; i++) {
    const [child, copy] = [from.children[i], to.children[i]];
    if (child && copy) inlineStyles(child, copy, own);
  }
}

/** Room around the chart in the file, and for the title above it, in pixels of the page. */
const margin = 16;
const head = 52;

export interface ChartWords {
  readonly title: string;
  readonly subtitle: string;
}

function svgElement(name: string, attributes: Readonly<Record<string, string | number>>, text = ''): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  element.textContent = text;
  return element;
}

/** The drawing as a file of its own: on the page's own ground, with a title, and in the page's letters. */
export async function chartSvg(drawing: SVGSVGElement, { title, subtitle }: ChartWords): Promise<Drawing> {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  inlineStyles(drawing, copy, {});
  for (const element of copy.querySelectorAll('[data-screen-only]')) element.remove();
  const bounds = drawing.getBoundingClientRect();
  const [width, height] = [bounds.width + 2 * margin, bounds.height + 2 * margin + head];
  const [left, top] = [-margin, -margin - head];
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('viewBox', `${left} ${top} ${width} ${height}`);
  const page = getComputedStyle(document.body);
  const words = { x: 0, fill: page.color, 'font-family': page.fontFamily };
  copy.prepend(
    svgElement('title', {}, `${title}. ${subtitle}`),
    svgElement('rect', { x: left, y: top, width, height, fill: page.backgroundColor }),
    svgElement('text', { ...words, y: -34, 'font-size': 17, 'font-weight': 650 }, title),
    svgElement('text', { ...words, y: -14, 'font-size': 13, 'fill-opacity': 0.8 }, subtitle),
  );
  return await withFonts({ svg: new XMLSerializer().serializeToString(copy), width, height });
}

/** A drawing as pixels: `scale` times as many each way as it is large. */
export async function drawingPng({ svg, width, height }: Drawing, scale: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) {
    throw new GraftError({
      code: 'chart-not-drawn',
      message: 'The browser could not draw the chart as a PNG.',
      remedy: 'Save it as SVG instead.',
    });
  }
  return blob;
}
