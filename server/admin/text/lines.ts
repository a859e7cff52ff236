/** The lines of a text without blanks around them and without empty ones. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The origins in a text, one a line; a whole address stands for its origin, a bare host for https. What is none stays as written. */
export const originsOf = (text: string): string[] =>
  linesOf(text).map((line) => {
    if (line.startsWith('*')) return line;
    const address = line.includes('://') ? line : `https://${line}`;
    return URL.canParse(address) ? new URL(address).origin : line;
  });
