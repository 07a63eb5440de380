/** The confusion matrix as an SVG file. On the page it is a table; a drawing of it exists only to be saved. */
import type { Evaluation } from '../../workers/protocol/engine.ts';
import { count } from './figures.ts';

export interface ConfusionInk {
  readonly paper: string;
  readonly text: string;
  readonly right: string;
  readonly wrong: string;
}

export interface Drawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

export const lightInk: ConfusionInk = { paper: '#fbf9f5', text: '#23211d', right: '#0b5cad', wrong: '#d4570a' };
export const darkInk: ConfusionInk = { paper: '#1b1a19', text: '#e9e5dd', right: '#4f9be8', wrong: '#d97a3a' };

/** Pixels. */
const cell = { width: 46, height: 30 };
const letter = 7.4;
const margin = 16;
/** Opacity of a cell that holds its whole row. */
const strongest = 0.42;

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** Rows gold, columns predicted, as the table on the page; the corner of "no span" with itself stays empty. */
export function confusionSvg({ labels, counts }: Evaluation['confusion'], title: string, ink: ConfusionInk): Drawing {
  const names = Math.max(...labels.map((label) => label.length)) * letter;
  const [left, top] = [margin + names + 8, margin + names + 8];
  const width = Math.ceil(left + labels.length * cell.width + margin);
  const height = Math.ceil(top + labels.length * cell.height + margin);
  const none = labels.length - 1;
  const parts: string[] = [];
  labels.forEach((label, index) => {
    const name = escapeXml(label);
    const x = left + (index + 0.5) * cell.width;
    parts.push(
      `<text transform="translate(${x.toFixed(1)},${(top - 8).toFixed(1)}) rotate(-90)" dy="0.35em">${name}</text>`,
    );
    const y = top + (index + 0.5) * cell.height;
    parts.push(`<text x="${(left - 8).toFixed(1)}" y="${y}" dy="0.35em" text-anchor="end">${name}</text>`);
  });
  labels.forEach((_, row) => {
    const total = (counts[row] ?? []).reduce((sum, value) => sum + value, 0);
    labels.forEach((_, column) => {
      if (row === none && column === none) return;
      const value = counts[row]?.[column] ?? 0;
      const [x, y] = [left + column * cell.width, top + row * cell.height];
      const right = row === column;
      if (value > 0) {
        const opacity = (Math.sqrt(value / total) * strongest).toFixed(3);
        parts.push(
          `<rect x="${(x + 1).toFixed(1)}" y="${y + 1}" width="${cell.width - 2}" height="${cell.height - 2}" rx="3" ` +
            `fill="${right ? ink.right : ink.wrong}" fill-opacity="${opacity}"/>`,
        );
      }
      const weight = right && value > 0 ? ' font-weight="700"' : '';
      parts.push(
        `<text x="${(x + cell.width / 2).toFixed(1)}" y="${y + cell.height / 2}" dy="0.35em" text-anchor="middle"${weight}>` +
          `${value > 0 ? count(value) : '·'}</text>`,
      );
    });
  });
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="system-ui, sans-serif" font-size="13" fill="${ink.text}"><title>${escapeXml(title)}</title>` +
    `<rect width="100%" height="100%" fill="${ink.paper}"/>${parts.join('')}</svg>`;
  return { svg, width, height };
}
