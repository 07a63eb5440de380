/**
 * How the page looks: paper and ink rather than a dashboard. A serif for what is read (titles, the corpus's text), a
 * sans for what is operated, figures of one width everywhere. One accent colour, kept for the one primary
 * action of a panel; the categories own all other colour.
 */
import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** The accent: a deep pine green, from wash to ink. */
const pine: MantineColorsTuple = [
  '#eef6f1',
  '#dcebe2',
  '#b6d6c4',
  '#8dc0a4',
  '#6aad89',
  '#4f9c75',
  '#2f7d58',
  '#256a49',
  '#1c563b',
  '#12402b',
];

/** Warm greys for dark paper; index 7 is the ground, 6 a raised surface, 0 the ink. */
const dark: MantineColorsTuple = [
  '#e6e3dc',
  '#c3bfb6',
  '#a9a59c',
  '#6f6c66',
  '#45433f',
  '#363431',
  '#262523',
  '#1b1a19',
  '#141313',
  '#0e0d0d',
];

/** Warm greys for light paper; Mantine's own are blue. */
const gray: MantineColorsTuple = [
  '#f8f6f1',
  '#f1ede6',
  '#e8e3da',
  '#ddd7cc',
  '#cdc6b9',
  '#b1a99b',
  '#8a8377',
  '#5d574e',
  '#3a3630',
  '#23211d',
];

const bookFont = "'Source Serif 4 Variable', 'Iowan Old Style', 'Palatino Linotype', Palatino, Charter, Georgia, serif";
const uiFont =
  "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', sans-serif";

export const theme = createTheme({
  fontFamily: uiFont,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace",
  headings: {
    fontFamily: bookFont,
    fontWeight: '500',
    sizes: { h1: { fontSize: '2rem', lineHeight: '1.2' }, h2: { fontSize: '1.3rem', lineHeight: '1.3' } },
  },
  colors: { pine, dark, gray },
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    // A bar that glides from figure to figure is a layout a frame, while a run needs the cores.
    ProgressRoot: { defaultProps: { transitionDuration: 0 } },
    // Its own grey is too pale for what has to be read within seconds.
    Notification: { styles: { description: { color: 'var(--mantine-color-dimmed)' } } },
  },
});
