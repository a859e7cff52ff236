/** Rows as lines with their columns one under another; Chinese signs are as wide as two. Nothing a name holds is obeyed by the terminal. */
export function table(rows: readonly (readonly string[])[]): string {
  const clean = rows.map((row) => row.map((cell) => cell.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')));
  const widths = (clean[0] ?? []).map((_cell, column) => Math.max(...clean.map((row) => width(row[column] ?? ''))));
  return clean
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(cell))))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function width(text: string): number {
  return [...text].reduce(
    (sum, sign) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(sign) ? 2 : 1),
    0,
  );
}
