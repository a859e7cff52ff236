/** In a grant: every site, those too that are made later, and the service as a whole. No site is called so. */
export const ALL_SITES = '*';
