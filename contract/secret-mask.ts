/** Stands for a secret on the way out; sent back, it means "as it was". Apart from the schemas, so that the console need not load those. */
export const SECRET_MASK = '••••';
