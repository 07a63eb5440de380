import { describe, expect, it } from 'vitest';
import { confusionSvg, lightInk } from './confusionSvg.ts';

const confusion = {
  labels: ['Person', 'R&D <team>', 'no span'],
  counts: [
    [8, 1, 1],
    [0, 4, 2],
    [3, 0, 0],
  ],
};

function draw() {
  const { svg, width, height } = confusionSvg(confusion, 'What was taken for what', lightInk);
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  return { parsed, width, height };
}

describe('confusionSvg', () => {
  it('is well-formed whatever a category is called', () => {
    const { parsed } = draw();
    expect(parsed.querySelector('parsererror')).toBeNull();
    const texts = [...parsed.querySelectorAll('text')].map((text) => text.textContent);
    expect(texts.filter((text) => text === 'R&D <team>')).toHaveLength(2);
  });

  it('draws every cell but the corner that means nothing', () => {
    const { parsed } = draw();
    // A title, two axes, the names on both, and the cells.
    expect(parsed.querySelectorAll('text')).toHaveLength(3 + 2 * 3 + 8);
    // The paper and the six cells with a count.
    expect(parsed.querySelectorAll('rect')).toHaveLength(1 + 6);
  });

  it('says what it shows, along each side too', () => {
    const texts = [...draw().parsed.querySelectorAll('text')].map((text) => text.textContent);
    expect(texts.slice(0, 3)).toEqual(['What was taken for what', 'found by the model', 'annotated']);
  });

  it('shortens a name that would push the matrix off the paper, and keeps it whole in a tooltip', () => {
    const long = 'MeteorologicalObservationInstrumentOfTheCoast';
    const labels = ['A', long, 'no span'];
    const { svg, height } = confusionSvg({ ...confusion, labels }, 'Long', lightInk);
    expect(svg).toContain(`<title>${long}</title>`);
    expect(svg).toContain('MeteorologicalObservationInst…');
    expect(height).toBeLessThan(500);
  });

  it('washes a cell by its share of the row', () => {
    const { parsed } = draw();
    const opacities = [...parsed.querySelectorAll('rect[fill-opacity]')].map((cell) =>
      Number(cell.getAttribute('fill-opacity')),
    );
    expect(opacities[0]).toBeCloseTo(0.42 * Math.sqrt(0.8), 3);
    expect(Math.max(...opacities)).toBeLessThanOrEqual(0.42);
  });
});

describe('hostile names of categories', () => {
  it.each([
    '<script>alert(1)</script>',
    '"><svg onload=alert(1)>',
    '</title><script>x</script>',
    'javascript:alert(1)',
  ])('are text in the drawing: %s', (name) => {
    const { svg } = confusionSvg(
      {
        labels: [name.repeat(3), 'none'],
        counts: [
          [1, 0],
          [0, 0],
        ],
      },
      name,
      lightInk,
    );
    const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml');
    const names = new Set([...drawing.querySelectorAll('*')].map(({ localName }) => localName));
    expect([...names].sort()).toEqual(['rect', 'svg', 'text', 'title']);
    const attributes = [...drawing.querySelectorAll('*')].flatMap((element) => element.getAttributeNames());
    expect(attributes.filter((attribute) => /^on|href/i.test(attribute))).toEqual([]);
    expect(drawing.querySelector('title')?.textContent).toBe(name);
  });
});
