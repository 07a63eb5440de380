/** Mantine's own preset: its mixins and rem(). */
module.exports = { plugins: { 'postcss-preset-mantine': {} } };
