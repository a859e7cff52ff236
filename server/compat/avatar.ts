/** Pictures of authors, for themes that show one beside each of the newest comments: a sign on a colour. */

/** The first sign of a name, as the picture's address ends. */
export function avatarName(name: string): string {
  return encodeURIComponent([...name.trim()][0] ?? '·').replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
}

/** The picture for a sign. */
export function avatarSvg(sign: string): string {
  const [first = '·'] = [...sign.toUpperCase()];
  const code = first.codePointAt(0) ?? 0;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64"><rect width="64" height="64" fill="hsl(${(code % 12) * 30} 45% 30%)"/><text x="32" y="43" fill="#fff" font-family="sans-serif" font-size="32" text-anchor="middle">&#${code};</text></svg>`;
}
