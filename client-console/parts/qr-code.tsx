import { encode } from 'uqr';

/** Light around the code, as scanners need it, in modules. */
const BORDER = 4;
/** px */
const SIDE = 184;

/** The text as a QR code: dark on light also in the dark theme, which not every app reads. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { border: BORDER });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg width={SIDE} height={SIDE} role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
