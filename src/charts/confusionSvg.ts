/** The confusion matrix as an SVG file. On the page it is a table; a drawing of it exists only to be saved. */
import type { Evaluation } from '../../workers/protocol/evaluation.ts';
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
/** Room for the title, and for the name of an axis. */
const head = 34;
const axis = 24;
/** Letters of a name that are drawn; the whole name stands in a tooltip. */
const longest = 30;
/** Opacity of a cell that holds its whole row. */
const strongest = 0.42;

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function shortened(name: string): string {
  return name.length > longest ? `${name.slice(0, longest - 1).trimEnd()}…` : name;
}

/** A category's name, whole where somebody points at it. */
function nameText(label: string, attributes: string): string {
  const whole = label.length > longest ? `<title>${escapeXml(label)}</title>` : '';
  return `<text ${attributes}>${escapeXml(shortened(label))}${whole}</text>`;
}

/** Rows gold, columns predicted, as the table on the page; the corner of "no span" with itself stays empty. */
export function confusionSvg({ labels, counts }: Evaluation['confusion'], title: string, ink: ConfusionInk): Drawing {
  const names = Math.max(...labels.map((label) => shortened(label).length)) * letter;
  const [left, top] = [margin + axis + names + 8, margin + head + axis + names + 8];
  const [across, down] = [labels.length * cell.width, labels.length * cell.height];
  const width = Math.ceil(Math.max(left + across, margin + title.length * letter * 1.2) + margin);
  const height = Math.ceil(top + down + margin);
  const none = labels.length - 1;
  const parts: string[] = [
    `<text x="${margin}" y="${margin + 10}" font-size="16" font-weight="600">${escapeXml(title)}</text>`,
    `<text x="${left + across / 2}" y="${margin + head + 8}" text-anchor="middle" fill-opacity="0.75">found by the model</text>`,
    `<text transform="translate(${margin + 8},${top + down / 2}) rotate(-90)" text-anchor="middle" fill-opacity="0.75">annotated</text>`,
  ];
  labels.forEach((label, index) => {
    const x = left + (index + 0.5) * cell.width;
    parts.push(
      nameText(label, `transform="translate(${x.toFixed(1)},${(top - 8).toFixed(1)}) rotate(-90)" dy="0.35em"`),
    );
    const y = top + (index + 0.5) * cell.height;
    parts.push(nameText(label, `x="${(left - 8).toFixed(1)}" y="${y}" dy="0.35em" text-anchor="end"`));
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
    `font-family="'Inter Variable', system-ui, sans-serif" font-size="13" fill="${ink.text}"><title>${escapeXml(title)}</title>` +
    `<rect width="100%" height="100%" fill="${ink.paper}"/>${parts.join('')}</svg>`;
  return { svg, width, height };
}
