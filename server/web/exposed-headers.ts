/** What a page may read of an answer beside its body and the few headers that it always may (Fetch, 4.9). */
export const EXPOSED_HEADERS = 'ETag, Retry-After, X-Request-Id';
