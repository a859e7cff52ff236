/** One bar of a chart. */
export interface Bar {
  label: string;
  value: number;
  /** Ours stand out. */
  isOurs: boolean;
}

const WIDTH = 720;
const ROW = 30;
const LEFT = 300;
const TOP = 40;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Horizontal bars as an SVG image that is legible on light and dark pages. */
export function barChart(title: string, unit: string, bars: readonly Bar[]): string {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const height = TOP + bars.length * ROW + 10;
  const rows = bars.map(({ label, value, isOurs }, i) => {
    const y = TOP + i * ROW;
    const length = Math.max(1, (value / most) * (WIDTH - LEFT - 110));
    return [
      `<text x="${LEFT - 10}" y="${y + 16}" text-anchor="end">${escaped(label)}</text>`,
      `<rect x="${LEFT}" y="${y + 2}" width="${length.toFixed(1)}" height="20" rx="2" fill="${isOurs ? '#2f6f4f' : '#9a9a9a'}"/>`,
      `<text x="${(LEFT + length + 8).toFixed(1)}" y="${y + 16}">${value.toLocaleString('en')}</text>`,
    ].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    '<style>text{font:13px system-ui,sans-serif;fill:#57606a}.title{font-weight:600}@media(prefers-color-scheme:dark){text{fill:#c9d1d9}}</style>',
    `<text class="title" x="0" y="20">${escaped(title)} (${escaped(unit)})</text>`,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}
