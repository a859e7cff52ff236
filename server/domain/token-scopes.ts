/** What an API token can be allowed; a session has all of it. Never more than the grants of its owner. */
export const TOKEN_SCOPES = ['read', 'moderate', 'sites', 'staff'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** Is it the name of a scope? */
export function isTokenScope(text: string): text is TokenScope {
  return TOKEN_SCOPES.some((scope) => scope === text);
}
