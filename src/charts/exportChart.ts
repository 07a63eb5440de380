/**
 * Charts as files. A saved SVG has no style sheet, so the styles that the page computed are written into a copy of it;
 * the PNG is that SVG drawn on a canvas, which stays readable by script because nothing outside the page is in it.
 */
import { GraftError } from '../../workers/protocol/errors.ts';

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

/** The drawing as a file of its own, on the page's own ground, with `title` for those who cannot see it. */
export function chartSvg(drawing: SVGSVGElement, title: string): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  inlineStyles(drawing, copy, {});
  const { width, height } = drawing.getBoundingClientRect();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  const name = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  name.textContent = title;
  copy.prepend(name, ground);
  return new XMLSerializer().serializeToString(copy);
}

/** The same, as pixels: `scale` times as many each way as the chart takes on the page. */
export async function chartPng(drawing: SVGSVGElement, title: string, scale: number): Promise<Blob> {
  const { width, height } = drawing.getBoundingClientRect();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(chartSvg(drawing, title))}`;
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
